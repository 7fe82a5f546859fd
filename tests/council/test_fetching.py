"""Fetching from foreign servers: real ones on this machine that hang, drip, redirect and never end."""

import gzip
import itertools
import json
import resource
import socket
import ssl
import threading
import time

import pytest

from council.fetching import Fetcher, FetchError, LimitReachedError, Limits
from tests.council.foreign_server import answer, behaving

HERE = frozenset({"ratsinfo.example"})
USUAL = Limits()
QUICK = Limits(request_s=0.3)  # where the server is to be given up


def to_this_machine(host, port):
    return ["127.0.0.1"]


def fetcher(trusted=HERE, resolver=to_this_machine, limits=USUAL, **options):
    return Fetcher(trusted, resolver=resolver, limits=limits, **options)


def sends(data):
    return lambda connection, _: connection.sendall(data)


def test_what_lies_at_an_address_is_fetched():
    with behaving(sends(answer(b'{"name": "Stadtrat"}'))) as server:
        assert fetcher().json(server.url("/oparl/1?x=ä")) == {"name": "Stadtrat"}
    assert server.asked == ["GET /oparl/1?x=%C3%A4 HTTP/1.1"]
    assert f"Host: ratsinfo.example:{server.port}\r\n" in server.heads[0]


def test_what_is_packed_is_unpacked():
    with behaving(sends(answer(gzip.compress(b"[1]"), "Content-Encoding: gzip"))) as server:
        assert fetcher().json(server.url()) == [1]


def test_a_redirect_is_followed_and_relative_to_where_it_comes_from():
    def lead(connection, path):
        connection.sendall(answer(b"2") if path == "/b/c" else answer(b"", "Location: c", status="302 Found"))

    with behaving(lead) as server:
        assert fetcher().json(server.url("/b/a")) == 2


@pytest.mark.parametrize(
    "url",
    [
        "", "ratsinfo.example", "file:///etc/passwd", "ftp://ratsinfo.example/", "gopher://ratsinfo.example/", "https://",
        "https://clerk:geheim@ratsinfo.example/", "https://clerk@ratsinfo.example/", "http://ratsinfo.example:99999/", "http://[::1",
        "http://ratsinfo.example/\r\nX: y", "http://rats info.example/", "http://ratsinfo.example/" + "a" * 2000,
        "http://" + "a" * 70 + ".example/", "http://ratsinfo.example:0/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused_without_asking_anybody(url):
    def nobody(host, port):
        raise AssertionError("asked for a name")

    with pytest.raises(FetchError, match="keine Adresse"):
        fetcher(resolver=nobody).content(url)


def test_an_answer_that_breaks_off_is_none():
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n[1]"
    with behaving(sends(half)) as server, pytest.raises(FetchError, match="nicht erreichbar"):
        fetcher().content(server.url())


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.1.2.3", "169.254.169.254", "64:ff9b::7f00:1"]
)
def test_a_name_of_the_private_network_is_refused(address):
    with behaving(sends(answer(b"1"))) as server, pytest.raises(FetchError, match="privaten Netz"):
        fetcher(frozenset(), lambda host, port: [address]).content("http://ratsinfo.example/")
    assert not server.asked


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(FetchError, match="privaten Netz"):
        fetcher(frozenset(), lambda host, port: ["8.8.8.8", "127.0.0.1"]).content("http://ratsinfo.example/")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://localhost/"]
)
def test_however_this_machine_is_written_it_is_refused(url):
    with pytest.raises(FetchError, match=r"privaten Netz|nicht erreichbar"):
        Fetcher(limits=QUICK).content(url)


def test_a_redirect_to_this_machine_is_refused():
    with behaving(sends(answer(b"secret"))) as inside:
        there = answer(b"", f"Location: {inside.url(host='127.0.0.1')}", status="302 Found")
        with behaving(sends(there)) as server, pytest.raises(FetchError, match=r"Anschluss|privaten Netz"):
            fetcher().content(server.url())
        there = answer(b"", "Location: http://127.0.0.1/", status="307 Temporary Redirect")
        with behaving(sends(there)) as server, pytest.raises(FetchError, match="privaten Netz"):
            fetcher().content(server.url())
    assert not inside.asked


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address(monkeypatch):
    """A name that resolves to a public address when it is checked and to this machine when it is used gains nothing."""
    answers = itertools.chain([["8.8.8.8"]], itertools.repeat(["127.0.0.1"]))
    connected = []

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="nicht erreichbar"):
        fetcher(frozenset(), lambda host, port: next(answers)).content("http://ratsinfo.example/")
    assert connected == [("8.8.8.8", 80)]


