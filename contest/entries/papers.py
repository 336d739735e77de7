"""The papers of an entry: its receipt, the label for the back of the painting, the form a parent or guardian signs.

Made when they are asked for, from what is stored at that moment, and kept nowhere. None carries the resume code or a guardian's link.
"""

from __future__ import annotations

import logging
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import typeset
from contest.core.errors import Conflict, Unavailable
from contest.core.localized import Localized, pick
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import site_address
from contest.editions.models import ConsentText
from contest.editions.queries import consent_texts
from contest.editions.rules import LABELS as EDITION_LABELS
from contest.editions.rules import Purpose
from contest.entries.actions.consent import is_adult
from contest.entries.mails import both_clocks
from contest.entries.models import Entry
from contest.entries.queries.public import consents_of
from contest.entries.queries.student import WHOLE, preview
from contest.entries.rules import LABELS, NAME_ANSWERS, YES_NO, Permission, wishes
from contest.entries.states import LABELS as STATES
from contest.entries.states import EntryState
from contest.media.store import Store, derived
from contest.post.models import Letter
from contest.typeset import Paper

PDF = "application/pdf"
SQUARE = "square.svg"

ON_ITS_WAY = frozenset(EntryState) - {EntryState.DRAFT, EntryState.DISQUALIFIED, EntryState.WITHDRAWN}

log = logging.getLogger("contest.entries.papers")

BOXES = N_("A box □ stands for a character that cannot be printed here. What you wrote is stored unchanged.")
GLUE = N_("Cut it out and glue it to the back, in the lower right corner, with the arrow pointing to the upper edge.")
INTRO = N_(
    "This painting was sent to an international art contest for young people. Because the painter is under 18, you decide about "
    "five things. Each is a question of its own, and you can change every answer later."
)
FREE = N_(
    "Without the first two permissions the painting cannot take part. The other three are free: no answer counts against the painter."
)  # fmt: skip
PHOTOGRAPH = N_(
    "Lay the page flat in good light, photograph it whole and from straight above, and send the photo under “My entries” at "
    "%(address)s, or give the page to the teacher."
)
WHAT_NEXT = (
    N_("Your government looks at your painting and passes it on, at the latest on:"),
    N_("The secretariat accepts it for judging."),
    N_("Judges look at it without knowing your name. The results are published on the contest's website for everybody at the same moment."),
)


def receipt_pdf(session: Session, entry: Entry, language: str, *, store: Store, now: datetime) -> Paper:
    """One sheet that says what arrived, when, under which number, and what happens next. Refuses with `Conflict` before it was sent."""
    pictures = _pictures(session, entry, store)
    data = _common(session, entry, language, pictures) | {
        "title": say(language, N_("Your painting has arrived")),
        "words": {
            "number": say(language, N_("Receipt number")), "sent": say(language, N_("Sent on")),
            "next": say(language, N_("What happens next")), "back": say(language, N_("How to come back")),
            "how": say(language, N_("See how things stand, mend what was returned, or withdraw your painting here:")),
            "code": say(language, N_("You need your resume code for that. It is not on this paper; keep it to yourself.")),
            "square": _square_alt(entry, language),
        },
        "note": say(language, BOXES) if unprintable(entry) else None,
        "late": say(language, N_("Taken after closing by the secretariat")) if entry.late_until else None,
        "sent": _clocks(entry, entry.submitted_at, language), "address": _short(session, f"/{language}/my"),
        "facts": [
            [say(language, N_("School")), _own(entry, entry.school) if entry.school else "–"],
            [say(language, N_("Region")), _region(entry, language) or "–"],
        ],
        "standing": None if entry.state in ON_ITS_WAY else say(language, STATES[EntryState][entry.state]),
        "steps": _steps(entry, language, now) if entry.state in ON_ITS_WAY else [],
    }  # fmt: skip
    content = typeset.compile("entries/receipt", data, pictures, dated=entry.submitted_at or typeset.FIXED)
    return _paper(say(language, N_("Receipt %(receipt)s"), receipt=entry.receipt), content)


