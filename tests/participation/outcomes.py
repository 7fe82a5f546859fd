"""Surveys whose results are public, counted as they would be, for the tests of what people see of them."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from council.base.site import Site
from participation import forms
from participation.answers import receipts
from participation.answers.receipts import Receipt
from participation.answers.submissions import SubmissionReceipt
from participation.counting import bundles
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.disclosure import publish, return_rates, whole_rate
from participation.counting.known_shares import KnownShares
from participation.counting.parts import Grid, Part, Parting
from participation.counting.sections import sections
from participation.counting.weighted_tally import WeightedTally
from participation.forms import Form
from participation.processes import Process
from participation.processes.form_versions import FormVersion
from participation.results import Result, counting, exports
from tests import surveys

GRID = Grid(500, 52)
BUNDLE = "1-0a1b2c3d.jsonl"

Given = tuple[int, str, Mapping[str, Any]]
"""The version of the form somebody answered, their stratum, and their answers."""


def everybody(answers: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Given]:
    """All answered the first version."""
    return [(1, stratum, one) for stratum, one in answers]


def closed(site: Site, form: Form, **facts: Any) -> int:
    """A survey that closed yesterday."""
    now = site.clock()
    over = {"opens_at": now - timedelta(days=15), "closes_at": now - timedelta(days=1)}
    return surveys.survey(site, form, **(over | {"released_at": now - timedelta(days=16)} | facts))


def arrived(site: Site, process_id: int, count: int) -> None:
    """So many answers came while it was open."""
    with site.database.writing() as db:
        for _ in range(count):
            db.add(SubmissionReceipt(process_id=process_id, hash=secrets.token_hex(32)))


def results(
    site: Site,
    process_id: int,
    versions: Mapping[int, Form],
    given: Sequence[Given],
    *,
    final: bool = True,
    released: Mapping[str, Sequence[str]] | None = None,
    known: KnownShares | None = None,
    invited: Mapping[str, int] | None = None,
    seen: Sequence[Receipt] = (),
) -> Result:
    """Count what was given, and publish it. ``seen`` are receipts that are among those of all who answered."""
    told = sections(versions)
    strata = {stratum for _, stratum, _ in given}
    publication = publish({name: sum(name == one for _, one, _ in given) for name in sorted(strata)})
    groups = [block.strata for block in publication.blocks] if final else [()]
    parting, counts = Parting(versions, told, GRID if final else None), AnswerCounts(told, groups)
    weighted = WeightedTally(known, told[0], publication.blocks) if known else None
    texts: Counter[tuple[int, str, str]] = Counter()
    for version, stratum, answers in given:
        for section, part in parting.parts(version, answers):
            group = publication.block(stratum) if section == 0 and final else 0
            counts.add(section, group, part)
            texts.update(said(versions[version], section, part, answers, released or {}))
            if weighted and section == 0:
                weighted.add(group, part)
    rates = [] if invited is None else [whole_rate(publication, invited), *return_rates(publication, invited)]
    others = [hashlib.sha256(str(at).encode()).hexdigest() for at in range(len(given) - len(seen))]
    hashes = [*map(receipts.published, seen), *others]
    result = Result(
        process_id=process_id,
        number=1,
        final=final,
        people=len(given),
        figures=counts.figures(),
        blocks=[{"strata": list(one.strata), "people": one.people} for one in publication.blocks] if final else [],
        rates=[{"strata": list(one.strata), "people": one.people, "invited": one.invited} for one in rates],
        weighted=weighted.result() if weighted else None,
        made_at=site.clock(),
        published_at=site.clock(),
    )
    if final:
        head = Head(versions, told, groups, counts.people, GRID)
        written = [Text(*one, people) for one, people in texts.items()]
        lines = list(bundles.lines(head, counts.given(), written, hashes, result.figures))
        folder = site.storage.participation(process_id)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / BUNDLE).write_bytes(b"".join(lines))
        exports.write(folder / BUNDLE, "Marktplatz")
        result.bundle, result.checksum = BUNDLE, lines[-1].split(b'"')[3].decode()
    with site.database.writing() as db:
        for number, form in versions.items():
            if number > 1:
                db.add(FormVersion(process_id=process_id, number=number, form=forms.to_json(form), at=site.clock()))
        db.add_all([SubmissionReceipt(process_id=process_id, hash=one) for one in hashes])
        db.add(result)
        db.flush()
        db.refresh(result)
        db.expunge(result)
    return result


def said(
    form: Form, section: int, part: Part, answers: Mapping[str, Any], released: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, str, str]]:
    """The texts somebody wrote that were released, with their section and question."""
    for key in part.keys() & answers.keys() & released.keys():
        text = counting.words(form.questions[key], answers[key])
        if text in released[key]:
            yield section, key, text


def withdrawn(site: Site, process_id: int) -> None:
    """The office takes the whole survey back."""
    with site.database.writing() as db:
        process = db.get(Process, process_id)
        assert process is not None
        process.withdrawn_at = site.clock()
        db.add(process)
