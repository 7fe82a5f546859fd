"""Receipts: a retry is recognised, a receipt is found in the public list, and neither leads to an answer."""

import hashlib
import inspect
import random
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import codes
from participation.answers import receipts
from participation.answers.receipts import NoReceipt, Receipt
from participation.codes.letters import Mistyped

SECRET, OTHER_SECRET = b"s" * 32, b"t" * 32
keys = st.randoms(use_true_random=False).map(lambda source: receipts.new_key(source.randbytes))


# --- keys ------------------------------------------------------------------------------------------------------------


@given(keys)
def test_a_key_can_stand_in_a_form_an_address_or_a_header_as_it_is(key: str) -> None:
    assert receipts.is_key(key)
    assert len(key) == 22
    assert key.isascii()
    assert set(key) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_key_has_128_random_bits() -> None:
    asked: list[int] = []

    def randomness(size: int) -> bytes:
        asked.append(size)
        return b"\xff" * size

    assert receipts.new_key(randomness) == "_" * 21 + "w"
    assert asked == [16]


@given(keys, st.sampled_from("BCDEhijxyz019-_"))
def test_one_key_cannot_be_written_in_two_ways(key: str, last: str) -> None:
    assert not receipts.is_key(key[:-1] + last)


@pytest.mark.parametrize(
    "text", ["", "A", "A" * 21, "A" * 23, "A" * 22 + "\n", "Ä" * 21 + "A", " " + "A" * 21, "A" * 20 + "+A"]
)
def test_what_is_no_key_is_refused_everywhere(text: str) -> None:
    assert not receipts.is_key(text)
    with pytest.raises(ValueError, match="not a key"):
        receipts.stored(text)
    with pytest.raises(ValueError, match="not a key"):
        receipts.receipt(text, SECRET)


# --- retries ---------------------------------------------------------------------------------------------------------


@given(keys)
def test_a_retry_is_recognised_and_shows_the_same_receipt(key: str) -> None:
    assert receipts.stored(key) == receipts.stored(key)
    assert receipts.receipt(key, SECRET) == receipts.receipt(key, SECRET)


@given(keys, keys)
def test_two_submissions_are_never_taken_for_one(first: str, second: str) -> None:
    assert (receipts.stored(first) == receipts.stored(second)) == (first == second)
    assert (receipts.receipt(first, SECRET) == receipts.receipt(second, SECRET)) == (first == second)


# --- the receipt on the page -----------------------------------------------------------------------------------------


@given(keys)
def test_a_receipt_is_four_groups_of_four_and_can_be_typed(key: str) -> None:
    given = receipts.receipt(key, SECRET)
    assert [len(group) for group in receipts.shown(given).split("-")] == [4, 4, 4, 4]
    assert receipts.read(receipts.shown(given).lower()) == given


@given(keys, st.data())
def test_a_receipt_copied_wrongly_is_a_typing_error_and_not_one_that_was_not_counted(
    key: str, data: st.DataObject
) -> None:
    letters = receipts.receipt(key, SECRET).letters
    place = data.draw(st.integers(0, len(letters) - 1))
    other = data.draw(st.sampled_from(sorted(set(receipts.letters.ALPHABET) - {letters[place]})))
    assert isinstance(receipts.read(letters[:place] + other + letters[place + 1 :]), Mistyped)


def test_an_empty_field_is_no_receipt() -> None:
    assert receipts.read(" ") == NoReceipt()


@given(keys)
def test_a_receipt_is_never_taken_for_an_access_code_nor_a_code_for_a_receipt(key: str) -> None:
    assert isinstance(codes.read(receipts.shown(receipts.receipt(key, SECRET))), Mistyped)
    assert isinstance(receipts.read(codes.shown(codes.new(random.Random(key).randbytes))), Mistyped)


def test_the_example_in_the_docstring_is_a_receipt() -> None:
    assert isinstance(receipts.read("7H2M-XW9C-4TKA-PL37"), Receipt)


# --- the public list -------------------------------------------------------------------------------------------------


@given(keys)
def test_anybody_can_work_out_what_the_list_shows_from_the_receipt_as_it_is_printed(key: str) -> None:
    given = receipts.receipt(key, SECRET)
    assert receipts.published(given) == hashlib.sha256(receipts.shown(given).encode()).hexdigest()


# --- what cannot be derived ------------------------------------------------------------------------------------------


def test_from_a_receipt_there_is_a_way_to_its_showing_and_to_the_list_and_no_other() -> None:
    takers = set()
    for name, function in inspect.getmembers(receipts, inspect.isfunction):
        taken = {kind for argument, kind in typing.get_type_hints(function).items() if argument != "return"}
        if Receipt in taken:
            takers.add(name)
    assert takers == {"shown", "published"}


@given(keys)
def test_a_receipt_is_not_made_of_what_the_database_keeps(key: str) -> None:
    """The database holds ``stored`` and may hold ``published``; whoever has it, and even the secret, lacks the key."""
    kept = receipts.stored(key)
    assert not receipts.is_key(kept)
    from_the_digest = receipts.new_key(lambda size: bytes.fromhex(kept)[:size])
    assert receipts.receipt(from_the_digest, SECRET) != receipts.receipt(key, SECRET)
    assert receipts.published(receipts.receipt(key, SECRET)) != kept


@given(keys)
def test_a_key_alone_does_not_make_a_receipt(key: str) -> None:
    assert receipts.receipt(key, SECRET) != receipts.receipt(key, OTHER_SECRET)


@given(keys)
def test_one_key_sent_to_two_surveys_joins_their_lists_in_nothing(key: str) -> None:
    lists = [receipts.published(receipts.receipt(key, secret)) for secret in (SECRET, OTHER_SECRET)]
    assert lists[0] != lists[1]


def test_the_order_of_the_list_says_nothing_about_the_order_of_the_rows() -> None:
    source = random.Random(11)
    drawn = [receipts.new_key(source.randbytes) for _ in range(4000)]
    rows = sorted(range(4000), key=lambda place: receipts.stored(drawn[place]))
    listed = sorted(range(4000), key=lambda place: receipts.published(receipts.receipt(drawn[place], SECRET)))
    rank = {place: rank for rank, place in enumerate(listed)}
    same_half = sum((at < 2000) == (rank[place] < 2000) for at, place in enumerate(rows))
    assert 1850 < same_half < 2150


def test_a_receipt_is_kept_out_of_logs() -> None:
    given = receipts.receipt(receipts.new_key(random.Random(1).randbytes), SECRET)
    assert given.letters not in repr(given)
