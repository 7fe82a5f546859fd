"""The people in the chamber: simple busts, each with a seat of their own and a microphone that glows while they speak."""

from dataclasses import dataclass

from ratsfenster.demo.canvas import Canvas, Colour, blend
from ratsfenster.demo.room import WALL_FOOT

LIGHT: Colour = (255, 236, 190)
MICROPHONE: Colour = (52, 54, 60)
SPEAKING: Colour = (214, 58, 48)
COLLAR: Colour = (250, 249, 246)


@dataclass(frozen=True)
class Figure:
    """Somebody in a seat: where the chest meets the desk, how near they sit, and what they look like."""

    x: float
    y: float
    size: float
    skin: Colour
    hair: Colour
    clothes: Colour
    long_hair: bool = False


SPEAKERS = {
    "Almut Sonntag": Figure(640, 388, 0.96, (238, 201, 170), (120, 66, 40), (38, 92, 104), long_hair=True),
    "Jonas Feldkamp": Figure(400, 462, 1.05, (224, 178, 140), (60, 44, 36), (62, 84, 128)),
    "Bernd Ostermann": Figure(1040, 500, 1.22, (240, 205, 178), (206, 204, 200), (84, 104, 70)),
    "Henrik Wollenweber": Figure(880, 462, 1.05, (196, 146, 108), (34, 28, 28), (70, 66, 78)),
}
LISTENERS = (
    Figure(240, 500, 1.22, (150, 104, 76), (30, 24, 24), (150, 72, 62), long_hair=True),
    Figure(80, 548, 1.4, (238, 204, 176), (196, 150, 84), (76, 84, 96)),
    Figure(1200, 548, 1.4, (236, 198, 168), (92, 60, 44), (160, 112, 52), long_hair=True),
)


def draw_figures(canvas: Canvas, speaking: str | None) -> None:
    """Everybody in their seats; who speaks sits in the light, the others recede."""
    for name, figure in SPEAKERS.items():
        _draw_figure(canvas, figure, name == speaking)
    for figure in LISTENERS:
        _draw_figure(canvas, figure, False)


def draw_microphones(canvas: Canvas, speaking: str | None) -> None:
    """A microphone on each desk; that of ``speaking`` glows."""
    for figure in (*SPEAKERS.values(), *LISTENERS):
        on = speaking is not None and figure is SPEAKERS.get(speaking)
        x, y, size = figure.x + 34 * figure.size, figure.y, figure.size
        canvas.line([(x + 8 * size, y + 8), (x, y - 18 * size), (x - 8 * size, y - 26 * size)], MICROPHONE, 3 * size)
        if on:
            tip = (x - 9 * size, y - 27 * size)
            canvas.glow((tip[0] - 22, tip[1] - 22, tip[0] + 22, tip[1] + 22), SPEAKING, 0.8)
        canvas.circle((x - 9 * size, y - 27 * size), 6 * size, SPEAKING if on else MICROPHONE)


def _draw_figure(canvas: Canvas, figure: Figure, speaks: bool) -> None:
    x, y, size = figure.x, figure.y, figure.size
    recede = 0.0 if speaks else 0.38
    skin, hair, clothes, collar = (
        blend(colour, WALL_FOOT, recede) for colour in (figure.skin, figure.hair, figure.clothes, COLLAR)
    )
    if speaks:
        canvas.glow((x - 150 * size, y - 205 * size, x + 150 * size, y + 30 * size), LIGHT, 0.85)
    head = y - 92 * size
    if figure.long_hair:
        canvas.box((x - 31 * size, head - 22 * size, x + 31 * size, head + 40 * size), hair, 24 * size)
    canvas.slice((x - 62 * size, y - 56 * size, x + 62 * size, y + 84 * size), 180, 360, clothes)
    canvas.box((x - 62 * size, y + 13 * size, x + 62 * size, y + 26 * size), clothes)
    canvas.polygon([(x - 17 * size, y - 54 * size), (x + 17 * size, y - 54 * size), (x, y - 18 * size)], collar)
    canvas.box((x - 10 * size, head + 16 * size, x + 10 * size, y - 46 * size), blend(skin, (120, 70, 50), 0.18), 4)
    canvas.circle((x, head - 6 * size), 31 * size, hair)
    canvas.ellipse((x - 26 * size, head - 26 * size, x + 26 * size, head + 34 * size), skin)
    canvas.slice((x - 29 * size, head - 36 * size, x + 29 * size, head + 14 * size), 195, 345, hair)
