"""Rounds, criteria, who judges, their sheets, marks and the history of marks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.accounts.models import Account
from contest.db.base import Base
from contest.db.types import Digest, Id, JsonText, Key, Long, Name, points_to
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.judging.states import ConflictKind, RoundKind, RoundState, SheetState, Source


class RuleVersion(Base):
    """How marks become standings, once and for ever: another parameter is another row. `digest` is of its canonical spelling."""

    __tablename__ = "rule_version"

    id: Mapped[Id]
    digest: Mapped[Digest] = mapped_column(unique=True)
    method: Mapped[Key]
    parameters: Mapped[dict[str, Any]] = mapped_column(JsonText)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = points_to("account.id", index=False)


class Round(Base):
    """Judges mark works by the same criteria.

    `seed` makes every judge's order, `deal_seed` who gets which works where not everybody gets all; neither shows anything of a work.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    position: Mapped[int]
    titles: Mapped[dict[str, str]]
    briefings: Mapped[dict[str, str]]
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    counts: Mapped[bool] = mapped_column(default=True)  # a practice round does not
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    seed: Mapped[Key]
    kind: Mapped[RoundKind] = mapped_column(default=RoundKind.SCORING)
    opens_at: Mapped[datetime | None]  # opened by the clock then, if nothing stands in the way
    source: Mapped[Source] = mapped_column(default=Source.ACCEPTED)
    source_round_id: Mapped[int | None] = points_to("round.id", index=False)
    source_number: Mapped[int | None]  # how many, or a threshold in hundredths
    with_earlier: Mapped[bool] = mapped_column(default=False)  # the marks of the source round count beside its own
    parts_tie: Mapped[bool] = mapped_column(default=False)  # its works stood equal in the source round when they were settled
    per_work: Mapped[int | None]  # judges for each work; everybody when empty
    deal_seed: Mapped[Key] = mapped_column(default="")
    calibration: Mapped[int] = mapped_column(default=0)  # so many works come first, the same for all judges
    pledges: Mapped[dict[str, str]] = mapped_column(default=dict)  # what judges promise before they see anything, {} for the usual words
    rule_id: Mapped[int | None] = points_to("rule_version.id", index=False)
    own_words: Mapped[bool] = mapped_column(default=False)  # judges read painters' own titles and texts, whose language tells the country
    seats_all_judges: Mapped[bool] = mapped_column(default=True)  # whoever is invited as a judge of the edition sits here
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="raise")
    rule: Mapped[RuleVersion | None] = relationship(lazy="raise")


