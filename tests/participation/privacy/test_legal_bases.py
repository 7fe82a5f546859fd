"""Legal bases: what is chosen is what is read again."""

import pytest

from participation.privacy import legal_bases
from participation.privacy.legal_bases import Basis


@pytest.mark.parametrize(
    ("basis", "law", "text", "english"),
    [
        (Basis.TASK, "", "Art. 6 Abs. 1 Buchst. e DSGVO", "Article 6(1)(e) GDPR"),
        (
            Basis.TASK, "§ 4 DSAG LSA", "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 4 DSAG LSA",
            "Article 6(1)(e) GDPR in conjunction with § 4 DSAG LSA",
        ),
        (Basis.CONSENT, "", "Art. 6 Abs. 1 Buchst. a DSGVO", "Article 6(1)(a) GDPR"),
        (Basis.OTHER, "§ 3 BauGB", "§ 3 BauGB", "§ 3 BauGB"),
        (Basis.OTHER, "", "", ""),
    ],
)  # fmt: skip
def test_written_and_read_again(basis: Basis, law: str, text: str, english: str) -> None:
    assert legal_bases.written(basis, law) == text
    assert legal_bases.read(text) == (basis, law)
    assert (legal_bases.told(text, "de"), legal_bases.told(text, "en")) == (text, english)