def label_pdf(session: Session, entry: Entry, language: str) -> Paper:
    """The label to cut out and glue to the back, in two sizes. Refuses with `Conflict` before the entry was sent."""
    data = _common(session, entry, language, {}) | {
        "title": say(language, N_("Label for the back of the painting")),
        "words": {
            "number": say(language, N_("Receipt number")), "up": say(language, N_("This side up")), "square": _square_alt(entry, language),
            "how": say(language, GLUE),
            "large": say(language, N_("For paintings from A3 on")), "small": say(language, N_("For smaller paintings")),
        },
        "school": _own(entry, entry.school) if entry.school else "–", "region": _region(entry, language) or "–",
    }  # fmt: skip
    content = typeset.compile("entries/label", data, {SQUARE: _square(entry)}, dated=entry.submitted_at or typeset.FIXED)
    return _paper(say(language, N_("Label %(receipt)s"), receipt=entry.receipt), content)


def consent_form_pdf(session: Session, entry: Entry, language: str, *, store: Store) -> Paper:
    """Five questions with boxes, the exact words and their versions, place for name, date and signature.

    Refuses with `Conflict` before the entry was sent.
    """
    pictures = _pictures(session, entry, store)
    texts = consent_texts(session, entry.edition_id, language)
    data = _common(session, entry, language, pictures) | {
        "title": say(language, N_("Permission of a parent or guardian")), "region": _region(entry, language) or None,
        "words": _words_of_form(session, entry, language, texts), "questions": _questions(session, entry, language, texts),
    }  # fmt: skip
    content = typeset.compile("entries/consent", data, pictures, dated=entry.submitted_at or typeset.FIXED)
    return _paper(say(language, N_("Permission form %(receipt)s"), receipt=entry.receipt), content)


def receipt_for_letter(session: Session, letter: Letter, *, store: Store) -> Paper | None:
    """The receipt that goes with a letter about an entry, in the letter's language; None when there is none (any more)."""
    if letter.about_kind != Entry.__tablename__:
        return None
    entry = session.scalar(select(Entry).where(Entry.id == letter.about_id).options(*WHOLE))
    if entry is None or not entry.receipt:
        return None
    return receipt_pdf(session, entry, letter.language, store=store, now=letter.written_at)


def unprintable(entry: Entry) -> list[str]:
    """The characters of the painter's own words that become boxes on these papers."""
    return typeset.unprintable(f"{entry.title} {entry.student.full_name} {entry.student.latin_name} {entry.school}")


def _paper(name: str, content: bytes) -> Paper:
    return Paper(f"{name}.pdf", PDF, content)


# ── what is said ──


def _common(session: Session, entry: Entry, language: str, pictures: dict[str, bytes]) -> dict[str, Any]:
    """What every paper of an entry carries."""
    if not entry.receipt:
        raise Conflict(N_("There is nothing to print here yet. Send your painting first."))
    association = _localized(entry.edition.association, language)
    student = entry.student
    return {
        "language": language, "author": association["text"] or "NEAR", "association": association, "receipt": entry.receipt,
        "edition": _localized(entry.edition.titles, language), "site": _short(session, ""), "work": _own(entry, entry.title),
        "painter": _own(entry, student.full_name), "latin": student.latin_name if student.latin_name != student.full_name else "",
        "picture": next((name for name in pictures if name != SQUARE), None),
        "alt": entry.description or say(language, N_("The painting, no description yet")),
    }  # fmt: skip


def _steps(entry: Entry, language: str, now: datetime) -> list[dict[str, Any]]:
    steps = [{"text": say(language, text), "times": list[str]()} for text in WHAT_NEXT]
    steps[0]["times"] = _clocks(entry, entry.edition.endorse_by, language)
    if is_adult(entry, now):
        return steps
    return [{"text": say(language, N_("Your parent or guardian answers five questions.")), "times": []}, *steps]


