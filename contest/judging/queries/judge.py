"""What a judge may see: own sheets, own progress, pictures under own codes. Nothing here knows a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from contest.accounts.models import Grant
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.db.unit import keys
from contest.editions.models import Edition, Theme
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.judging.models import Criterion, Mark, Panelist, Round, Sheet
from contest.judging.queries.panels import JUDGED, NOT_JUDGED, progress_of
from contest.judging.rules import Progress, Scale
from contest.judging.states import RoundState, SheetState
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, blind_source, blind_sources, derivatives_of
from contest.policy import Actor, May, Owned, can


@dataclass(frozen=True, slots=True)
class MyRound:
    """A judge's place in a round, for the first page."""

    round: Round
    progress: Progress
    signed_off_at: datetime | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class BlindWork:
    """All a judge is told of a work."""

    sheet_id: int
    code: str
    position: int
    state: SheetState
    version: int
    note: str
    pinned: bool
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
class Asked:
    """A criterion as the desk asks by it, with the mark a sheet has (in steps)."""

    scale: Scale
    names: Localized
    hints: Localized
    anchors: Mapping[str, Localized]
    mark: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet lies in its judge's own order, of how many, and how far the judge has come."""

    number: int
    previous: str | None
    ahead: Sequence[tuple[str, int | None]]  # code and picture of the next works
    progress: Progress

    @property
    def next(self) -> str | None:
        """The next work in order."""
        return self.ahead[0][0] if self.ahead else None


def words(*, own: bool) -> tuple[Any, Any]:
    """Title and text as a judge reads them: what the secretariat wrote for judges; where it wrote nothing the painter's `own`, or none."""
    title, text = (Entry.title, Entry.description) if own else (literal(""), literal(""))
    return func.coalesce(Entry.judges_title, title), func.coalesce(Entry.judges_description, text)


SEEN = Sheet.state != SheetState.WITHHELD  # nothing remains on a desk of what is withheld from its judge


SHIELD = Entry.government_id.is_(None) | Entry.government_id.not_in(bindparam("governments", expanding=True))


def visible(actor: Actor) -> ColumnElement[bool]:
    """Sheets a judge may see: their works accepted, not withheld, and not of a government the judge belongs to."""
    if not actor.governments:
        return JUDGED & SEEN
    return JUDGED & SEEN & (Entry.government_id.is_(None) | Entry.government_id.not_in(sorted(actor.governments)))


def shield(actor: Actor) -> dict[str, list[int]]:
    """What `SHIELD` asks: the governments the judge belongs to, if there are any."""
    return {"governments": sorted(actor.governments)} if actor.governments else {}


def is_judged(entry: Entry) -> bool:
    """Is this loaded work still one that is judged? The same question as `JUDGED`."""
    return entry.state is EntryState.ACCEPTED


def my_rounds(session: Session, actor: Actor) -> list[MyRound]:
    """The rounds on whose panel the actor sits, newest first, with progress counted by the store."""
    query = select(Panelist).where(Panelist.account_id == actor.id, Panelist.dropped_at.is_(None))
    places = session.scalars(query.options(joinedload(Panelist.round).joinedload(Round.edition)).order_by(Panelist.id.desc())).all()
    done = progress_of(session, Panelist.account_id == actor.id)
    return [MyRound(p.round, done.get(p.id, Progress()), p.signed_off_at, p.accepted_at is not None) for p in places]


_MY_PLACE = (
    select(Panelist)
    .join(Panelist.round)
    .where(Panelist.round_id == bindparam("round"), Panelist.account_id == bindparam("account"))
    .where(Panelist.dropped_at.is_(None), Round.state != RoundState.DRAFT)
    .options(joinedload(Panelist.round).joinedload(Round.edition).load_only(Edition.titles, Edition.zone, raiseload=True))
)


def my_place(session: Session, actor: Actor, round_id: int) -> Panelist:
    """The actor's place in a round that has begun, with the round, and titles and zone of its edition. Whoever has none learns nothing."""
    found = session.scalar(_MY_PLACE, {"round": round_id, "account": actor.id})
    if found is None or not can(actor, May.ROUND_JUDGE, found):
        raise Missing(N_("There is no such round."))
    return found


