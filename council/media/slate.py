"""The slate that stands where a recording is not public: draws ``static/img/slate.png``.

    python -m council.media.slate

Needs Pillow and the DejaVu fonts; run only when the picture changes, the result is part of the project.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SLATE = Path(__file__).resolve().parents[2] / "static" / "img" / "slate.png"
SIZE = (1920, 1080)
GROUND, LINE, BRIGHT, MUTED = (23, 33, 46), (74, 98, 124), (236, 241, 246), (158, 174, 190)
FONT, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
TEXTS = (
    ("Dieser Abschnitt ist nicht öffentlich", BOLD, 72, 500, BRIGHT),
    ("This part is not public", FONT, 40, 610, MUTED),
)


def draw() -> Image.Image:
    """The slate as a picture: calm, dark, readable on a phone."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    middle = SIZE[0] // 2
    pen.rounded_rectangle((middle - 46, 300, middle + 46, 372), radius=10, fill=LINE)
    pen.arc((middle - 30, 246, middle + 30, 356), 180, 360, fill=LINE, width=12)
    for text, font, size, top, colour in TEXTS:
        pen.text((middle, top), text, font=ImageFont.truetype(font, size), fill=colour, anchor="mm")
    return picture


def main() -> None:
    """Write the picture with a small palette."""
    SLATE.parent.mkdir(parents=True, exist_ok=True)
    draw().quantize(32).save(SLATE, optimize=True)


if __name__ == "__main__":
    main()