def _words_of_form(session: Session, entry: Entry, language: str, texts: dict[Purpose, ConsentText]) -> dict[str, str]:
    versions = " · ".join(f"{texts[purpose].language} {texts[purpose].version}" if purpose in texts else "–" for purpose in Purpose)
    return {
        "number": say(language, N_("Receipt number")), "square": _square_alt(entry, language),
        "intro": say(language, INTRO),
        "free": say(language, FREE),
        "guardian": say(language, N_("I am a parent or legal guardian of this young person.")),
        "name": say(language, N_("Your name")), "date": say(language, N_("Date")), "signature": say(language, N_("Signature")),
        "after": say(language, N_("When it is signed:")),
        "photograph": say(language, PHOTOGRAPH, address=_short(session, f"/{language}/my")),
        "versions": say(language, N_("Wording of questions 1 to 5, language and version: %(versions)s"), versions=versions),
    }  # fmt: skip


def _questions(session: Session, entry: Entry, language: str, texts: dict[Purpose, ConsentText]) -> list[dict[str, Any]]:
    """The five questions as the guardian's page asks them: least exposure first, nothing ticked."""
    wished = wishes(consents_of(session, [entry.id])[entry.id])
    hints = {Permission.FULL: _own(entry, entry.student.full_name), Permission.SHORT: _own(entry, entry.student.short_name)}
    found = []
    for purpose in Purpose:
        options = NAME_ANSWERS if purpose is Purpose.NAME else YES_NO
        wish = say(language, LABELS[Permission][Permission(wished[purpose].answer)]) if purpose in wished else ""
        found.append({
            "title": say(language, EDITION_LABELS[Purpose][purpose]), "stacked": purpose is Purpose.NAME,
            "text": {"text": texts[purpose].text, "language": texts[purpose].language} if purpose in texts else "",
            "options": [{"label": say(language, LABELS[Permission][each]), "hint": _hint(hints, each)} for each in options],
            "wish": say(language, N_("The painter's own wish: %(answer)s"), answer=wish) if wish else None,
        })  # fmt: skip
    return found


def _hint(hints: dict[Permission, dict[str, str]], answer: Permission) -> dict[str, str] | None:
    return hints[answer] if answer in hints and hints[answer]["text"] else None


def _own(entry: Entry, text: str) -> dict[str, str]:
    """The painter's own words, set as their language is written."""
    return {"text": text, "language": entry.language}


def _localized(text: Localized, language: str) -> dict[str, str]:
    words, code = pick(text, language)
    return {"text": words, "language": code}


def _region(entry: Entry, language: str) -> dict[str, str] | None:
    return _localized(entry.government.names, language) if entry.government else None


def _clocks(entry: Entry, at: datetime | None, language: str) -> list[str]:
    return both_clocks(at, entry.edition, entry.government, language).split(" · ") if at else []


def _short(session: Session, path: str) -> str:
    """An address of this site as people type it."""
    return site_address(session, path).split("://", 1)[-1]


# ── what is shown ──


def _square(entry: Entry) -> bytes:
    into = BytesIO()
    segno.make(entry.receipt or "", error="m", micro=False).save(into, kind="svg", xmldecl=False, svgns=True, border=2)
    return into.getvalue()


def _square_alt(entry: Entry, language: str) -> str:
    return say(language, N_("Square code of the receipt number %(receipt)s"), receipt=entry.receipt)


def _pictures(session: Session, entry: Entry, store: Store) -> dict[str, bytes]:
    """The square and, where it can be had, the painting as it is shown."""
    found = {SQUARE: _square(entry)} if entry.receipt else {}
    file = preview(session, entry)
    if file is None:
        return found
    try:
        with store.open(derived(file.private_name)) as content:
            found[f"painting.{'jpg' if file.format == 'jpeg' else file.format}"] = content.read()
    except (OSError, Unavailable) as error:
        log.warning("the picture of entry %s is not on its paper: %s", entry.id, type(error).__name__)
    return found
