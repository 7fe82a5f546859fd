"""Mail: what it looks like, what is no address, and that one connection carries many."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from council.base import mail
from council.base.mail import Mail, Mailer, MailError, Server, ServerError
from tests.postbox import Postbox, open_postbox

NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)
SENDER = "Stadt Musterstadt <noreply@musterstadt.example>"
RESIDENT = "resident@musterstadt.example"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as box:
        yield box


def mailer(box: Postbox) -> Mailer:
    return Mailer(mail.server(box.url), SENDER, NOW)


def test_a_mail_arrives_as_it_was_written(postbox: Postbox) -> None:
    text = "Guten Tag,\n\nGrüße aus dem Rathaus – „schön“.\n"
    with mailer(postbox) as post:
        post.send(Mail(RESIDENT, "Straßenfest: Ergebnisse", text, {"List-Unsubscribe": "<https://x.example/a>"}))
    (arrived,) = postbox.mails
    assert arrived["From"] == SENDER
    assert arrived["To"] == RESIDENT
    assert arrived["Subject"] == "Straßenfest: Ergebnisse"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["List-Unsubscribe"] == "<https://x.example/a>"
    assert arrived["Message-ID"].endswith("@musterstadt.example>")
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().replace("\r\n", "\n") == text


def test_one_connection_carries_many_and_goes_on_after_a_refusal(postbox: Postbox) -> None:
    postbox.refuses.add("gone@musterstadt.example")
    postbox.puts_off.add("full@musterstadt.example")
    with mailer(postbox) as post:
        post.send(Mail(RESIDENT, "1", "Text"))
        with pytest.raises(MailError, match="550") as gone:
            post.send(Mail("gone@musterstadt.example", "2", "Text"))
        with pytest.raises(MailError, match="451") as full:
            post.send(Mail("full@musterstadt.example", "3", "Text"))
        post.send(Mail(RESIDENT, "4", "Text"))
    assert (gone.value.permanent, full.value.permanent) == (True, False)
    assert not isinstance(full.value, ServerError)
    assert [one["Subject"] for one in postbox.mails] == ["1", "4"]
    assert postbox.connections == 1


def test_where_no_server_answers_that_is_told_without_the_address() -> None:
    with open_postbox() as box:
        closed = box.url
    with Mailer(mail.server(closed), SENDER, NOW) as post, pytest.raises(ServerError) as error:
        post.send(Mail(RESIDENT, "Betreff", "Text"))
    assert RESIDENT not in str(error.value)


@pytest.mark.parametrize(
    "written",
    [
        Mail(f"{RESIDENT}\nBcc: all@example.org", "Betreff", "Text"),
        Mail(f"{RESIDENT}, other@example.org", "Betreff", "Text"),
        Mail(RESIDENT, "Betreff\r\nBcc: all@example.org", "Text"),
        Mail(RESIDENT, "Betreff", "Text", {"List-Unsubscribe": "<a>\nBcc: all@example.org"}),
    ],
)
def test_nobody_can_add_headers_or_recipients(postbox: Postbox, written: Mail) -> None:
    with mailer(postbox) as post, pytest.raises(MailError) as error:
        post.send(written)
    assert error.value.permanent
    assert postbox.mails == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Renate.Buerger@Musterstadt.Example ", "Renate.Buerger@musterstadt.example"),
        ("r+umfrage@stadt.example", "r+umfrage@stadt.example"),
        ("r@münchen.example", "r@xn--mnchen-3ya.example"),
        ("", ""),
        ("renate", ""),
        ("renate@", ""),
        ("@stadt.example", ""),
        ("renate@stadt", ""),
        ("renate@stadt..example", ""),
        ("renate..b@stadt.example", ""),
        ("renate@-stadt.example", ""),
        ("renate b@stadt.example", ""),
        ("renate@stadt.example,otto@stadt.example", ""),
        ('"r"@stadt.example', ""),
        ("rénate@stadt.example", ""),
        (f"{'r' * 65}@stadt.example", ""),
        (f"r@{'stadt.' * 40}example", ""),
    ],
)
def test_what_is_an_address(typed: str, kept: str) -> None:
    assert mail.address(typed) == kept


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://user:p%40ss@mail.example", Server("smtps", "mail.example", 465, "user", "p@ss")),
        ("smtp+starttls://mail.example:2525", Server("smtp+starttls", "mail.example", 2525)),
        ("smtp://localhost", Server("smtp", "localhost", 25)),
    ],
)
def test_a_server_is_named_by_an_address(url: str, server: Server) -> None:
    assert mail.server(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtps://", "smtp://u:p@mail.example", "smtps://m:x"]
)
def test_what_names_no_server(url: str) -> None:
    with pytest.raises(ValueError, match=r"smtp|[Pp]ort"):
        mail.server(url)


def test_a_password_is_never_shown() -> None:
    assert "geheim" not in repr(mail.server("smtps://user:geheim@mail.example"))


@pytest.mark.parametrize("sender", ["Stadt", "Stadt <stadt>", "Stadt <a@b.example>\nBcc: c@d.example"])
def test_what_is_no_sender(sender: str) -> None:
    with pytest.raises(ValueError, match="no sender"):
        mail.sender(sender)