def test_other_ports_are_for_trusted_names_only():
    with pytest.raises(FetchError, match="Anschluss 8080"):
        fetcher(frozenset()).content("http://ratsinfo.example:8080/")
    with pytest.raises(FetchError, match="Anschluss 80 "):
        fetcher(frozenset()).content("https://ratsinfo.example:80/")


def test_over_tls_the_certificate_must_be_for_the_name_though_the_address_is_dialled():
    named = []

    class Tls(ssl.SSLContext):
        def wrap_socket(self, connection, server_hostname):
            named.append((connection.getpeername()[0], server_hostname))
            raise ssl.SSLCertVerificationError("self-signed")

    with behaving(sends(b"")) as server, pytest.raises(FetchError, match="Zertifikat"):
        fetcher(tls=Tls(ssl.PROTOCOL_TLS_CLIENT)).content(f"https://ratsinfo.example:{server.port}/")
    assert named == [("127.0.0.1", "ratsinfo.example")]
    context = Fetcher()._tls
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED


def in_time(server, limits=QUICK, **options):
    begun = time.monotonic()
    with pytest.raises(FetchError, match="nicht rechtzeitig"):
        fetcher(limits=limits, **options).content(server.url())
    assert time.monotonic() - begun < 5  # a busy machine; each of these servers goes on for ten seconds and more


def drip(connection, before=b""):
    connection.sendall(before)
    for _ in range(200):
        connection.sendall(b"a")
        time.sleep(0.05)


def test_a_server_that_hangs_is_given_up():
    with behaving(lambda connection, _: connection.recv(1)) as server:
        in_time(server)


def test_a_server_that_drips_its_head_is_given_up():
    with behaving(lambda connection, _: drip(connection, b"HTTP/1.1 200 OK\r\nX: ")) as server:
        in_time(server)


def test_a_server_that_drips_its_body_is_given_up():
    with behaving(lambda connection, _: drip(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")) as server:
        in_time(server)


def test_a_server_that_never_comes_to_the_answer_is_given_up():
    def announce(connection, _):
        for _ in range(500):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.02)

    with behaving(announce) as server:
        in_time(server)


def test_a_name_that_is_resolved_too_slowly_is_given_up():
    over = threading.Event()

    def slow(host, port):
        over.wait(10)
        return ["127.0.0.1"]

    with behaving(sends(answer(b"1"))) as server:
        in_time(server, resolver=slow)
    over.set()


def test_redirects_share_the_time_of_their_request():
    def slowly(connection, _):
        time.sleep(0.25)
        connection.sendall(answer(b"", "Location: /", status="302 Found"))

    with behaving(slowly) as server:
        in_time(server, limits=Limits(request_s=0.6, redirects=50))


def test_a_server_that_leads_in_circles_is_given_up():
    circle = answer(b"", "Location: /", status="302 Found")
    with behaving(sends(circle)) as server, pytest.raises(FetchError, match="leitet immer weiter"):
        fetcher().content(server.url())
    assert len(server.asked) == 4


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def test_a_server_that_sends_a_gigabyte_is_cut_off_early():
    sent = []

    def pour(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b" " * 1_000_000)
            sent.append(1)

    before = peak_mb()
    with behaving(pour) as server, pytest.raises(FetchError, match="mehr als 5 MB"):
        fetcher().content(server.url())
    assert len(sent) < 100
    assert peak_mb() - before < 60


def test_a_gigabyte_packed_small_is_cut_off_early():
    bomb = gzip.compress(bytes(300_000_000), compresslevel=1)
    before = peak_mb()
    with (
        behaving(sends(answer(bomb, "Content-Encoding: gzip"))) as server,
        pytest.raises(FetchError, match="mehr als 5 MB"),
    ):
        fetcher().content(server.url())
    assert peak_mb() - before < 60


def test_endless_heads_are_cut_off():
    def heads(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(b"X-%d: y\r\n" % number)

    with behaving(heads) as server, pytest.raises(FetchError, match="nicht verständlich"):
        fetcher().content(server.url())


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", "nicht verständlich"),
        (b"SSH-2.0-OpenSSH\r\n", "nicht verständlich"),
        (answer(b"x", status="404 Not Found"), "Fehler 404"),
        (answer(b"x", status="304 Not Modified"), "Fehler 304"),
        (answer(b"x", status="302 Found"), "Fehler 302"),
        (answer(b"nicht gepackt", "Content-Encoding: gzip"), "nicht verständlich"),
        (answer(gzip.compress(b"[1, 2]", mtime=0)[:-9], "Content-Encoding: gzip"), "nicht verständlich"),
        (answer(b"x", "Content-Encoding: br"), "nicht verständlich"),
        (answer(b"<html>"), "kein lesbares JSON"),
        (answer(b'{"a": 1'), "kein lesbares JSON"),
        (answer(b"\xff\xfe\xfa"), "kein lesbares JSON"),
        (answer(b"[" * 100_000), "kein lesbares JSON"),
    ],
)
def test_what_cannot_be_understood_is_told(sent, told):
    with behaving(sends(sent)) as server, pytest.raises(FetchError, match=told):
        fetcher().json(server.url())


