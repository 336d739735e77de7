"""Reading tiers, allocations and awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account
from contest.awards.models import Allocation, AllocationLine, Award, LeftOut, Tier, TieRuling
from contest.awards.rules import Level, Place, Plan, allocate, digest
from contest.awards.states import AllocationState
from contest.core.clock import today
from contest.core.errors import Missing
from contest.core.text import N_
from contest.editions.models import Edition
from contest.entries import queries as entries
from contest.entries.models import Entry, Student
from contest.entries.queries.printed import Printed
from contest.entries.states import EntryState
from contest.judging import queries as judging
from contest.judging.models import Round


@dataclass(frozen=True, slots=True)
class Preview:
    """What the round, the tiers and the rulings come to at this moment; nothing is stored of it.

    `parted` says for works that stood equal to others which rounds took them apart.
    """

    plan: Plan
    digest: str
    tiers: Sequence[Tier]
    parted: Mapping[int, Sequence[Round]] = field(default_factory=dict)
    rulings: Sequence[TieRuling] = ()

    def tier(self, tier_id: int | None) -> Tier | None:
        """The tier of an id."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)

    def tie_breaks(self) -> list[tuple[Round, int]]:
        """The rounds that parted ties, each with how many works it put in order."""
        counts: dict[int, list[Round]] = {}
        for rounds in self.parted.values():
            for each in rounds:
                counts.setdefault(each.id, []).append(each)
        return [(found[0], len(found)) for _id, found in sorted(counts.items(), key=lambda item: item[1][0].position)]


def tiers(session: Session, edition_id: int) -> Sequence[Tier]:
    """The tiers of an edition, best first."""
    return session.scalars(select(Tier).where(Tier.edition_id == edition_id).order_by(Tier.position)).all()


def rulings(session: Session, round_: Round) -> Sequence[TieRuling]:
    """People's orders of equal works in a round as it stands, oldest first, with who ruled: what they ruled before it was opened again
    is asked again.
    """
    query = select(TieRuling).where(TieRuling.round_id == round_.id).options(joinedload(TieRuling.ruled_by))
    since = judging.since(session, round_)
    if since is not None:
        query = query.where(TieRuling.at >= since)
    return session.scalars(query.order_by(TieRuling.id)).all()


def left_out(session: Session, round_id: int) -> Sequence[LeftOut]:
    """People's words on works of a round that nobody scored, oldest first, with who said so."""
    query = select(LeftOut).where(LeftOut.round_id == round_id).options(joinedload(LeftOut.ruled_by))
    return session.scalars(query.order_by(LeftOut.id)).all()


def preview(session: Session, round_: Round) -> Preview:
    """Compute who would get what: who reached a final stands above who did not; a round that parts a tie moves nobody past others."""
    layers = judging.layers(session, round_.id)
    places = [
        Place(s.entry_id, s.total, s.sheets, (Fraction(-below), *s.key)) for below, layer in enumerate(layers) for s in layer.standings
    ]
    spoken = {place.entry_id for place in places}
    places += [Place(entry_id, Fraction(0), 0) for entry_id in entries.accepted_ids(session, round_.edition_id) if entry_id not in spoken]
    listed = tiers(session, round_.edition_id)
    levels = [Level(tier.id, tier.places) for tier in listed]
    lots = [lot for layer in layers for lot in judging.lots(session, layer.round.id, layer.standings)]  # sealed before judging
    said = rulings(session, round_)
    orders = [*lots, *(ruling.entries for ruling in said)]  # what people ruled goes before a lot
    parted = {entry: rounds for layer in layers for entry, rounds in layer.by.items()}
    ruled: set[int] = set()
    if any(not place.sheets for place in places):
        ruled = {entry for each in left_out(session, round_.id) for entry in each.entries} - spoken
    return Preview(allocate(places, levels, orders, ruled), digest(places, levels, orders, ruled), listed, parted, said)


def closed_rounds(session: Session, edition_id: int) -> Sequence[Round]:
    """Rounds awards may be based on: closed and counted, the last one first; those that only part a tie of another are none."""
    return judging.bases(session, edition_id)


def allocations(session: Session, edition_id: int) -> Sequence[Allocation]:
    """Every version, newest first."""
    return session.scalars(select(Allocation).where(Allocation.edition_id == edition_id).order_by(Allocation.version.desc())).all()


def by_version(session: Session, edition_id: int, version: int) -> Allocation:
    """One version. Refuses with `Missing`."""
    found = session.scalar(select(Allocation).where(Allocation.edition_id == edition_id, Allocation.version == version))
    if found is None:
        raise Missing(N_("There is no such version."))
    return found


def standing(session: Session, edition_id: int) -> Allocation | None:
    """The version that is locked or published, if any: while there is one, tiers and rulings stand still."""
    firm = (AllocationState.LOCKED, AllocationState.PUBLISHED)
    return session.scalar(select(Allocation).where(Allocation.edition_id == edition_id, Allocation.state.in_(firm)))