def my_progress(session: Session, panelist: Panelist) -> Progress:
    """How far this judge has come; nothing of what is withheld."""
    return replace(progress_of(session, Panelist.id == panelist.id).get(panelist.id, Progress()), withheld=0)


def own_zone(session: Session, actor: Actor) -> str | None:
    """The time zone of the government a judge belongs to, if there is one."""
    query = select(Government.zone).join(Grant, Grant.government_id == Government.id).where(Grant.account_id == actor.id)
    return session.scalar(query.order_by(Grant.id).limit(1))


_theme = aliased(Theme)


@cache
def _told(*, own: bool) -> Any:
    columns = (
        Sheet.id, Sheet.blind_code, Sheet.position, Sheet.state, Sheet.version, Sheet.note, Sheet.pinned, Entry.picture_id, *words(own=own),
        Entry.descriptions, Entry.medium, Entry.width_mm, Entry.height_mm, Entry.painted_in, _theme.names,
    )  # fmt: skip
    return select(*columns).join(Sheet.entry).outerjoin(_theme, _theme.id == Entry.theme_id)


@cache
def _work(*, own: bool) -> Any:
    mine = (Sheet.blind_code == bindparam("code")) & (Sheet.panelist_id == bindparam("panelist"))
    return _told(own=own).add_columns(Entry.government_id).where(mine, JUDGED, SEEN)


def work(session: Session, actor: Actor, panelist: Panelist, code: str) -> BlindWork:
    """One of the judge's own works by its code. Everything else is missing."""
    row: Any = session.execute(_work(own=panelist.round.own_words), {"code": code, "panelist": panelist.id}).first()
    if row is None or not can(actor, May.SHEET_MARK, Owned(account_id=panelist.account_id, government_id=row[-1])):
        raise Missing(N_("There is no such work in your list (any more)."))
    return BlindWork(*row[:-1])


def works(session: Session, actor: Actor, panelist: Panelist) -> list[BlindWork]:
    """All own works, in the judge's own order."""
    rows: Any = session.execute(
        _told(own=panelist.round.own_words).where(Sheet.panelist_id == panelist.id, visible(actor)).order_by(Sheet.position)
    )
    return [BlindWork(*row) for row in rows]


_ASKED = (
    select(
        Criterion.id, Criterion.low, Criterion.step, Criterion.steps, Criterion.weight, Criterion.names, Criterion.hints, Criterion.anchors,
        Mark.steps,
    )
    .outerjoin(Mark, (Mark.criterion_id == Criterion.id) & (Mark.sheet_id == bindparam("sheet")))
    .where(Criterion.round_id == bindparam("round"))
    .order_by(Criterion.position, Criterion.id)
)  # fmt: skip


def asked(session: Session, round_id: int, sheet_id: int) -> list[Asked]:
    """What is marked on a sheet of a round, in its order, with the marks it has."""
    rows: Any = session.execute(_ASKED, {"round": round_id, "sheet": sheet_id})
    return [Asked(Scale(*row[:5]), *row[5:]) for row in rows]


def marks(session: Session, sheet_id: int) -> dict[int, int]:
    """The marks of a sheet, steps by criterion."""
    return dict(session.execute(select(Mark.criterion_id, Mark.steps).where(Mark.sheet_id == sheet_id)).all())


@cache
def _counts(*, shielded: bool) -> Any:
    """How many sheets a judge has in each state, and how many of these lie up to a position.

    All are counted in their index; the few that are not shown are found from their works, and taken off.
    """
    upto = func.sum(case((Sheet.position + 0 <= bindparam("position"), 1), else_=0))
    dealt: Any = select(Sheet.state, func.count(), upto).where(Sheet.panelist_id == bindparam("panelist"), SEEN).group_by(Sheet.state)
    less: Any = select(Sheet.state, -func.count(), -upto).select_from(Entry).join(Sheet, Sheet.entry_id == Entry.id)
    less = less.where(Entry.edition_id == bindparam("edition"), Sheet.panelist_id + 0 == bindparam("panelist"), SEEN).group_by(Sheet.state)
    parts = [dealt, less.where(Entry.state.in_(NOT_JUDGED))]
    if shielded:
        parts.append(less.where(JUDGED, Entry.government_id.in_(bindparam("governments", expanding=True))))
    return union_all(*parts)


