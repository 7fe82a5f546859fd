"""The site's own files, and what is vendored with them."""

import base64
import hashlib
import json
import posixpath
import re

import pytest

from council.base import assets

VENDOR = assets.FOLDER / "vendor"


@pytest.fixture(scope="module")
def manifest():
    return json.loads((VENDOR / "manifest.json").read_text())["files"]


def test_every_vendored_file_is_in_the_manifest_with_its_true_hash(manifest):
    listed = {entry["file"]: entry["sha384"] for entry in manifest}
    found = {
        path.relative_to(VENDOR).as_posix(): "sha384-"
        + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert listed == found


def test_every_vendored_package_has_a_version_a_licence_and_its_text(manifest):
    for entry in manifest:
        assert all(entry[key] for key in ("name", "version", "licence"))
    with_text = {entry["name"] for entry in manifest if "LICENSE" in entry["file"]}
    assert with_text == {entry["name"] for entry in manifest}


def test_a_file_is_kept_for_ever_under_its_address(client):
    answer = client.get(assets.load().address("css/site.css"))
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def test_an_outdated_address_gives_the_present_file_and_is_not_kept(client):
    answer = client.get("/static/000000000000/css/site.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../pyproject.toml", "..%2fpyproject.toml", "css", "missing.css", ""])
def test_nothing_else_is_served(client, path):
    assert client.get(f"/static/x/{path}").status_code == 404


def test_a_wrong_name_in_a_template_is_found_at_once():
    with pytest.raises(KeyError, match=r"no such file in static/: css/nowhere\.css"):
        assets.load().address("css/nowhere.css")


def test_modules_and_fonts_have_the_types_browsers_insist_on():
    files = assets.load().files
    assert {files[name].media_type for name in files if name.endswith((".js", ".mjs"))} == {"text/javascript"}
    assert {files[name].media_type for name in files if name.endswith(".woff2")} == {"font/woff2"}


def test_nothing_is_loaded_from_elsewhere():
    files = assets.load().files
    for name, asset in files.items():
        if name.endswith(".css"):
            addresses = re.findall(rb"url\(\s*['\"]?([^'\")]+)", asset.content)
            beside = {posixpath.relpath(file, posixpath.dirname(name)).encode() for file in files}
            inside = (b"data:", b"../", b"#", b"%23")
            assert not [one for one in addresses if not one.startswith(inside) and one not in beside], name
            assert b"@import" not in asset.content, name
