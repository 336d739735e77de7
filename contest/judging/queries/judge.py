"""What a judge may see: own sheets, own progress, pictures under own codes. Nothing here knows a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, null, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from contest.accounts.models import Grant
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.editions.models import Theme
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.judging import rules
from contest.judging.models import Mark, Panelist, Round, Sheet
from contest.judging.queries.panels import JUDGED, NOT_JUDGED, among, progress_of
from contest.judging.rules import Progress, Scale
from contest.judging.states import RoundState, SheetState
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, blind_sources, derivatives_of
from contest.policy import Actor, May, Owned, can


@dataclass(frozen=True, slots=True)
class MyRound:
    """A judge's place in a round, for the first page."""

    round: Round
    progress: Progress
    signed_off_at: datetime | None
    started: bool


@dataclass(frozen=True, slots=True)
class BlindWork:
    """All a judge is told of a work."""

    sheet_id: int
    code: str
    position: int
    state: SheetState
    version: int
    note: str
    picture_id: int | None
    title: str
    description: str
    alt: Localized
    medium: str
    width_mm: int | None
    height_mm: int | None
    painted_in: int | None
    theme: Localized | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet lies in its judge's own order; of how many, progress tells."""

    number: int
    previous: str | None
    ahead: Sequence[tuple[str, int | None]]  # code and picture of the next works

    @property
    def next(self) -> str | None:
        """The next work in order."""
        return self.ahead[0][0] if self.ahead else None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A work on a judge's own overview; `score` over the round's denominator, None until it is marked."""

    code: str
    state: SheetState
    score: int | None
    noted: bool
    picture_id: int | None
    title: str


def visible(actor: Actor) -> ColumnElement[bool]:
    """Works a judge may see: accepted, and not of a government the judge belongs to."""
    if not actor.governments:
        return JUDGED
    return JUDGED & (Entry.government_id.is_(None) | Entry.government_id.not_in(sorted(actor.governments)))


def is_judged(entry: Entry) -> bool:
    """Is this loaded work still one that is judged? The same question as `JUDGED`."""
    return entry.state is EntryState.ACCEPTED


def my_rounds(session: Session, actor: Actor) -> list[MyRound]:
    """The rounds on whose panel the actor sits, newest first, with progress counted by the store."""
    query = select(Panelist).where(Panelist.account_id == actor.id, Panelist.dropped_at.is_(None))
    places = session.scalars(query.options(joinedload(Panelist.round).joinedload(Round.edition)).order_by(Panelist.id.desc())).all()
    done = progress_of(session, Panelist.account_id == actor.id)
    return [MyRound(p.round, done.get(p.id, Progress()), p.signed_off_at, p.seen_at is not None) for p in places]


def my_place(session: Session, actor: Actor, round_id: int) -> Panelist:
    """The actor's place in a round that has begun, with round and edition. Whoever has none learns nothing of the round."""
    query = select(Panelist).join(Panelist.round).where(Panelist.round_id == round_id, Panelist.account_id == actor.id)
    query = query.where(Panelist.dropped_at.is_(None), Round.state != RoundState.DRAFT)
    found = session.scalar(query.options(joinedload(Panelist.round).joinedload(Round.edition)))
    if found is None or not can(actor, May.ROUND_JUDGE, found):
        raise Missing(N_("There is no such round."))
    return found


def my_progress(session: Session, panelist: Panelist) -> Progress:
    """How far this judge has come."""
    return progress_of(session, Panelist.id == panelist.id).get(panelist.id, Progress())


def own_zone(session: Session, actor: Actor) -> str | None:
    """The time zone of the government a judge belongs to, if there is one."""
    query = select(Government.zone).join(Grant, Grant.government_id == Government.id).where(Grant.account_id == actor.id)
    return session.scalar(query.order_by(Grant.id).limit(1))


def work(session: Session, actor: Actor, panelist: Panelist, code: str) -> BlindWork:
    """One of the judge's own works by its code. Everything else is missing."""
    theme = aliased(Theme)
    query = select(Sheet, Entry, theme.names).join(Sheet.entry).outerjoin(theme, theme.id == Entry.theme_id)
    row = session.execute(query.where(Sheet.blind_code == code, Sheet.panelist_id == panelist.id, visible(actor))).first()
    if row is None or not can(actor, May.SHEET_MARK, Owned(account_id=panelist.account_id, government_id=row[1].government_id)):
        raise Missing(N_("There is no such work in your list (any more)."))
    sheet, entry, named = row
    return BlindWork(
        sheet.id, sheet.blind_code, sheet.position, sheet.state, sheet.version, sheet.note, entry.picture_id, entry.title,
        entry.description, entry.descriptions, entry.medium, entry.width_mm, entry.height_mm, entry.painted_in, named,
    )  # fmt: skip


def marks(session: Session, sheet_id: int) -> dict[int, int]:
    """The marks of a sheet, steps by criterion."""
    query = select(Mark.criterion_id, Mark.steps).where(Mark.sheet_id == sheet_id)
    return dict(session.execute(query).all())