@cache
def _around(*, shielded: bool) -> Any:
    """The work before a position and those after it."""
    mine = [Sheet.panelist_id == bindparam("panelist"), JUDGED, SEEN]
    if shielded:
        mine.append(SHIELD)
    columns = select(Sheet.position, Sheet.blind_code, Entry.picture_id).join(Sheet.entry).where(*mine)
    here: Any = bindparam("position")
    before = columns.where(Sheet.position < here).order_by(Sheet.position.desc()).limit(1).subquery()
    after = columns.where(Sheet.position > here).order_by(Sheet.position).limit(bindparam("ahead")).subquery()
    return union_all(select(before), select(after))


def _whose(actor: Actor, panelist: Panelist, position: int) -> dict[str, Any]:
    return {"panelist": panelist.id, "edition": panelist.round.edition_id, "position": position, **shield(actor)}


def place(session: Session, actor: Actor, panelist: Panelist, position: int, *, ahead: int = 3) -> Place:
    """Where `position` lies among the works the judge sees, what comes before and after, and how far the judge has come."""
    asked, shielded = _whose(actor, panelist, position), bool(actor.governments)
    found: Counter[str] = Counter()
    number = 0
    for state, count, upto in session.execute(_counts(shielded=shielded), asked):
        found[SheetState(state).value] += count
        number += upto or 0
    rows = sorted(session.execute(_around(shielded=shielded), {**asked, "ahead": ahead}).all())
    previous = next((code for at, code, _picture in rows if at < position), None)
    return Place(number, previous, [(code, picture) for at, code, picture in rows if at > position], Progress(**found))


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


_SIZES = (
    select(Derivative.size, Derivative.width, Derivative.height, Derivative.private_name, Picture.colour)
    .join(Picture, Picture.id == Derivative.picture_id)
    .where(Derivative.picture_id == bindparam("picture"), Derivative.format == "webp")
    .order_by(Derivative.size)
)


def picture(session: Session, work: BlindWork, alt: str) -> PictureSource | None:
    """The picture behind the judge's own code, for the desk."""
    sizes: Any = session.execute(_SIZES, {"picture": work.picture_id}).all() if work.picture_id is not None else []
    return blind_source(keys(session), work.code, [tuple(row[:4]) for row in sizes], sizes[0].colour, alt=alt) if sizes else None


def pictures(session: Session, ids: Mapping[str, int | None], alts: Mapping[str, str]) -> dict[str, PictureSource]:
    """The pictures behind the judge's own codes, for a template; a work without a picture has none."""
    wanted = {identity for identity in ids.values() if identity is not None}
    rows = {picture.id: picture for picture in session.scalars(select(Picture).where(Picture.id.in_(wanted)))}
    made = derivatives_of(session, wanted)
    keyring = keys(session)
    found = {
        code: blind_sources(keyring, rows[identity], made[identity], code, alt=alts[code])
        for code, identity in ids.items() if identity in rows
    }  # fmt: skip
    return {code: source for code, source in found.items() if source is not None}


def find_blind(session: Session, actor: Actor, code: str, size: int) -> Derivative | None:
    """The picture behind a judge's own code, no larger than `size` (the smallest there is otherwise); None for anybody else."""
    query = (
        select(Entry.government_id, Entry.picture_id)
        .join(Sheet, Sheet.entry_id == Entry.id)
        .join(Sheet.panelist)
        .join(Panelist.round)
        .where(Sheet.blind_code == code, JUDGED, SEEN, Panelist.account_id == actor.id)
        .where(Panelist.dropped_at.is_(None), Panelist.accepted_at.is_not(None), Round.state != RoundState.DRAFT)
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
