"""Signed forms as families photograph them, drawn: two wait to be read, so that everybody can try it. And one work that came late."""

from __future__ import annotations

import random
from datetime import timedelta

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.demo.frame import Season
from contest.editions.models import Edition
from contest.entries.actions.papers_read import hand_in
from contest.entries.models import Consent, Entry
from contest.entries.queries.student import WHOLE
from contest.entries.states import EntryState
from contest.media.own import prepare_own
from contest.media.store import Store
from contest.policy import Actor

TABLE, SHEET, PRINT, TEXT, PEN = "#8C6F52", "#F5F3ED", "#2B2B2B", "#9A9A9A", "#20358F"


def insert(session: Session, season: Season, edition: Edition, store: Store, stage: str) -> None:
    """Two forms for works whose guardians have not answered; once entries are closed, one endorsed work counts as late."""
    for entry in _unanswered(session, edition)[:2]:
        prepared = prepare_own(_form(random.Random(entry.id)), store=store)
        hand_in(session, Actor("student", entry.student_id), entry, prepared, store=store, language=entry.student.language, now=season.now)
    late = session.scalar(select(Entry).where(Entry.edition_id == edition.id, Entry.state == EntryState.ENDORSED).order_by(Entry.id.desc()))
    if stage != "open" and late is not None and late.submitted_at is not None:
        late.late_until = late.submitted_at + timedelta(days=2)
        late.late_reason = "The line in the district was down on the last day."


def _unanswered(session: Session, edition: Edition) -> list[Entry]:
    """Sent works for which there are only wishes."""
    answered = select(Consent.id).where(Consent.entry_id == Entry.id, Consent.method != "wish").exists()
    query = select(Entry).where(Entry.edition_id == edition.id, Entry.state == EntryState.SUBMITTED, ~answered)
    return list(session.scalars(query.options(*WHOLE).order_by(Entry.id)))


def _form(rng: random.Random) -> Image.Image:
    """A sheet on a table: a heading, a square, five questions with a tick each, a signature. No words: nothing of it is anybody's."""
    sheet = Image.new("RGB", (1200, 1700), SHEET)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((80, 60, 620, 100), fill=PRINT)
    for x in range(950, 1110, 20):
        for y in range(60, 220, 20):
            if rng.random() < 0.5:
                pen.rectangle((x, y, x + 19, y + 19), fill=PRINT)
    for question in range(5):
        y = 300 + question * 220
        pen.rectangle((80, y, 700, y + 24), fill=PRINT)
        for line in range(3):
            pen.rectangle((80, y + 50 + line * 28, 1100 - line * 90, y + 60 + line * 28), fill=TEXT)
        ticked = rng.choice((100, 100, 400))
        for x in (100, 400):
            pen.rectangle((x, y + 145, x + 30, y + 175), outline=PRINT, width=4)
        pen.line((ticked + 2, y + 152, ticked + 14, y + 172, ticked + 42, y + 132), fill=PEN, width=7)
    points = [(120 + 42 * step, 1540 + rng.randint(-55, 55)) for step in range(12)]
    pen.line(points, fill=PEN, width=6, joint="curve")
    pen.line((80, 1610, 700, 1610), fill=TEXT, width=3)
    photo = Image.new("RGB", (1500, 2000), TABLE)
    turned = sheet.rotate(rng.uniform(-3, 3), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)
    photo.paste(turned, ((photo.width - turned.width) // 2, (photo.height - turned.height) // 2))
    return photo
