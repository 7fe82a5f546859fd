"""What is said of a process where it is one of several: on the start page, in the overview, on a meeting's page. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from council.base import dates
from council.base.i18n import Language, message
from council.taking_part import ProcessCard
from participation import processes
from participation.forms import Form, durations, languages, summaries
from participation.processes import Access, Kind, Process, State, periods, phases
from participation.processes.phases import Phase

SOON = timedelta(days=3)

KIND_NAMES = {Kind.SURVEY: message("Umfrage"), Kind.IDEATION: message("Ideensammlung")}
STATES = {State.DRAFT: "draft", State.COMING: "coming", State.OPEN: "open", State.CLOSED: "closed"}
_FINAL, _LIVE = message("Ergebnisse ansehen"), message("Zwischenstand ansehen")


@dataclass(frozen=True)
class Facts:
    """What a card is made of. ``form`` is what people answer, None where there is none; ``occasion`` is what a meeting did, translated.
    ``too_few`` answered for anything to be shown."""

    process: Process
    form: Form | None = None
    results: bool = False  # that the public may see
    occasion: str = ""
    too_few: bool = False


def card(facts: Facts, now: datetime, zone: ZoneInfo, language: Language) -> ProcessCard:
    """The card of a process the public knows of."""
    process, standing = facts.process, processes.state(facts.process, now)
    assert process.opens_at is not None
    assert process.closes_at is not None
    told_in = title_language(process, language.code)
    path = address(process)
    return ProcessCard(
        path=path,
        title=process.name(language.code),
        language=languages.spoken(told_in),
        sentence=summaries.sentence(process.intro.get(told_in, "")),
        kind=language.gettext(KIND_NAMES[Kind(process.kind)]),
        state=STATES[standing],
        timing=timing(Phase(process.opens_at, process.closes_at), now, zone, language),
        soon=standing is State.OPEN and process.closes_at - now <= SOON,
        effort=_effort(facts, standing, language),
        who=_who(process, standing, language),
        results=_results(facts, standing, language),
        results_path=f"{path}/ergebnisse" if facts.results else "",
        occasion=facts.occasion,
    )


def address(process: Process) -> str:
    """The path of a process's own page."""
    return f"/mitmachen/{process.slug}"


def title_language(process: Process, wanted: str) -> str:
    """The language its title is shown in."""
    return next(
        (code for code in (wanted, process.leading) if process.title.get(code)), next(iter(process.title), "de")
    )


def title_tag(process: Process, language: Language) -> str:
    """How its title is marked on a page in a language of the site; empty where it need not be."""
    found = languages.spoken(title_language(process, language.code))
    return "" if found == language.code else found


def timing(phase: Phase, now: datetime, zone: ZoneInfo, language: Language) -> str:
    """'noch 5 Tage', 'beginnt morgen um 08:00 Uhr', 'beendet am 3. Mai 2026'."""
    if phase.closes > now:
        return phases.told(phase, now, zone, language)
    last = dates.short_day(periods.last_day(phase.closes), language, zone)
    return language.gettext("beendet am %(day)s") % {"day": last}


def _effort(facts: Facts, standing: State, language: Language) -> str:
    if facts.form is None or standing is State.CLOSED:
        return ""
    return durations.told(durations.minutes(facts.form, language.code), language)


def _who(process: Process, standing: State, language: Language) -> str:
    if standing is State.CLOSED:
        return ""
    if process.kind == Kind.SURVEY and process.access == Access.CODES:
        return language.gettext("mit dem Code aus Ihrem Brief")
    return language.gettext("für alle")


def _results(facts: Facts, standing: State, language: Language) -> str:
    if facts.results:
        return language.gettext(_FINAL if standing is State.CLOSED else _LIVE)
    if standing is not State.CLOSED or facts.process.kind != Kind.SURVEY:
        return ""
    if facts.too_few:
        return language.gettext("Es haben zu wenige geantwortet, um Ergebnisse zu zeigen.")
    if facts.process.deleted_on is not None:
        return language.gettext("Ergebnisse gibt es keine.")
    return language.gettext("Die Ergebnisse sind noch nicht veröffentlicht.")
