"""The public form of a recording: its masters one after another, with slate and silence over what is cut.

Untouched segments are hard links to the masters'; only touched ones are made anew, from the original.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from council.media import downloads, fragments, keeping, pictures, renditions
from council.media.errors import OtherCutsError, disk_errors
from council.media.ffmpeg import Cancelled, Progress, never, silent
from council.media.pieces import SLATE, Original, Piece, Workshop
from council.media.playlists import Entry, Variant, master_playlist, media_playlist
from council.media.renditions import Rendition
from council.media.stretches import Stretch, Treatment, stretches
from council.media.timeline import Range, merged, shifted
from council.media.tracks import Probe

NAMES = ("main", "low", "audio")
MASTER = "master.m3u8"
STATE = ".state"
MEASURED = "composition.json"
POSTER = "poster.jpg"
END_MS = 100
AFTERMATH_MS = 10_000


@dataclass(frozen=True)
class Source:
    """One file of a recording, and the folder of its masters."""

    original: Path
    probe: Probe
    masters: Path


@dataclass(frozen=True)
class Composition:
    """What there is in a public folder: names of renditions and files, and the length of the whole."""

    duration_ms: int
    renditions: tuple[str, ...]
    files: tuple[str, ...]


def compose(
    sources: Sequence[Source],
    cuts: Sequence[Range],
    folder: Path,
    *,
    slate: Path = SLATE,
    joined: bool = True,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Composition:
    """Fill a public folder from what masters there are; call it again with the same arguments when there are more.

    ``cuts`` are ranges in ms on the recording's time line, in which the sources follow one another by their probed durations. A folder
    belongs to one list of cuts: with another one OtherCutsError is raised, and nothing is written. ``joined`` says whether files to
    download are made, which unlike all else are not linked but written. Raises MediaError.
    """
    hidden = merged(cuts)
    with disk_errors():
        folder.mkdir(parents=True, exist_ok=True)
        _claim(folder, sources, hidden)
        names = [name for name in NAMES if all(renditions.is_there(source.masters / name) for source in sources)]
        for done, name in enumerate(names):
            progress(done / (len(names) + 1))
            _compose_rendition(sources, hidden, folder, name, slate, joined, cancelled)
        progress(len(names) / (len(names) + 1))
        downloads.add(folder, names, cancelled)
        _compose_pictures(sources, hidden, folder, slate)
        _write_master(folder, names)
    progress(1.0)
    files = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return Composition(sum(source.probe.duration_ms for source in sources), tuple(names), tuple(files))


def _claim(folder: Path, sources: Sequence[Source], cuts: Sequence[Range]) -> None:
    """Refuse a folder that was composed from other cuts or files. A digest alone is kept, since the folder is public."""
    facts = [list(cuts), [[source.original.name, source.probe.duration_ms] for source in sources]]
    state = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    path = folder / STATE
    if not path.exists():
        keeping.keep_text(path, state)
    elif path.read_text() != state:
        raise OtherCutsError("this folder belongs to another list of cuts: every publishing needs a new one")


def _compose_rendition(
    sources: Sequence[Source],
    cuts: Sequence[Range],
    folder: Path,
    name: str,
    slate: Path,
    joined: bool,
    cancelled: Cancelled,
) -> None:
    def build(part: Path) -> None:
        entries: list[Entry] = []
        parts: list[downloads.Part] = []
        offset_ms = 0
        for number, source in enumerate(sources, start=1):
            duration_ms = source.probe.duration_ms
            local = _to_the_end(shifted(cuts, offset_ms, duration_ms), duration_ms)
            added = _Composer(source, name, number, part, local, slate, cancelled).entries(duration_ms * 1000)
            entries += added
            parts += [downloads.Part(entry.init, entry.uri, offset_ms) for entry in added]
            offset_ms += duration_ms
        (part / renditions.PLAYLIST).write_text(media_playlist(entries))
        (part / MEASURED).write_text(json.dumps(_measured(sources[0], name, part, entries)))
        if joined:
            downloads.join(name, part, parts, part / downloads.JOINED, cancelled)

    renditions.make(folder / name, build, complete=_is_composed, cancelled=cancelled)


def _to_the_end(cuts: list[Range], duration_ms: int) -> list[Range]:
    """Cuts that reach the probed end reach the end of every rendition, which may lie some packets later."""
    return [(start, end + AFTERMATH_MS if end > duration_ms - END_MS else end) for start, end in cuts]


class _Composer:
    """Lays one rendition of one source into the public folder."""

    def __init__(
        self, source: Source, name: str, number: int, part: Path, cuts: list[Range], slate: Path, cancelled: Cancelled
    ) -> None:
        found = renditions.load(source.masters / name)
        assert found is not None
        self.rendition: Rendition = found
        self.master = source.masters / name
        self.prefix, self.part, self.cuts = f"{number}-", part, cuts
        self.scratch = part / "scratch"
        original = Original(source.original, source.probe)
        self.workshop = Workshop(original, found.picture, found.tone, self.scratch, slate, cancelled)

    def entries(self, duration_us: int) -> list[Entry]:
        """All segments of this source, written or linked."""
        self.scratch.mkdir()
        result: list[Entry] = []
        for number, stretch in enumerate(stretches(self.rendition, self.cuts, duration_us)):
            if stretch.treatment is Treatment.KEEP:
                result += self._kept(stretch)
            elif stretch.treatment is Treatment.EDIT:
                result += self._written(number, self.workshop.edited(stretch, self.cuts))
            else:
                result += self._written(number, self.workshop.slate(stretch))
        shutil.rmtree(self.scratch)
        return result

    def _kept(self, stretch: Stretch) -> list[Entry]:
        init = f"{self.prefix}init.mp4"
        if not (self.part / init).exists():
            _link(self.master / renditions.INIT, self.part / init)
        result = []
        for number in range(stretch.begin, stretch.end):
            segment = self.rendition.segments[number]
            uri = f"{self.prefix}{segment.name}"
            _link(self.master / segment.name, self.part / uri)
            end_us = self.rendition.segments[number + 1].start_us if number + 1 < stretch.end else stretch.end_us
            result.append(Entry(uri, end_us - segment.start_us, init, discontinuity=number == stretch.begin))
        return result

    def _written(self, number: int, piece: Piece) -> list[Entry]:
        init = f"{self.prefix}p{number:04d}-init.mp4"
        (self.part / init).write_bytes(piece.init)
        result = []
        for place, (content, length_us) in enumerate(piece.segments):
            uri = f"{self.prefix}p{number:04d}-{place:05d}.m4s"
            (self.part / uri).write_bytes(content)
            result.append(Entry(uri, length_us, init, discontinuity=place == 0))
        return result


def _link(source: Path, target: Path) -> None:
    """A hard link, or a copy where the folders lie on different file systems."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _measured(first: Source, name: str, part: Path, entries: Sequence[Entry]) -> dict[str, object]:
    """What the master playlist says of a rendition."""
    rendition = renditions.load(first.masters / name)
    assert rendition is not None
    sizes = [(part / entry.uri).stat().st_size * 8 for entry in entries]
    rates = [size * 1_000_000 // max(500_000, entry.duration_us) for size, entry in zip(sizes, entries, strict=True)]
    seconds = sum(entry.duration_us for entry in entries) / 1_000_000
    known = fragments.tracks((first.masters / name / renditions.INIT).read_bytes())
    picture = rendition.picture
    return {
        "uri": f"{name}/{renditions.PLAYLIST}",
        "bandwidth": max(rates, default=1),
        "average": round(sum(sizes) / max(1.0, seconds)),
        "codecs": ",".join(track.codec for track in known),
        "width": picture.width if picture else 0,
        "height": picture.height if picture else 0,
        "fps": float(Fraction(picture.fps)) if picture else 0.0,
    }


def _variant(folder: Path) -> Variant:
    return Variant(**json.loads((folder / MEASURED).read_text()))


def _is_composed(folder: Path) -> bool:
    try:
        _variant(folder)
    except (FileNotFoundError, ValueError, TypeError):
        return False
    return True


def _write_master(folder: Path, names: Sequence[str]) -> None:
    variants = [_variant(folder / name) for name in names]
    if variants:
        keeping.keep_text(folder / MASTER, master_playlist(variants))


def _compose_pictures(sources: Sequence[Source], cuts: Sequence[Range], folder: Path, slate: Path) -> None:
    """Poster and thumbnails, once all sources with pictures have theirs."""
    filmed = [source for source in sources if source.probe.video is not None]
    if not filmed or (folder / "thumbs.vtt").exists() or not all((s.masters / "pictures").exists() for s in filmed):
        return
    thumbs: dict[int, Path] = {}
    posters: dict[int, Path] = {}
    offset_ms = 0
    for source in sources:
        for name, found in (("thumbs", thumbs), ("posters", posters)):
            found.update({offset_ms + t: path for t, path in pictures.taken(source.masters / "pictures", name).items()})
        offset_ms += source.probe.duration_ms
    cues = pictures.thumbnail_cues(list(thumbs), cuts, offset_ms)
    poster = pictures.best_poster(posters, cuts)

    def build(part: Path) -> None:
        for moment in {picture for _, _, picture in cues if picture is not None}:
            _link(thumbs[moment], part / f"{moment:09d}.jpg")
        downloads.scaled(slate, part / "slate.jpg", pictures.THUMB_WIDTH)
        if poster is not None:
            _link(poster, part / POSTER)
        else:
            downloads.scaled(slate, part / POSTER, pictures.POSTER_WIDTH)

    renditions.make(folder / "thumbs", build)
    with contextlib.suppress(FileNotFoundError):  # it was moved already, by one that was killed then
        (folder / "thumbs" / POSTER).replace(folder / POSTER)
    keeping.keep_text(folder / "thumbs.vtt", pictures.cues_as_vtt(cues))  # says that all the others are there
