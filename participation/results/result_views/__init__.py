"""Results as they are told: from figures and forms to words, numbers, charts and tables in a language. Pure."""

from participation.results.result_views.groups import Group, Groups, groups
from participation.results.result_views.questions import FreeTexts, QuestionView
from participation.results.result_views.sections import SectionView, Shown, sections_view
from participation.results.result_views.told import Fact, Table

__all__ = [
    "Fact",
    "FreeTexts",
    "Group",
    "Groups",
    "QuestionView",
    "SectionView",
    "Shown",
    "Table",
    "groups",
    "sections_view",
]
