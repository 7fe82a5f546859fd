import pytest
from starlette.datastructures import Headers

from council.base.security import CONTENT_SECURITY_POLICY, from_foreign_site


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://stadt.example", "Host": "stadt.example"}, True),
        ({"Origin": "https://stadt.example", "Host": "stadt.example"}, False),
        ({"Origin": "https://stadt.example:8443", "Host": "stadt.example:8443"}, False),
        ({"Origin": "https://stadt.example.evil.example", "Host": "stadt.example"}, True),
        ({"Origin": "null", "Host": "stadt.example"}, True),
        ({"Origin": "", "Host": "stadt.example"}, True),
        ({"Host": "stadt.example"}, False),
    ],
)
def test_a_post_is_foreign_when_the_browser_says_so(headers, foreign):
    assert from_foreign_site("POST", Headers(headers)) is foreign


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_is_never_foreign(method):
    assert not from_foreign_site(method, Headers({"Sec-Fetch-Site": "cross-site"}))


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    for word in ("unsafe", "http:", "https:", "*"):
        assert word not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", ["/", "/nirgends", "/api/v1/nirgends", "/healthz", "/robots.txt", "/medien/x/y"])
def test_every_answer_is_protected(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers


class TestBehindHttps:
    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"url": "https://ratsfenster.musterstadt.example"})

    def test_browsers_are_told_to_stay_there(self, client):
        assert "max-age" in client.get("/").headers["strict-transport-security"]
