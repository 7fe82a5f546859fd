"""The coat of arms of the invented town: a mill wheel over a brook."""

import math

from ratsfenster.demo.canvas import Canvas, Colour, Point, curve

BLUE: Colour = (28, 84, 138)
GOLD: Colour = (240, 190, 72)
WHITE: Colour = (250, 250, 247)
RIM: Colour = (120, 98, 62)


def draw_arms(canvas: Canvas, centre: Point, height: float) -> None:
    """Draw the arms with their middle at ``centre``."""
    canvas.polygon(_shield(centre, height * 1.07), RIM)
    canvas.polygon(_shield(centre, height * 1.03), WHITE)
    canvas.polygon(_shield(centre, height), BLUE)
    _brook(canvas, centre, height)
    _wheel(canvas, (centre[0], centre[1] - height * 0.12), height * 0.24)


def _shield(centre: Point, height: float) -> list[Point]:
    x, y = centre
    half, top, foot = height * 0.42, y - height / 2, y + height / 2
    right = curve((x + half, y), (x + half * 0.98, y + height * 0.36), (x, foot))
    left = curve((x, foot), (x - half * 0.98, y + height * 0.36), (x - half, y))
    return [(x - half, top), (x + half, top), *right, *left]


def _brook(canvas: Canvas, centre: Point, height: float) -> None:
    x, y = centre
    for below, reach in ((0.22, 0.33), (0.32, 0.24)):
        steps = [step / 40 for step in range(-40, 41)]
        wave = [(x + s * reach * height, y + below * height + math.sin(s * reach * 30) * height * 0.018) for s in steps]
        canvas.line(wave, WHITE, height * 0.045)


def _wheel(canvas: Canvas, centre: Point, radius: float) -> None:
    x, y = centre
    for spoke in range(8):
        angle = math.pi * spoke / 4 + math.pi / 8
        outer = (x + math.cos(angle) * radius * 1.2, y + math.sin(angle) * radius * 1.2)
        canvas.line([(x, y), outer], GOLD, radius * 0.15)
    canvas.circle(centre, radius, GOLD)
    canvas.circle(centre, radius * 0.78, BLUE)
    for spoke in range(8):
        angle = math.pi * spoke / 4 + math.pi / 8
        rim = (x + math.cos(angle) * radius * 0.85, y + math.sin(angle) * radius * 0.85)
        canvas.line([(x, y), rim], GOLD, radius * 0.13)
    canvas.circle(centre, radius * 0.26, GOLD)
    canvas.circle(centre, radius * 0.1, BLUE)
