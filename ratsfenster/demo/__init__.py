"""The built-in demo: one evening in the council of Mühlenrode, an invented town, spoken by machine voices.

``make_recording`` makes all files but ``script.toml`` from it; they lie in the repository so that nobody needs the voices.
"""

from pathlib import Path

FOLDER = Path(__file__).parent

SCRIPT = FOLDER / "script.toml"
RECORDING = FOLDER / "recording.mp4"
AGENDA = FOLDER / "agenda.json"
REFERENCE = FOLDER / "reference.tsv"
SPEAKERS = FOLDER / "speakers.json"
CORRECTIONS = FOLDER / "corrections.json"

SEARCH_WORD = "Spielplatz"
"""Said in public, understood by the base model, in no corrected stretch."""

NON_PUBLIC_WORD = "Angebot"
"""Said in the non-public part alone: public nowhere."""
