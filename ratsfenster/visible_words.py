"""What people wrote that must not be public any more, for the file that outlives backups (``visibility``), and applying it to a restored
database: ideas and comments that were withheld, taken back or blackened since, and texts of surveys whose release was taken back.

Posts are known by the beginning of the hash of their receipt, texts by their question and SHA-256. No words are in it. Where the backup has
the words from before a passage was blackened, nobody knows any more which passage it was, so the post waits for a moderator.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, or_, select

from council.base import audit
from council.base.site import Site
from participation import processes, results
from participation.ideas import Ground, Idea, IdeaComment, Shown, idea_moderation
from participation.ideas.idea_moderation import BLACKENED
from participation.moderation import text_reviews
from participation.processes import Kind, Moderation, Process
from participation.results import due_countings

KEY = 16  # hexadecimal digits of a receipt's hash
MOST = 20_000  # posts, and texts, of a process that are told apart; where there are more, all of them wait


class Fate(StrEnum):
    """What became of a post. The value stands in the file."""

    TAKEN_BACK = "taken-back"
    WITHHELD = "withheld"
    HELD = "held"
    BLACKENED = "blackened"


@dataclass(frozen=True)
class Post:
    """``more``: the name of the ground where it is withheld, the digest of the words that can be read where it is blackened."""

    fate: Fate
    more: str = ""


@dataclass(frozen=True)
class HiddenWords:
    """Of a process. ``before``: nobody reads a post that no moderator released. ``posts`` by their keys, ``texts`` the digests by question;
    None: too many to be told apart."""

    before: bool
    posts: Mapping[str, Post] | None
    texts: Mapping[str, frozenset[str]] | None


@dataclass(frozen=True)
class HeldBack:
    """How many were public in the backup and are not any more."""

    posts: int = 0
    texts: int = 0


def of(db: Session) -> dict[str, HiddenWords]:
    """Of all processes that were ever released, by their address; those of which nothing has to be known are missing."""
    released = db.exec(select(Process).where(col(Process.released_at).is_not(None))).all()
    found = {one.slug: _of(db, one) for one in released}
    return {slug: words for slug, words in found.items() if words != HiddenWords(before=False, posts={}, texts={})}


def _of(db: Session, process: Process) -> HiddenWords:
    assert process.id is not None
    if process.kind == Kind.IDEATION:
        return HiddenWords(process.moderation == Moderation.BEFORE, _posts(db, process.id), {})
    return HiddenWords(before=False, posts={}, texts=_texts(db, process.id))


def _posts(db: Session, process_id: int) -> Mapping[str, Post] | None:
    gone = (Shown.TAKEN_BACK, Shown.WITHHELD, Shown.HELD)
    where = col(Idea.place)["text"].as_string()
    blackened = [words.contains(BLACKENED) for words in (col(Idea.title), col(Idea.text), where)]
    ideas = select(Idea).where(Idea.process_id == process_id, or_(col(Idea.shown).in_(gone), *blackened))
    comments = (
        select(IdeaComment)
        .join(Idea, col(Idea.id) == col(IdeaComment.idea_id))
        .where(
            Idea.process_id == process_id, col(IdeaComment.shown).in_(gone) | col(IdeaComment.text).contains(BLACKENED)
        )
    )
    found = {key(one): _post(one) for query in (ideas, comments) for one in db.exec(query.limit(MOST + 1))}
    return found if len(found) <= MOST else None


def _post(one: Idea | IdeaComment) -> Post:
    match one.shown:
        case Shown.TAKEN_BACK:
            return Post(Fate.TAKEN_BACK)
        case Shown.WITHHELD:
            return Post(Fate.WITHHELD, _ground(one.ground).name.lower())
        case Shown.HELD:
            return Post(Fate.HELD)
    return Post(Fate.BLACKENED, digest(one))


def _texts(db: Session, process_id: int) -> Mapping[str, frozenset[str]] | None:
    recalled = text_reviews.recalled_digests(db, process_id)
    return recalled if sum(map(len, recalled.values())) <= MOST else None


def key(one: Idea | IdeaComment) -> str:
    """By which a post is known."""
    return one.receipt[:KEY]


def digest(one: Idea | IdeaComment) -> str:
    """The digest of the words of a post, those for an idea's place among them."""
    words = f"{one.title}\n\n{one.text}" if isinstance(one, Idea) else one.text
    if isinstance(one, Idea) and one.place and "text" in one.place:
        words += f"\n\n{one.place['text']}"
    return hashlib.sha256(words.encode()).hexdigest()


