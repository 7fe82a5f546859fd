"""The papers that come with the demo's recording: agenda, reference text, speakers and corrections. Pure."""

from typing import Any

from ratsfenster.demo.script import Script
from ratsfenster.demo.timeline import Said, Timeline

OPARL = "https://schema.oparl.org/1.1/"
REFERENCE_COLUMNS = ("start", "end", "speaker", "agenda_item", "text")


def agenda_of(script: Script, timeline: Timeline) -> dict[str, Any]:
    """The meeting as OParl 1.1, each item with the second of the recording where it begins."""
    return {
        "type": f"{OPARL}Meeting",
        "name": script.meeting,
        "start": script.start.isoformat(),
        "organization": [{"type": f"{OPARL}Organization", "name": script.organization}],
        "agendaItem": [
            {
                "type": f"{OPARL}AgendaItem",
                "number": item.number,
                "name": item.name,
                "public": item.public,
                "order": order,
                "x-recordingStart": start_ms / 1000,
            }
            for order, (item, start_ms) in enumerate(zip(script.items, timeline.item_starts_ms, strict=True), start=1)
        ],
    }


def reference_of(timeline: Timeline) -> str:
    """What was truly said, as tab-separated lines under a heading; times in seconds."""
    lines = ["\t".join(REFERENCE_COLUMNS)]
    for said in timeline.said:
        times = (f"{said.start_ms / 1000:.3f}", f"{said.end_ms / 1000:.3f}")
        lines.append("\t".join([*times, said.utterance.speaker.name, said.item.number, said.utterance.text]))
    return "\n".join(lines) + "\n"


def speakers_of(timeline: Timeline) -> list[dict[str, Any]]:
    """Who speaks when; utterances of one person in one item are one turn."""
    turns: list[tuple[Said, Said]] = []
    for said in timeline.said:
        first, last = turns[-1] if turns else (None, None)
        if first and last and (last.item, last.utterance.speaker) == (said.item, said.utterance.speaker):
            turns[-1] = (first, said)
        else:
            turns.append((said, said))
    return [
        {"start_ms": first.start_ms, "end_ms": last.end_ms, "speaker": first.utterance.speaker.name}
        for first, last in turns
    ]


def corrections_of(timeline: Timeline) -> list[dict[str, Any]]:
    """The stretches whose text a person has checked."""
    return [
        {
            "start_ms": said.start_ms,
            "end_ms": said.end_ms,
            "text": said.utterance.text,
            "speaker": said.utterance.speaker.name,
        }
        for said in timeline.said
        if said.utterance.checked
    ]
