"""What is kept how long."""

from datetime import UTC, datetime, timedelta

from council import retention
from council.base.settings import Settings

NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)


def test_without_a_number_of_days_nothing_is_ever_over() -> None:
    assert not retention.is_over(NOW - timedelta(days=10_000), NOW, 0)


def test_what_has_not_ended_is_not_over() -> None:
    assert not retention.is_over(None, NOW, 1)


def test_it_is_over_when_the_days_have_passed() -> None:
    assert not retention.is_over(NOW - timedelta(days=30), NOW, 30)
    assert retention.is_over(NOW - timedelta(days=30, seconds=1), NOW, 30)


def test_every_rule_says_how_long() -> None:
    for settings in (Settings(), Settings(keep_withdrawn_days=30)):
        assert all(
            rule.subject and rule.purpose and bool(rule.until) != bool(rule.days) for rule in retention.rules(settings)
        )


def test_the_rules_follow_the_settings() -> None:
    changed = {"keep_withdrawn_days": 31, "keep_audit_days": 32, "keep_reports_days": 33, "keep_uploads_days": 34}
    days = {rule.days for rule in retention.rules(Settings(**changed))}
    assert set(changed.values()) <= days
