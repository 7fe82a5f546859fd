"""A surface of 1280 by 720 units to draw on, drawn larger than shown so that edges come out smooth."""

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1280, 720
FINENESS = 2
FONTS = ("LiberationSans-{weight}.ttf", "DejaVuSans{dash}.ttf")

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


class PictureError(Exception):
    """A picture cannot be drawn on this machine."""


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """The colour ``share`` (0 to 1) of the way from the first to the second."""
    mixed = [round(a + (b - a) * share) for a, b in zip(first, second, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def curve(start: Point, control: Point, end: Point, steps: int = 40) -> list[Point]:
    """Points along a quadratic Bézier curve, both ends included."""
    points: list[Point] = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        x = a * start[0] + b * control[0] + c * end[0]
        y = a * start[1] + b * control[1] + c * end[1]
        points.append((x, y))
    return points


def font(size: float, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The demo's typeface. Raises PictureError where neither Liberation Sans nor DejaVu Sans is installed."""
    for name in FONTS:
        file = name.format(weight="Bold" if bold else "Regular", dash="-Bold" if bold else "")
        try:
            return ImageFont.truetype(file, round(size * FINENESS))
        except OSError:
            continue
    raise PictureError("neither Liberation Sans nor DejaVu Sans is installed")


class Canvas:
    """A picture in the making. Coordinates are units of the finished picture."""

    def __init__(self, background: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH * FINENESS, HEIGHT * FINENESS), background)
        self._draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self._draw.polygon([self._scaled(point) for point in points], fill=fill)

    def line(self, points: Iterable[Point], fill: Colour, width: float) -> None:
        self._draw.line([self._scaled(point) for point in points], fill, round(width * FINENESS), joint="curve")

    def box(self, box: Box, fill: Colour, radius: float = 0) -> None:
        self._draw.rounded_rectangle(self._scaled_box(box), radius * FINENESS, fill=fill)

    def ellipse(self, box: Box, fill: Colour) -> None:
        self._draw.ellipse(self._scaled_box(box), fill=fill)

    def circle(self, centre: Point, radius: float, fill: Colour) -> None:
        x, y = centre
        self.ellipse((x - radius, y - radius, x + radius, y + radius), fill)

    def slice(self, box: Box, start: float, end: float, fill: Colour) -> None:
        """Part of an ellipse between two angles in degrees, clockwise from three o'clock, closed by a straight line."""
        self._draw.chord(self._scaled_box(box), start, end, fill=fill)

    def shade(self, box: Box, top: Colour, bottom: Colour) -> None:
        """A rectangle running from one colour to another."""
        left, upper, right, lower = self._scaled_box(box)
        height = max(1, round(lower - upper))
        for row in range(height):
            y = round(upper) + row
            self._draw.line([(left, y), (right, y)], blend(top, bottom, row / height))

    def text(self, at: Point, text: str, fill: Colour, size: float, *, bold: bool = False, anchor: str = "ls") -> None:
        self._draw.text(self._scaled(at), text, fill, font(size, bold), anchor=anchor)

    def text_width(self, text: str, size: float, bold: bool = False) -> float:
        return font(size, bold).getlength(text) / FINENESS

    def glow(self, box: Box, colour: Colour, strength: float) -> None:
        """Soft light over an ellipse; ``strength`` from 0 to 1."""
        left, upper, right, lower = (round(edge) for edge in self._scaled_box(box))
        light = Image.new("L", (right - left, lower - upper), 0)
        inset_x, inset_y = light.width // 4, light.height // 4
        inner = (inset_x, inset_y, light.width - inset_x, light.height - inset_y)
        ImageDraw.Draw(light).ellipse(inner, fill=round(255 * strength))
        light = light.filter(ImageFilter.GaussianBlur(min(light.size) / 13))
        self.image.paste(colour, (left, upper), light)

    def paste(self, other: "Canvas", mask: "Canvas") -> None:
        """Take the other picture where the mask is white."""
        self.image.paste(other.image, (0, 0), mask.image.convert("L"))

    def _scaled(self, point: Point) -> Point:
        return point[0] * FINENESS, point[1] * FINENESS

    def _scaled_box(self, box: Box) -> Box:
        left, upper, right, lower = box
        return left * FINENESS, upper * FINENESS, right * FINENESS, lower * FINENESS