def test_an_import_has_so_many_requests_and_no_more():
    with behaving(sends(answer(json.dumps([1]).encode()))) as server:
        asking = fetcher(limits=Limits(requests=3))
        for _ in range(3):
            asking.json(server.url())
        with pytest.raises(LimitReachedError, match="zu viele Abfragen"):
            asking.json(server.url())
    assert len(server.asked) == 3


def test_an_import_has_so_many_bytes_and_no_more():
    packed = answer(gzip.compress(b" " * 600 + b"1"), "Content-Encoding: gzip")
    with behaving(sends(packed)) as server:
        asking = fetcher(limits=Limits(whole=1500))
        assert [asking.json(server.url()), asking.json(server.url())] == [1, 1]
        with pytest.raises(LimitReachedError):
            asking.json(server.url())
        with pytest.raises(LimitReachedError):
            asking.json(server.url())
    assert len(server.asked) == 3


def test_megabytes_of_nothing_are_not_made_into_objects():
    empty = b"[" + b"{}," * 1_600_000 + b"{}]"
    before = peak_mb()
    with behaving(sends(answer(empty))) as server, pytest.raises(LimitReachedError):
        fetcher(limits=Limits()).json(server.url())
    assert peak_mb() - before < 60


def test_where_one_object_is_expected_less_is_taken():
    with behaving(sends(answer(b" " * 1_000_000 + b"1"))) as server:
        assert fetcher(limits=Limits()).json(server.url()) == 1
        with pytest.raises(FetchError, match="mehr als 1 MB"):
            fetcher(limits=Limits()).json_object(server.url())


def test_a_foreign_server_leads_nobody_into_the_private_network():
    with behaving(sends(answer(b"1"))) as inside:
        asking = fetcher()
        assert asking.json(inside.url()) == 1
        with pytest.raises(FetchError, match="privaten Netz"):
            asking.json("http://foreign.example/")
        with pytest.raises(FetchError, match="Anschluss"):
            asking.json(inside.url())
    assert len(inside.asked) == 1


def test_an_import_has_so_much_time_and_no_more():
    now = [0.0]
    with behaving(sends(answer(b"1"))) as server:
        asking = fetcher(tick=lambda: now[0])
        assert asking.json(server.url()) == 1
        now[0] = 61
        with pytest.raises(LimitReachedError):
            asking.json(server.url())


def test_nobody_listening_is_told():
    with behaving(sends(b"")) as server:
        url = server.url()
    with pytest.raises(FetchError, match="nicht erreichbar"):
        fetcher().content(url)
