"""altcha's proof of work: what a browser solved is accepted once, for its purpose and in time; everything else is told apart."""

import base64
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.base.i18n import language
from participation.answers import altcha, receipts
from participation.answers.altcha import LASTS, Accepted, Refusal
from tests.participation.typing_people import anything

SECRET = b"s" * 32
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
COST = 300
ABOUT = "A" * 22

# made with npm altcha-lib 2.8.0 (v1.createChallenge, its hmacKey seal(SECRET, "altcha", "") in hex), about "key"
FROM_ALTCHA_LIB = {
    "algorithm": "SHA-256",
    "challenge": "4162cdada89388028ffcc0a875da55a36f7f6b5c797bf7cbde9c57e2ec7b8771",
    "maxnumber": 10000,
    "salt": "0123456789abcdef0123456789abcdef?for=08bdd1529ce749d5b5bd421bcbc182e3&expires=1790000000&",
    "signature": "233eb254fc962b22cc9db55f697c406a5a8083891de23319217e576adaedd554",
}


def challenge(seed: int = 1, about: str = ABOUT) -> dict[str, Any]:
    return altcha.challenge(SECRET, NOW, random.Random(seed).randbytes, COST, about)


def encoded(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def solved(given: dict[str, Any], **changes: object) -> dict[str, Any]:
    """What the widget sends for a challenge: the number it found, and how long that took."""
    number = next(n for n in range(given["maxnumber"] + 1) if altcha._hash(given["salt"], n) == given["challenge"])
    kept = {name: given[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return {**kept, "number": number, "took": 12, **changes}


def check(payload: dict[str, Any], now: datetime = NOW, about: str = ABOUT) -> Accepted | Refusal:
    return altcha.check(encoded(payload), SECRET, now, about)


# --- a challenge -----------------------------------------------------------------------------------------------------


def test_a_challenge_has_what_the_widget_reads() -> None:
    given = challenge()
    assert set(given) == set(FROM_ALTCHA_LIB)
    assert (given["algorithm"], given["maxnumber"]) == ("SHA-256", COST)
    assert f"&expires={int((NOW + LASTS).timestamp())}&" in given["salt"]


def test_no_two_challenges_are_the_same() -> None:
    assert len({challenge(seed)["challenge"] for seed in range(50)}) == 50


def test_the_numbers_lie_between_one_and_the_cost() -> None:
    numbers = {solved(challenge(seed))["number"] for seed in range(200)}
    assert min(numbers) >= 1
    assert max(numbers) <= COST
    assert len(numbers) > 100


def test_a_challenge_shows_neither_the_key_it_is_about_nor_what_the_database_keeps_of_it() -> None:
    text = json.dumps(challenge())
    assert ABOUT not in text
    assert receipts.stored(ABOUT)[:16] not in text


# --- a solution ------------------------------------------------------------------------------------------------------


def test_a_solution_is_accepted_and_names_its_challenge_and_when_that_expires() -> None:
    given = challenge()
    assert check(solved(given)) == Accepted(given["challenge"], NOW + LASTS)


def test_what_altchas_own_library_makes_is_accepted() -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    accepted = check({**FROM_ALTCHA_LIB, "number": 4711, "took": 131}, now, "key")
    assert accepted == Accepted(FROM_ALTCHA_LIB["challenge"], datetime.fromtimestamp(1790000000, UTC))  # type: ignore[arg-type]


def test_the_same_solution_has_the_same_id_however_it_is_written() -> None:
    payload = solved(challenge())
    other = base64.b64encode(json.dumps(dict(reversed(payload.items())), indent=3).encode()).decode()
    assert altcha.check(other, SECRET, NOW, ABOUT) == check(payload)


def test_a_solution_is_good_for_what_it_is_about_alone() -> None:
    assert check(solved(challenge()), about="B" * 22) == Refusal.FORGED
    assert isinstance(check(solved(challenge(about="")), about=""), Accepted)


def test_it_expires() -> None:
    payload = solved(challenge())
    assert isinstance(check(payload, NOW + LASTS - timedelta(seconds=1)), Accepted)
    assert check(payload, NOW + LASTS) == Refusal.EXPIRED


# --- anything else ---------------------------------------------------------------------------------------------------


def test_nothing_sent_is_told() -> None:
    assert altcha.check("", SECRET, NOW) == Refusal.MISSING


@given(st.integers(-5, 5 * COST))
def test_no_other_number_solves_it(number: int) -> None:
    payload = solved(challenge())
    expected = Accepted if number == payload["number"] else Refusal
    found = check({**payload, "number": number})
    assert isinstance(found, expected)
    assert found in (Refusal.WRONG, check(payload))


def test_a_challenge_of_somebody_elses_making_is_refused() -> None:
    foreign = altcha.challenge(b"t" * 32, NOW, random.Random(1).randbytes, 3, ABOUT)
    assert check(solved(foreign)) == Refusal.FORGED


def test_a_signature_belongs_to_its_challenge() -> None:
    assert check(solved(challenge(1), signature=challenge(2)["signature"])) == Refusal.FORGED


def test_nobody_moves_the_end_by_taking_digits_from_the_number() -> None:
    """https://altcha.org/security-advisory/: "…expires=17" and "80" hash like "…expires=178" and "0" where nothing parts them."""
    for seed in range(20):
        payload = solved(challenge(seed))
        digits = str(payload["number"])
        for cut in range(1, len(digits)):
            for parted in (payload["salt"] + digits[:cut], payload["salt"][:-1] + digits[:cut] + "&"):
                moved = {**payload, "salt": parted, "number": int(digits[cut:])}
                assert check(moved, NOW + LASTS) in (Refusal.FORGED, Refusal.WRONG)


@pytest.mark.parametrize("end", ["expires=99999999999&", "", "expires=&", "expires=1e9&", "x=1&expires=99999999999&"])
def test_a_salt_with_another_end_is_refused(end: str) -> None:
    payload = solved(challenge())
    assert check({**payload, "salt": payload["salt"].partition("expires")[0] + end}) in (Refusal.FORGED, Refusal.WRONG)


@pytest.mark.parametrize(
    "change",
    [
        {"algorithm": "SHA-1"}, {"algorithm": None}, {"number": "12"}, {"number": True}, {"number": 1.0}, {"number": None},
        {"challenge": "Ä" * 64}, {"challenge": "\ud800"}, {"challenge": 7}, {"signature": None}, {"signature": "F" * 64},
        {"salt": ["x"]},
    ],
    ids=str,
)  # fmt: skip
def test_values_of_a_wrong_kind_are_refused(change: dict[str, object]) -> None:
    assert check({**solved(challenge()), **change}) == Refusal.UNREADABLE


@pytest.mark.parametrize(
    "payload",
    ["%%%", "e30", encoded([]), encoded(None), encoded("x"), "A" * 1_000_000, "ä", base64.b64encode(b"[" * 1400).decode(),
     base64.b64encode(b"\xff\xfe").decode(), base64.b64encode(b'{"number": NaN}').decode()],
    ids=range(10),
)  # fmt: skip
def test_what_cannot_be_read_is_refused(payload: str) -> None:
    assert altcha.check(payload, SECRET, NOW, ABOUT) == Refusal.UNREADABLE


def test_what_is_longer_than_any_widget_sends_is_not_read() -> None:
    payload = json.dumps(solved(challenge()))
    assert isinstance(altcha.check(base64.b64encode(payload.encode()).decode(), SECRET, NOW, ABOUT), Accepted)
    assert (
        altcha.check(base64.b64encode((payload + " " * 2000).encode()).decode(), SECRET, NOW, ABOUT)
        == Refusal.UNREADABLE
    )


@given(
    st.binary(max_size=300),
    st.dictionaries(st.sampled_from(sorted(solved(challenge()))), st.none() | st.integers() | anything(80)),
)
def test_whatever_is_sent_ends_in_a_refusal(noise: bytes, fields: dict[str, object]) -> None:
    assert isinstance(altcha.check(base64.b64encode(noise).decode(), SECRET, NOW, ABOUT), Refusal)
    assert isinstance(check(fields), Refusal)


def test_people_are_told_what_to_do() -> None:
    assert all("Bitte" in language("de").gettext(refusal) for refusal in Refusal)
