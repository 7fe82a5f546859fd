"""The larger set-up: what compose.yaml, the Containerfile, the unit and the proxy say is true of this program."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from compose_spec import PyCompose

from council.base.settings import Settings, variable
from council.base.site import Site
from ratsfenster.cli import app
from tests.conftest import PROJECT
from tests.server import free_socket

DEPLOY = PROJECT / "deploy"
SETTINGS = {variable(field) for field in Settings.model_fields}
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "ratsfenster"}


def instruction(name: str) -> list[str]:
    """The arguments of an instruction in JSON form in the Containerfile."""
    (found,) = re.findall(rf"^{name} (\[.*\])$", (PROJECT / "Containerfile").read_text(), re.MULTILINE)
    return list(json.loads(found))


def commands() -> dict[str, list[str]]:
    """Every ``ratsfenster …`` that the set-up runs, by where it stands: its arguments."""
    found = {f"compose: {name}": service["command"] for name, service in OURS.items()}
    found["Containerfile"] = instruction("CMD")
    unit = (DEPLOY / "ratsfenster.service").read_text()
    for line in re.findall(r"^Exec\w+=(.*)$", unit, re.MULTILINE):
        found["unit"] = shlex.split(line)[1:]
    for number, quoted in enumerate(re.findall(r'"ratsfenster ([^"]*)"', unit)):
        found[f"unit, said {number}"] = shlex.split(quoted)
    return found


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"RATSFENSTER_[A-Z_]+", text))


@pytest.mark.parametrize("place", commands())
def test_each_command_is_one_the_program_knows(place: str) -> None:
    name, *arguments = commands()[place]
    known = typer.main.get_command(app)
    assert isinstance(known, typer.core.TyperGroup)
    assert name in known.commands
    known.commands[name].make_context(name, list(arguments))  # raises where an option does not exist


@pytest.mark.parametrize(
    "file",
    ["compose.yaml", "Containerfile", "deploy/ratsfenster.service", "deploy/ratsfenster.env", "deploy/nginx.conf"],
)
def test_each_setting_is_one_the_program_knows(file: str) -> None:
    assert settings_in((PROJECT / file).read_text()) <= SETTINGS


def test_compose_follows_its_specification() -> None:
    compose = PyCompose.from_json(json.dumps(COMPOSE))
    assert {"database", "migrate", "web", "worker", "proxy"} <= set(compose.service_names())


def test_compose_names_only_what_it_has() -> None:
    for name, service in COMPOSE["services"].items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in COMPOSE["services"], name
            if how["condition"] == "service_healthy" and needed not in OURS:
                assert "test" in COMPOSE["services"][needed]["healthcheck"], name
        for network in service["networks"]:
            assert network in COMPOSE["networks"], name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert source == "./deploy/certificates" or (PROJECT / source).exists(), name
            else:
                assert source in COMPOSE["volumes"], name


def test_only_the_proxy_is_believed_and_only_the_proxy_is_reached() -> None:
    proxy = COMPOSE["services"]["proxy"]["networks"]["inside"]["ipv4_address"]
    for service in OURS.values():
        assert service["environment"]["RATSFENSTER_TRUSTED_PROXIES"] == proxy
        assert "ports" not in service
    assert "ports" not in COMPOSE["services"]["database"]
    assert "ports" not in COMPOSE["services"]["search"]
    assert (DEPLOY / "upstream.compose.conf").read_text().splitlines()[-1] == "server web:8000;"
    assert "EXPOSE 8000" in (PROJECT / "Containerfile").read_text()


def test_all_of_ours_search_on_the_server_that_compose_brings_with_the_key_it_was_given() -> None:
    server = COMPOSE["services"]["search"]
    assert re.fullmatch(r"getmeili/meilisearch:v\d+\.\d+", server["image"])
    for service in OURS.values():
        assert service["environment"]["RATSFENSTER_SEARCH_URL"] == "http://search:7700"
        assert service["environment"]["RATSFENSTER_SEARCH_KEY"] == server["environment"]["MEILI_MASTER_KEY"]


def test_the_image_is_built_by_the_same_setup_as_everything_else() -> None:
    text = (PROJECT / "Containerfile").read_text()
    assert "RUN make setup" in text
    assert instruction("ENTRYPOINT") == [".venv/bin/ratsfenster"]
    assert not re.search(r"^USER root", text, re.MULTILINE)


def test_the_unit_is_one_systemd_accepts(tmp_path: Path) -> None:
    if not (program := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "ratsfenster.service"
    text = (DEPLOY / "ratsfenster.service").read_text()
    unit.write_text(text.replace("/srv/ratsfenster/.venv/bin/ratsfenster", shutil.which("true") or "/bin/true"))
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "ratsfenster.service" in line]
    assert complaints == []


def test_the_proxy_is_one_nginx_accepts(tmp_path: Path) -> None:
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not (nginx and openssl):
        pytest.skip("nginx or openssl is not installed")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subject = ["-subj", "/CN=rat.musterstadt.example", "-keyout", str(key), "-out", str(certificate)]
    making = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject]
    subprocess.run(making, check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text()
    text = text.replace("/etc/ssl/ratsfenster", str(tmp_path)).replace("/var/cache/nginx", str(tmp_path))
    text = text.replace("/var/log/nginx", str(tmp_path)).replace(
        "/etc/nginx/ratsfenster-upstream.conf", str(DEPLOY / "upstream.conf")
    )
    whole = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    whole.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}} http {{ {folders} {text} }}")
    done = subprocess.run([nginx, "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_proxy_keeps_what_is_withdrawn_no_longer_than_the_site_allows() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_cache_use_stale off" in text
    assert not re.search(r"^\s*proxy_(cache_valid|ignore_headers|hide_header)", text, re.MULTILINE)
    for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"):
        sets = text.count(f"proxy_set_header {header};")
        assert sets == text.count("proxy_set_header Connection"), "a location that sets one header sets them all"


def test_the_proxy_keeps_no_searches() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    formats = re.findall(r"log_format[^;]*;", text)
    assert len(formats) == 1
    assert "$uri" in formats[0]
    for telling in (
        "$request ",
        '$request"',
        "$request_uri",
        "$args",
        "$query_string",
        "$http_referer",
        "$remote_addr",
    ):
        assert telling not in formats[0], telling
    assert re.search(r"^error_log \S+ crit;", text, re.MULTILINE), "an error's line names the whole request"


@pytest.mark.parametrize(
    "path", ["/mitmachen/markt/fragen", "/en/mitmachen/markt/pruefung", "/mitmachen/markt/quittung", "/code"]
)
def test_the_proxy_writes_no_line_of_who_answers(path: str) -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    (pattern,) = re.findall(r"location ~ (\S+) \{\s*access_log off;\s*proxy_pass", text)
    assert re.search(pattern, path)
    assert not re.search(pattern, "/mitmachen/markt")


# --- the roles, as compose starts them


@contextmanager
def running(role: str, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "ratsfenster", *OURS[role]["command"]]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=PROJECT)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        assert process.stdout is not None
        process.stdout.close()
    assert code in (0, -signal.SIGTERM), f"{role} ended with {code}"


def get(url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers)), timeout=5) as answer:
                return answer.status, answer.headers
        except (ConnectionError, urllib.error.URLError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def free_port() -> int:
    with free_socket() as listening:
        return int(listening.getsockname()[1])


@pytest.mark.db
def test_the_roles_start_and_end_as_compose_runs_them(empty_site: Site) -> None:
    environment = os.environ | {
        "RATSFENSTER_DATA": str(empty_site.settings.data),
        "RATSFENSTER_DATABASE_URL": empty_site.settings.database_url,
        "RATSFENSTER_PORT": str(port := free_port()),
        "RATSFENSTER_URL": "https://rat.musterstadt.example",
    }
    migrating = [sys.executable, "-m", "ratsfenster", *OURS["migrate"]["command"]]
    assert subprocess.run(migrating, env=environment, cwd=PROJECT, check=False).returncode == 0
    with running("web", environment), running("worker", environment) as worker:
        status, headers = get(f"http://127.0.0.1:{port}/healthz", {"X-Forwarded-Proto": "https"})
        assert status == 200
        assert "Strict-Transport-Security" in headers
        assert worker.stdout is not None
        assert worker.stdout.readline()
    with socket.socket() as probing:
        assert probing.connect_ex(("127.0.0.1", port)) != 0
