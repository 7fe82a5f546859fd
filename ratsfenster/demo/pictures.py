"""What the camera of the demo shows: the chamber, who speaks, and about what."""

from PIL import Image

from ratsfenster.demo.canvas import Canvas, Colour, blend
from ratsfenster.demo.figures import draw_figures, draw_microphones
from ratsfenster.demo.room import CURTAIN, draw_desks, draw_room
from ratsfenster.demo.script import Script
from ratsfenster.demo.timeline import Scene

CARD: Colour = (255, 255, 255)
INK: Colour = (24, 36, 52)
QUIET: Colour = (92, 102, 116)
ACCENT: Colour = (28, 84, 138)
CARD_LEFT, CARD_TOP, CARD_RIGHT, CARD_FOOT = 56, 572, 1224, 684
WIDEST_TITLE = 800
BREAK = ("Kurze Pause", "Die Sitzung geht gleich weiter.")
CLOSING = ("Ende des öffentlichen Teils", "Vielen Dank für Ihr Interesse.")
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


def draw_scene(script: Script, scene: Scene) -> Image.Image:
    """The picture of one scene, 1280 by 720."""
    evening = script.items.index(scene.item) / (len(script.items) - 1)
    canvas = draw_room(evening, curtains=_is_secret(scene))
    speaking = scene.speaker.name if scene.speaker else None
    if speaking:
        draw_figures(canvas, speaking)
    draw_desks(canvas)
    draw_microphones(canvas, speaking)
    _draw_card(canvas, script, scene)
    return canvas.finished()


def _is_secret(scene: Scene) -> bool:
    return scene.speaker is not None and not scene.item.public


def _draw_card(canvas: Canvas, script: Script, scene: Scene) -> None:
    secret = _is_secret(scene)
    accent = CURTAIN if secret else ACCENT
    canvas.box((CARD_LEFT + 3, CARD_TOP + 5, CARD_RIGHT + 3, CARD_FOOT + 5), (70, 66, 64), 12)
    canvas.box((CARD_LEFT, CARD_TOP, CARD_RIGHT, CARD_FOOT), CARD, 12)
    canvas.box((CARD_LEFT, CARD_TOP, CARD_LEFT + 24, CARD_FOOT), accent, 12)
    canvas.box((CARD_LEFT + 12, CARD_TOP, CARD_LEFT + 24, CARD_FOOT), CARD)
    left = CARD_LEFT + 40
    if scene.speaker:
        _draw_heading(canvas, left, scene.speaker.name, scene.speaker.role)
        _draw_title(canvas, left, scene.item.number, scene.item.name, accent)
    else:
        heading, comfort = BREAK if scene.item.public else CLOSING
        _draw_heading(canvas, left, heading, "")
        canvas.text((left, CARD_TOP + 88), comfort, INK, 27)
    where = "Nicht öffentlich" if secret else script.town
    when = f"{script.start.day}. {MONTHS[script.start.month - 1]} {script.start.year}"
    canvas.text((CARD_RIGHT - 28, CARD_TOP + 42), where, accent, 22, bold=True, anchor="rs")
    canvas.text((CARD_RIGHT - 28, CARD_TOP + 82), f"{script.organization}, {when}", QUIET, 18, anchor="rs")


def _draw_heading(canvas: Canvas, left: float, name: str, role: str) -> None:
    canvas.text((left, CARD_TOP + 46), name, INK, 34, bold=True)
    canvas.text((left + canvas.text_width(name, 34, bold=True) + 18, CARD_TOP + 46), role, QUIET, 24)


def _draw_title(canvas: Canvas, left: float, number: str, name: str, accent: Colour) -> None:
    chip = f"TOP {number}"
    width = canvas.text_width(chip, 20, bold=True) + 22
    canvas.box((left, CARD_TOP + 62, left + width, CARD_TOP + 96), blend(accent, CARD, 0.86), 6)
    canvas.text((left + 11, CARD_TOP + 86), chip, accent, 20, bold=True)
    size = 27.0
    while canvas.text_width(name, size) > WIDEST_TITLE:
        size -= 1
    canvas.text((left + width + 14, CARD_TOP + 88), name, INK, size)
