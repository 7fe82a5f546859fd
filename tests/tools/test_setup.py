"""Setting up: each step once, and a clear word where one fails."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from participation.results import printing
from tests.conftest import PROJECT
from tools.setup import PDF_LIBRARIES, Setup, SetupError, main


class Machine:
    """A machine that notes what it is told to run. ``fails`` holds words of commands that fail."""

    def __init__(self, root: Path) -> None:
        self.root, self.ran, self.said = root, list[str](), list[str]()
        self.fails: set[str] = set()
        self.programs = {"ffmpeg", "chromium", "initdb", "espeak-ng"}
        self.packages = set(PDF_LIBRARIES.values())
        self.root_user = False
        self.environment: dict[str, str] = {}
        (root / "requirements").mkdir()
        for part in ("lock.txt", "tests.txt", "ffmpeg.txt", "weights.txt"):
            (root / "requirements" / part).write_text(part)
        (root / "pyproject.toml").touch()

    def run(self, command: Sequence[str]) -> int:
        line = " ".join(command)
        self.ran.append(line)
        if any(word in line for word in self.fails):
            return 1
        if " venv " in line:
            self._make(".venv/bin/python")
        if " -e " in line:
            self._make(".venv/bin/ratsfenster")
        if "search.lexicon" in line:
            self._make(f"{line.split()[-1]}/german-words-1.marisa")
        if "transcription.weights" in line:
            self._make("models/base/model.bin")
        if "apt-get install" in line:
            self.programs |= set(command)
            self.packages |= set(command)
        return 0

    def _make(self, name: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).touch()

    def set_up(self, *, tests: bool = False) -> list[str]:
        """Set up; gives back what was run."""
        self.ran.clear()
        which = {name: f"/usr/bin/{name}" for name in (*self.programs, "apt-get")}.get
        setup = Setup(self.root, self.environment, self.run, which, self.root_user, self.said.append, self.loads)
        setup.everything(tests=tests)
        return list(self.ran)

    def loads(self, library: str) -> bool:
        return PDF_LIBRARIES[library] in self.packages

    def ran_with(self, word: str) -> bool:
        return any(word in line for line in self.ran)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_fresh_machine_is_set_up_in_order(machine: Machine) -> None:
    ran = machine.set_up()
    wanted = [
        "-m venv",
        "--require-hashes --only-binary :all: -r",
        "-e ",
        "search.lexicon",
        "weights.txt",
        "transcription.weights",
    ]
    assert [word for line, word in zip(ran, wanted, strict=True) if word in line] == wanted


def test_the_second_time_nothing_is_left_to_do(machine: Machine) -> None:
    machine.set_up(tests=True)
    assert machine.set_up(tests=True) == []


def test_a_renewed_lock_is_installed(machine: Machine) -> None:
    machine.set_up()
    (machine.root / "requirements" / "lock.txt").write_text("newer")
    assert len(machine.set_up()) == 2
    assert machine.ran_with("lock.txt")
    assert machine.ran_with("search.lexicon"), "the word list comes from one of its packages"


def test_what_failed_halfway_is_tried_again(machine: Machine) -> None:
    machine.fails = {"lock.txt"}
    with pytest.raises(SetupError, match=r"requirements/lock\.txt"):
        machine.set_up()
    machine.fails = set()
    assert any("lock.txt" in line for line in machine.set_up())


def test_without_venv_it_says_what_to_install(machine: Machine) -> None:
    machine.fails = {"-m venv"}
    with pytest.raises(SetupError, match="python3-venv"):
        machine.set_up()
    assert not (machine.root / ".venv").exists()


def test_ffmpeg_comes_from_a_wheel_where_the_system_has_none(machine: Machine) -> None:
    machine.set_up()
    assert not machine.ran_with("ffmpeg.txt")
    machine.programs.remove("ffmpeg")
    machine.set_up()
    assert machine.ran_with("ffmpeg.txt")


def test_an_ffmpeg_that_is_named_is_taken(machine: Machine) -> None:
    machine.programs.remove("ffmpeg")
    machine.environment = {"RATSFENSTER_FFMPEG": "/opt/ffmpeg"}
    machine.set_up()
    assert not machine.ran_with("ffmpeg.txt")


def test_where_the_weights_are_gone_it_says_how_to_go_on(machine: Machine) -> None:
    machine.fails = {"weights.txt"}
    with pytest.raises(SetupError, match=r"make setup RATSFENSTER_MODEL=/path"):
        machine.set_up()
    folder = machine.root / "elsewhere" / "base"
    folder.mkdir(parents=True)
    (folder / "model.bin").touch()
    machine.environment = {"RATSFENSTER_MODEL": str(folder)}
    machine.set_up()
    assert not machine.ran_with("weights")


def test_without_the_word_list_it_is_not_set_up(machine: Machine) -> None:
    machine.fails = {"search.lexicon"}
    with pytest.raises(SetupError, match="word list"):
        machine.set_up()
    machine.fails = set()
    assert any("search.lexicon" in line for line in machine.set_up())


def test_a_model_that_is_not_there_is_named(machine: Machine) -> None:
    machine.environment = {"RATSFENSTER_MODEL": "/no/such/model"}
    with pytest.raises(SetupError, match="/no/such/model"):
        machine.set_up()


def test_the_models_folder_can_lie_elsewhere(machine: Machine, tmp_path: Path) -> None:
    models = tmp_path / "elsewhere"
    machine.environment = {"RATSFENSTER_MODELS": str(models)}
    machine.set_up()
    assert machine.ran_with(f"--target {models}/base")
    assert machine.ran_with(f"search.lexicon {models}")


def test_project_folders_that_share_a_models_folder_make_the_words_once(machine: Machine, tmp_path: Path) -> None:
    machine.environment = {"RATSFENSTER_MODELS": str(tmp_path / "shared")}
    machine.set_up()
    (tmp_path / "other").mkdir()
    other = Machine(tmp_path / "other")
    other.environment = machine.environment
    assert not any("search.lexicon" in line for line in other.set_up())
    (other.root / "requirements" / "lock.txt").write_text("other versions")
    assert any("search.lexicon" in line for line in other.set_up())


def test_libraries_for_pdf_files_are_installed_by_root(machine: Machine) -> None:
    machine.packages.clear()
    machine.root_user = True
    machine.set_up()
    assert machine.ran_with("apt-get install")
    assert machine.ran_with("libpango-1.0-0 libpangoft2-1.0-0")
    assert not any("apt-get" in line for line in machine.set_up()), "they are there now"


def test_others_are_told_of_them_and_go_on(machine: Machine) -> None:
    machine.packages.remove("libharfbuzz-subset0")
    machine.set_up()
    assert not machine.ran_with("apt-get")
    assert any("apt-get install libharfbuzz-subset0" in line for line in machine.said)
    assert machine.ran_with("weights.txt")


def test_the_program_looks_for_the_same_libraries() -> None:
    assert dict(printing.LIBRARIES) == PDF_LIBRARIES


def test_as_root_missing_test_programs_are_installed(machine: Machine) -> None:
    machine.programs -= {"chromium", "espeak-ng"}
    machine.root_user = True
    machine.set_up(tests=True)
    assert machine.ran_with("chromium espeak-ng")


def test_else_they_are_named(machine: Machine) -> None:
    machine.programs -= {"chromium", "espeak-ng"}
    machine.set_up(tests=True)
    assert not machine.ran_with("apt-get")
    assert "apt-get install chromium espeak-ng" in machine.said[-1]


def test_tests_are_no_part_of_the_plain_setup(machine: Machine) -> None:
    machine.programs.remove("chromium")
    machine.root_user = True
    machine.set_up()
    assert not machine.ran_with("tests.txt")
    assert not machine.ran_with("apt-get")


def test_an_old_python_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert main([]) == 1
    assert "Python 3.11 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_ci_runs_make_test_and_nothing_else() -> None:
    run = PROJECT / ".ci" / "run"
    lines = [line for line in run.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[-1] == "exec make test"
    assert run.stat().st_mode & 0o111