def lines(
    session: Session, allocation_id: int, *, awarded_only: bool = False, offset: int = 0, limit: int | None = None
) -> Sequence[AllocationLine]:
    """The lines of a version in rank order, with the works and tiers."""
    query = (
        select(AllocationLine)
        .where(AllocationLine.allocation_id == allocation_id)
        .options(joinedload(AllocationLine.entry).joinedload(Entry.government), joinedload(AllocationLine.tier))
        .order_by(AllocationLine.id)
    )
    if awarded_only:
        query = query.where(AllocationLine.tier_id.is_not(None))
    return session.scalars(query.offset(offset).limit(limit)).all()


def line_count(session: Session, allocation_id: int) -> int:
    """How many works a version ranks."""
    return session.scalar(select(func.count()).where(AllocationLine.allocation_id == allocation_id)) or 0


def based_on(session: Session, round_id: int) -> bool:
    """Does an allocation that is locked or published rest on this round: its own, one below it, or one that parted its ties?"""
    firm = standing(session, session.get_one(Round, round_id).edition_id)
    return firm is not None and (firm.round_id == round_id or round_id in judging.behind(session, firm.round_id))


def awards(session: Session, edition_id: int) -> Sequence[Award]:
    """What was given in an edition, with works, students, governments and tiers; best tier first, then public number."""
    return session.scalars(
        select(Award)
        .join(Award.tier)
        .join(Award.entry)
        .where(Award.edition_id == edition_id)
        .options(
            joinedload(Award.tier), joinedload(Award.entry).joinedload(Entry.student), joinedload(Award.entry).joinedload(Entry.government)
        )
        .order_by(Tier.position, Entry.public_number)
    ).all()


def awards_of(session: Session, entry_ids: Iterable[int]) -> dict[int, Award]:
    """What each of these works won, with its tier; those that won nothing are left out. One statement."""
    query = select(Award).where(Award.entry_id.in_(set(entry_ids))).options(joinedload(Award.tier))
    return {award.entry_id: award for award in session.scalars(query)}


def printed(session: Session, entry_id: int, _now: datetime) -> list[Printed]:
    """For `entries`: the published list of winners, if the work is on it."""
    query = select(Award.at, Edition.titles, Edition.zone).join(Edition, Edition.id == Award.edition_id).where(Award.entry_id == entry_id)
    return [
        Printed(N_("List of winners: %(contest)s, published on %(day)s"), {"contest": titles, "day": today(at, zone)})
        for at, titles, zone in session.execute(query)
    ]


def due(session: Session, now: object) -> Sequence[int]:
    """Ids of locked versions whose hour of release has come."""
    query = select(Allocation.id).where(Allocation.state == AllocationState.LOCKED, Allocation.publish_at <= now)
    return session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class People:
    """Who proposed and who locked a version, by name."""

    proposed_by: str
    locked_by: str | None


def people(session: Session, allocation: Allocation) -> People:
    """The two people behind a version."""
    ids = [identity for identity in (allocation.proposed_by_id, allocation.locked_by_id) if identity]
    names = dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all())
    return People(names.get(allocation.proposed_by_id, ""), names.get(allocation.locked_by_id) if allocation.locked_by_id else None)


def counts_of(session: Session, allocation_id: int) -> dict[int, int]:
    """How many works each tier holds in a version."""
    query = select(AllocationLine.tier_id, func.count()).where(
        AllocationLine.allocation_id == allocation_id, AllocationLine.tier_id.is_not(None)
    )
    return {tier_id: count for tier_id, count in session.execute(query.group_by(AllocationLine.tier_id)) if tier_id is not None}


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """What a release would do: how many win, how many of them stay hidden or unwritten to, who dropped out since."""

    winners: int
    hidden: int
    without_address: int
    dropped: int


def release_check(session: Session, allocation: Allocation) -> ReleaseCheck:
    """Count what the release page must say beforehand."""
    rows = session.execute(
        select(Entry.id, Entry.state, Student.email)
        .join(AllocationLine, AllocationLine.entry_id == Entry.id)
        .join(Student, Student.id == Entry.student_id)
        .where(AllocationLine.allocation_id == allocation.id, AllocationLine.tier_id.is_not(None))
    ).all()
    inside = [row for row in rows if row.state is EntryState.ACCEPTED]
    shown = entries.permitted_to_show(session, [row.id for row in inside])
    return ReleaseCheck(
        winners=len(inside),
        hidden=len(inside) - len(shown),
        without_address=sum(not row.email for row in inside),
        dropped=len(rows) - len(inside),
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the awards of an edition have come."""

    versions: int
    state: AllocationState | None
    awards: int


def progress(session: Session) -> dict[int, Progress]:
    """By edition id, in two statements whatever the number of editions."""
    given = dict(session.execute(select(Award.edition_id, func.count()).group_by(Award.edition_id)).all())
    states: dict[int, list[AllocationState]] = {}
    for edition_id, state in session.execute(select(Allocation.edition_id, Allocation.state).order_by(Allocation.version)):
        states.setdefault(edition_id, []).append(state)
    order = [AllocationState.PUBLISHED, AllocationState.LOCKED, AllocationState.DRAFT]
    return {
        edition_id: Progress(len(seen), next((s for s in order if s in seen), None), given.get(edition_id, 0))
        for edition_id, seen in states.items()
    }
