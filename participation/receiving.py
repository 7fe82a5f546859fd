"""Receiving answers: the one place where pages hand them over to be stored."""

import secrets

from council.base.site import Site
from participation import submissions, survey_secrets
from participation.submissions import Offer, Stored


def receive(site: Site, process_id: int, offer: Offer) -> Stored:
    """Store an answer exactly once; on the disk when this returns. Raises what ``submissions.store`` raises."""
    secret = survey_secrets.of(site.storage.root, process_id)
    with site.database.writing() as db:
        return submissions.store(db, process_id, offer, secret, site.clock, secrets.token_bytes)