def place(session: Session, actor: Actor, panelist: Panelist, position: int, *, ahead: int = 3) -> Place:
    """Where `position` lies among the works the judge sees, and what comes before and after.

    All sheets up to there are counted in their index; the few that are not shown are found from their works, and taken off.
    """
    mine = (Sheet.panelist_id == panelist.id, visible(actor))
    before = select(Sheet.blind_code).join(Sheet.entry).where(*mine, Sheet.position < position).order_by(Sheet.position.desc()).limit(1)
    upto = select(func.count(), before.scalar_subquery()).select_from(Sheet)
    dealt = upto.where(Sheet.panelist_id == panelist.id, Sheet.position <= position)
    of_round: Any = select(-func.count(), null()).select_from(Entry).join(Sheet, Sheet.entry_id == Entry.id)
    of_round = of_round.where(Entry.edition_id == panelist.round.edition_id, among([panelist.id]), Sheet.position + 0 <= position)
    parts: list[Any] = [dealt, of_round.where(Entry.state.in_(NOT_JUDGED))]
    if actor.governments:
        parts.append(of_round.where(JUDGED, Entry.government_id.in_(sorted(actor.governments))))
    rows = session.execute(union_all(*parts)).all()
    after = select(Sheet.blind_code, Entry.picture_id).join(Sheet.entry).where(*mine, Sheet.position > position)
    following = session.execute(after.order_by(Sheet.position).limit(ahead)).all()
    previous = next((code for _n, code in rows if code is not None), None)
    return Place(sum(n for n, _code in rows), previous, [(code, picture) for code, picture in following])


def next_open(session: Session, actor: Actor, panelist: Panelist, after: int = 0) -> str | None:
    """The next work to mark: after `after`, then from the start, then what was set aside; `None` when nothing is open."""
    for state in (SheetState.WAITING, SheetState.SET_ASIDE):
        for where in (Sheet.position > after, Sheet.position < after):
            query = select(Sheet.blind_code).join(Sheet.entry)
            query = query.where(Sheet.panelist_id == panelist.id, Sheet.state == state, visible(actor), where)
            found = session.scalar(query.order_by(Sheet.position).limit(1))
            if found is not None:
                return found
    return None


_SHOWN_FIRST = {
    SheetState.SCORED: 0, SheetState.SET_ASIDE: 1, SheetState.WAITING: 2, SheetState.ABSTAINED: 3, SheetState.RECUSED: 4,
}  # fmt: skip
FILTERS: Mapping[str, tuple[SheetState, ...]] = {
    "all": tuple(SheetState), "unmarked": (SheetState.WAITING, SheetState.SET_ASIDE), "aside": (SheetState.SET_ASIDE,),
}  # fmt: skip


def lines(
    session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str, offset: int, limit: int
) -> list[SheetLine]:
    """The judge's own works grouped by own total, best first, each group in the judge's own order."""
    share, _under = rules.shares(scales)
    each_mark = case(*((Mark.criterion_id == criterion, Mark.steps * each) for criterion, each in share.items()), else_=0)
    points = func.sum(each_mark, type_=Integer)
    scored = select(Mark.sheet_id, points.label("score")).join(Sheet, Sheet.id == Mark.sheet_id)
    sums = scored.where(Sheet.panelist_id == panelist.id, Sheet.state == SheetState.SCORED).group_by(Mark.sheet_id).subquery()
    group = case(_SHOWN_FIRST, value=Sheet.state, else_=9)
    query = (
        select(Sheet.blind_code, Sheet.state, sums.c.score, Sheet.note != "", Entry.picture_id, Entry.title)
        .join(Sheet.entry)
        .outerjoin(sums, sums.c.sheet_id == Sheet.id)
        .where(Sheet.panelist_id == panelist.id, visible(actor), Sheet.state.in_(FILTERS[show]))
        .order_by(group, func.coalesce(sums.c.score, -1).desc(), Sheet.position)
        .offset(offset)
        .limit(limit)
    )
    return [SheetLine(*row) for row in session.execute(query)]


def pictures(session: Session, ids: Mapping[str, int | None], alts: Mapping[str, str]) -> dict[str, PictureSource]:
    """The pictures behind the judge's own codes, for a template; a work without a picture has none."""
    wanted = {identity for identity in ids.values() if identity is not None}
    rows = {picture.id: picture for picture in session.scalars(select(Picture).where(Picture.id.in_(wanted)))}
    made = derivatives_of(session, wanted)
    found = {
        code: blind_sources(rows[identity], made[identity], code, alt=alts[code]) for code, identity in ids.items() if identity in rows
    }  # fmt: skip
    return {code: source for code, source in found.items() if source is not None}


def find_blind(session: Session, actor: Actor, code: str, size: int) -> Derivative | None:
    """The picture behind a judge's own code, no larger than `size` (the smallest there is otherwise); None for anybody else."""
    query = (
        select(Entry.government_id, Entry.picture_id)
        .join(Sheet, Sheet.entry_id == Entry.id)
        .join(Sheet.panelist)
        .join(Panelist.round)
        .where(Sheet.blind_code == code, JUDGED, Panelist.account_id == actor.id)
        .where(Panelist.dropped_at.is_(None), Round.state != RoundState.DRAFT)
    )
    row = session.execute(query).first()
    if row is None or not can(actor, May.SHEET_MARK, Owned(account_id=actor.id, government_id=row[0])):
        return None
    made = select(Derivative).where(Derivative.picture_id == row[1], Derivative.format == "webp").order_by(Derivative.size)
    sizes = session.scalars(made).all()
    return max((d for d in sizes if d.size <= size), key=lambda d: d.size, default=sizes[0] if sizes else None)


def may_see(_session: Session, _actor: Actor, _picture: Picture) -> bool:
    """Judging opens no private address: judges see pictures under their own codes only."""
    return False
