"""Charts: figures as pictures, written as SVG on the server. Pure; what is drawn comes in as words and numbers.

A chart is one ``<svg role="img">`` that tells in words what it shows. It is as wide as the page: places across are
percentages, heights and letters are pixels, so that words keep their size on a phone. It carries no colours; classes
get them from ``static/css/charts.css``. Nothing is told by colour alone: each bar has its number beside it, each step
its own sign."""

from participation.results.charts.bars import Bar, bars, ranks
from participation.results.charts.columns import Column, columns
from participation.results.charts.places import Map, places
from participation.results.charts.stacks import Stack, Step, stacks
from participation.results.charts.svg import Chart

__all__ = ["Bar", "Chart", "Column", "Map", "Stack", "Step", "bars", "columns", "places", "ranks", "stacks"]
