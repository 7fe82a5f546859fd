"""The council chamber of the demo: wall, windows over the town, desks. It grows dark outside while the meeting goes on."""

import math

from ratsfenster.demo.arms import draw_arms
from ratsfenster.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, blend, curve

WALL_TOP: Colour = (243, 240, 232)
WALL_FOOT: Colour = (226, 221, 208)
OAK: Colour = (176, 133, 88)
OAK_LIGHT: Colour = (204, 164, 118)
OAK_DARK: Colour = (122, 88, 56)
FLOOR_TOP: Colour = (146, 138, 128)
FLOOR_FOOT: Colour = (92, 88, 86)
FRAME: Colour = (252, 251, 248)
SKY_DAY: tuple[Colour, Colour] = ((122, 178, 222), (222, 236, 240))
SKY_DUSK: tuple[Colour, Colour] = ((36, 48, 92), (240, 158, 104))
ROOFS_DAY: Colour = (126, 144, 150)
ROOFS_DUSK: Colour = (38, 42, 66)
LAMP: Colour = (255, 214, 128)
CURTAIN: Colour = (128, 30, 46)
CURTAIN_FOLD: Colour = (96, 18, 34)

WINDOWS = (160, 385, 895, 1120)
HALF_WINDOW, WINDOW_HEAD, WINDOW_SILL = 68, 120, 318


def draw_room(evening: float, curtains: bool) -> Canvas:
    """The empty chamber. ``evening`` runs from 0 (daylight) to 1 (dusk); ``curtains`` are drawn when nobody may look in."""
    canvas = Canvas(WALL_TOP)
    canvas.shade((0, 0, WIDTH, 460), WALL_TOP, WALL_FOOT)
    view = _view(evening)
    for middle in WINDOWS:
        _window(canvas, view, middle, curtains)
    _panelling(canvas)
    canvas.shade((0, 452, WIDTH, HEIGHT), FLOOR_TOP, FLOOR_FOOT)
    draw_arms(canvas, (640, 134), 168)
    return canvas


def draw_desks(canvas: Canvas) -> None:
    """The desks, which hide the people behind them from the chest down."""
    for mirror in (-1, 1):
        edge = [(640 + mirror * x, y) for x, y in curve((140, 448), (340, 462), (640, 540))]
        front = [(640 + mirror * x, y) for x, y in curve((640, 636), (340, 536), (140, 510))]
        canvas.polygon([*edge, *front], OAK)
        canvas.line(edge, OAK_LIGHT, 14)
        canvas.line([(x, y + 9) for x, y in edge], OAK_DARK, 3)
    canvas.box((520, 396, 760, 516), OAK, 6)
    canvas.box((508, 386, 772, 402), OAK_LIGHT, 5)
    canvas.box((516, 402, 764, 406), OAK_DARK)
    for left in (540, 644):
        canvas.box((left, 420, left + 96, 500), blend(OAK, OAK_DARK, 0.25), 4)
        canvas.box((left + 4, 424, left + 92, 496), OAK, 3)


def _arch(middle: float, half: float, head: float, sill: float) -> list[Point]:
    angles = [math.pi + math.pi * step / 36 for step in range(37)]
    bow = [(middle + half * math.cos(angle), head + half * math.sin(angle)) for angle in angles]
    return [(middle - half, sill), *bow, (middle + half, sill)]


def _window(canvas: Canvas, view: Canvas, middle: float, curtains: bool) -> None:
    canvas.polygon(_arch(middle, HALF_WINDOW + 12, WINDOW_HEAD, WINDOW_SILL + 8), blend(WALL_FOOT, OAK_DARK, 0.25))
    canvas.polygon(_arch(middle, HALF_WINDOW + 8, WINDOW_HEAD, WINDOW_SILL + 4), FRAME)
    if curtains:
        canvas.polygon(_arch(middle, HALF_WINDOW, WINDOW_HEAD, WINDOW_SILL), CURTAIN)
        for fold in range(-50, 60, 25):
            top = WINDOW_HEAD - math.sqrt(HALF_WINDOW**2 - fold**2) + 4
            canvas.line([(middle + fold, top), (middle + fold, WINDOW_SILL)], CURTAIN_FOLD, 5)
    else:
        mask = Canvas((0, 0, 0))
        mask.polygon(_arch(middle, HALF_WINDOW, WINDOW_HEAD, WINDOW_SILL), (255, 255, 255))
        canvas.paste(view, mask)
        canvas.box((middle - 3, WINDOW_HEAD - HALF_WINDOW, middle + 3, WINDOW_SILL), FRAME)
        for bar in (WINDOW_HEAD, 220):
            canvas.box((middle - HALF_WINDOW, bar - 3, middle + HALF_WINDOW, bar + 3), FRAME)
    canvas.box((middle - 92, WINDOW_SILL, middle + 92, WINDOW_SILL + 12), FRAME, 3)


def _panelling(canvas: Canvas) -> None:
    canvas.box((0, 352, WIDTH, 456), blend(OAK, WALL_FOOT, 0.35))
    canvas.box((0, 346, WIDTH, 356), OAK_LIGHT)
    for left in range(-20, WIDTH, 130):
        canvas.box((left + 8, 368, left + 122, 446), blend(OAK, WALL_FOOT, 0.5), 3)


def _view(evening: float) -> Canvas:
    """The town as it is seen from the chamber."""
    high, low = (blend(day, dusk, evening) for day, dusk in zip(SKY_DAY, SKY_DUSK, strict=True))
    roofs = blend(ROOFS_DAY, ROOFS_DUSK, evening)
    view = Canvas(high)
    view.shade((0, 40, WIDTH, 330), high, low)
    hills = [(float(x), 262 - 16 * math.sin(x / 130) - 8 * math.sin(x / 47)) for x in range(0, WIDTH + 1, 8)]
    view.polygon([*hills, (WIDTH, 330), (0, 330)], blend(roofs, low, 0.55))
    for house in range(34):
        left = house * 38 + (house * 7) % 11
        ridge, eaves = 258 + (house * 13) % 21, 282 + (house * 5) % 9
        view.polygon([(left, eaves), (left + 19, ridge), (left + 38, eaves), (left + 38, 330), (left, 330)], roofs)
        if evening > 0.4 and house % 3:
            view.box((left + 14, eaves + 4, left + 22, eaves + 13), blend(roofs, LAMP, evening))
    _steeple(view, 412, roofs)
    _steeple(view, 1092, blend(roofs, low, 0.2))
    return view


def _steeple(view: Canvas, middle: float, colour: Colour) -> None:
    view.box((middle - 13, 200, middle + 13, 330), colour)
    view.polygon([(middle - 17, 202), (middle, 132), (middle + 17, 202)], colour)