class RoundWork(Base):
    """A work of a round that does not judge all accepted works: settled by people before the round opens."""

    __tablename__ = "round_work"
    __table_args__ = (UniqueConstraint("round_id", "entry_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id", index=False)
    entry_id: Mapped[int] = points_to("entry.id")


class Criterion(Base):
    """What is marked: from `low` upwards in steps of `step` (both in hundredths), `steps` of them; `weight` is relative.

    `anchors` are words for single values, by steps above the lowest: `{"0": {"en": "Out"}, "2": {"en": "Keep"}}`.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("step > 0 AND steps > 0", name="has_steps"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    hints: Mapped[dict[str, str]]
    low: Mapped[int] = mapped_column(default=100)
    step: Mapped[int] = mapped_column(default=100)
    steps: Mapped[int] = mapped_column(default=9)
    weight: Mapped[int] = mapped_column(default=1)
    anchors: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)


class Example(Base):
    """A published work of an earlier edition in a round's briefing, with a sentence on what it shows; for one criterion or for all.

    Whether judges see it is asked each time: permission may be withdrawn. What staff removed stays, so that it can be put back.
    """

    __tablename__ = "round_example"
    __table_args__ = (UniqueConstraint("round_id", "entry_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id", index=False)
    entry_id: Mapped[int] = points_to("entry.id")
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id", ondelete="SET NULL"), index=True)
    position: Mapped[int]
    words: Mapped[dict[str, str]] = mapped_column(default=dict)
    removed_at: Mapped[datetime | None]


class Panelist(Base):
    """A judge's place in a round.

    `number` is the highest sequence number seen from any of the judge's devices: a press made after another was seen has a higher one,
    whatever the clocks say. `settings` are the judge's own: keys, ground, order of hands.
    """

    __tablename__ = "panelist"
    __table_args__ = (UniqueConstraint("round_id", "account_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    account_id: Mapped[int] = points_to("account.id")
    added_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]  # briefing read, confidentiality promised, conflicts declared
    looked_again_at: Mapped[datetime | None]  # at the first works, after the last
    signed_off_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    number: Mapped[int] = mapped_column(default=0)
    settings: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)

    round: Mapped[Round] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise")


class Sheet(Base):
    """One judge before one work. `blind_code` is random per round and judge; `version` counts changes."""

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("panelist_id", "entry_id"),
        Index("ix_sheet_order", "panelist_id", "position"),
        Index("ix_sheet_progress", "panelist_id", "state", "position"),
    )

    id: Mapped[Id]
    panelist_id: Mapped[int] = points_to("panelist.id", index=False)
    entry_id: Mapped[int] = points_to("entry.id")
    blind_code: Mapped[str] = mapped_column(String(16), unique=True)
    position: Mapped[int]
    state: Mapped[SheetState] = mapped_column(default=SheetState.WAITING)
    note: Mapped[Long] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    pinned: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int | None]  # in a ranking round: 1 is the best

    panelist: Mapped[Panelist] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")


class Mark(Base):
    """A whole number of steps above the criterion's lowest value: exact, never a float."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"), CheckConstraint("steps >= 0", name="steps_not_negative"))

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    criterion_id: Mapped[int] = points_to("criterion.id", index=False)
    steps: Mapped[int]


class MarkEvent(Base):
    """Every change of a mark or of a sheet, never edited.

    `number` and `device` are the sequence number it was sent under; empty for pages without scripts. What was taken back is not removed:
    the taking back is an event of its own that points to it. `what` "overtaken" is a mark that came after a newer one and was not kept.
    """

    __tablename__ = "mark_event"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    criterion_id: Mapped[int | None] = points_to("criterion.id", index=False)
    what: Mapped[Key]
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = points_to("account.id", index=False)  # the judge, or staff; nobody for what the system did
    number: Mapped[int] = mapped_column(default=0)
    device: Mapped[Key] = mapped_column(default="")
    undoes_id: Mapped[int | None] = points_to("mark_event.id", index=False)


class Conflict(Base):
    """Whom a judge may not judge, as declared before anything is seen: a government, a school, a person. For all rounds of the edition."""

    __tablename__ = "conflict"

    id: Mapped[Id]
    account_id: Mapped[int] = points_to("account.id")
    edition_id: Mapped[int] = points_to("edition.id", index=False)
    kind: Mapped[ConflictKind]
    government_id: Mapped[int | None] = points_to("government.id", index=False)
    words: Mapped[Name] = mapped_column(default="")  # the school's or the person's name
    declared_by: Mapped[Key]  # judge or staff
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Duel(Base):
    """Two works side by side before one judge, to part a tie. `winner_id` is one of the two sheets; empty while open, and when `even`."""

    __tablename__ = "duel"
    __table_args__ = (UniqueConstraint("left_id", "right_id"),)

    id: Mapped[Id]
    panelist_id: Mapped[int] = points_to("panelist.id")
    left_id: Mapped[int] = points_to("sheet.id", index=False)
    right_id: Mapped[int] = points_to("sheet.id", index=False)
    position: Mapped[int]
    winner_id: Mapped[int | None] = points_to("sheet.id", index=False)
    even: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
    decided_at: Mapped[datetime | None]


class Recusal(Base):
    """Why a judge does not judge a work: knows it, cannot judge it, or may not. Withdrawn when taken back, never deleted.

    One of the reason "let", withdrawn from the beginning, is staff's word that the judge may judge the work all the same.
    """

    __tablename__ = "recusal"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    reason: Mapped[Key]
    declared_by: Mapped[Key]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class NotCarried(Base):
    """A sheet of an earlier round whose marks do not count in a second look: at its close the judge might not judge the work any more."""

    __tablename__ = "not_carried"
    __table_args__ = (UniqueConstraint("round_id", "sheet_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id", index=False)
    sheet_id: Mapped[int] = points_to("sheet.id")


class Flag(Base):
    """A judge's word to staff about a work; judging goes on."""

    __tablename__ = "flag"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    reason: Mapped[Key]
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]  # staff have looked at it


class ResultTold(Base):
    """What the painter of a work is told of its result: figures of one round, as they were when the results came out, and so for ever."""

    __tablename__ = "result_told"

    id: Mapped[Id]
    entry_id: Mapped[int] = points_to("entry.id", index=False, unique=True)
    round_id: Mapped[int] = points_to("round.id", index=False)
    figures: Mapped[dict[str, Any]] = mapped_column(JsonText)  # `sentences.Explained`, spelled