def hold_back(db: Session, process: Process, known: HiddenWords, site: Site) -> HeldBack:
    """Hide again what must not be read; results with texts that must not be released are not shown until they are counted anew and shown by
    hand. In the caller's write transaction."""
    if known.before and process.moderation != Moderation.BEFORE:
        process.moderation = Moderation.BEFORE
        db.add(process)
    held = HeldBack(_hide_posts(db, process, known.posts), _reopen_texts(db, process, known.texts, site))
    if held != HeldBack():
        now, subject = site.clock(), process.name(process.leading)
        processes.changed(db, process, now)
        what = f"Nach der Wiederherstellung nicht wieder öffentlich: {held.posts} Beiträge, {held.texts} Texte"
        audit.record(db, None, what, now, subject=subject)
    return held


def _hide_posts(db: Session, process: Process, known: Mapping[str, Post] | None) -> int:
    """First the ideas: with an idea that was taken back its comments go."""
    ideas = select(Idea).where(Idea.process_id == process.id).order_by(col(Idea.id))
    hidden = sum([_hide(db, one, known) for one in db.exec(ideas).all()])
    db.flush()
    comments = (
        select(IdeaComment)
        .join(Idea, col(Idea.id) == col(IdeaComment.idea_id))
        .where(Idea.process_id == process.id)
        .order_by(col(IdeaComment.id))
    )
    return hidden + sum([_hide(db, one, known) for one in db.exec(comments).all()])


def _hide(db: Session, one: Idea | IdeaComment, known: Mapping[str, Post] | None) -> bool:
    """Whether there was anything to hide."""
    post = Post(Fate.HELD) if known is None else known.get(key(one))
    if post is None or one.shown == Shown.TAKEN_BACK:
        return False
    if post.fate == Fate.TAKEN_BACK:
        idea_moderation.take_back(db, one)
        return True
    if one.shown in (Shown.WITHHELD, Shown.HELD) or (post.fate == Fate.BLACKENED and post.more == digest(one)):
        return False
    if post.fate == Fate.WITHHELD:
        idea_moderation.withhold(db, one, _named(post.more), "")
    else:
        idea_moderation.hold(db, one)
    return True


def _reopen_texts(db: Session, process: Process, known: Mapping[str, frozenset[str]] | None, site: Site) -> int:
    assert process.id is not None
    released = text_reviews.released_digests(db, process.id)
    wrong = (
        released
        if known is None
        else {question: released.get(question, frozenset()) & known[question] for question in known}
    )
    for question, digests in wrong.items():
        text_reviews.decide(db, process.id, question, digests, None)
    count = sum(map(len, wrong.values()))
    if count:
        results.take_back(db, process.id, site.clock())
        if due_countings.can_be_renewed(process, site.clock(), site.today()):
            results.order(db, process.id, site.clock())
    return count


def to_json(words: HiddenWords) -> dict[str, Any]:
    """As it is written."""
    return {
        "before": words.before,
        "posts": None
        if words.posts is None
        else {name: [str(post.fate), post.more] for name, post in words.posts.items()},
        "texts": None
        if words.texts is None
        else {question: sorted(digests) for question, digests in words.texts.items()},
    }


def from_json(raw: Mapping[str, Any]) -> HiddenWords:
    """What was written. Raises ValueError, KeyError or TypeError where it is none."""
    posts, texts = raw["posts"], raw["texts"]
    return HiddenWords(
        raw["before"] is True,
        None if posts is None else {name: _post_from(one) for name, one in posts.items()},
        None if texts is None else {question: frozenset(map(str, digests)) for question, digests in texts.items()},
    )


def _post_from(raw: Sequence[str]) -> Post:
    fate, more = raw
    return Post(Fate(fate), str(more))


def _ground(said: str) -> Ground:
    return next((ground for ground in Ground if ground == said), Ground.OTHER)


def _named(name: str) -> Ground:
    return next((ground for ground in Ground if ground.name.lower() == name), Ground.OTHER)
