"""Consents: which ranges still need one, or a cut."""

from council.consents import without_consent


def test_a_range_without_consent_and_without_cut_is_named() -> None:
    assert without_consent([(1_000, 9_000)], [], []) == [(1_000, 9_000)]


def test_a_consent_or_a_cut_is_enough_and_so_are_both_together() -> None:
    assert without_consent([(1_000, 9_000)], [(0, 10_000)], []) == []
    assert without_consent([(1_000, 9_000)], [], [(1_000, 9_000)]) == []
    assert without_consent([(1_000, 9_000)], [(1_000, 5_000)], [(5_000, 9_000)]) == []


def test_what_a_cut_leaves_over_still_needs_a_consent() -> None:
    assert without_consent([(1_000, 9_000)], [], [(0, 5_000)]) == [(5_000, 9_000)]


def test_small_remainders_at_an_edge_do_not_count() -> None:
    assert without_consent([(1_000, 9_000)], [], [(1_200, 9_000)]) == []
    assert without_consent([(1_000, 9_000)], [], [(1_400, 9_000)]) == [(1_000, 1_400)]


def test_a_short_utterance_counts_as_a_whole() -> None:
    assert without_consent([(1_000, 1_200)], [], [(5_000, 6_000)]) == [(1_000, 1_200)]
