"""Several rounds as one order: what parts a tie, what stands above what. The one place where it is decided; the rule is `rules.ties`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging.models import Round
from contest.judging.queries import counting
from contest.judging.queries.panels import based_on, judged_in
from contest.judging.rules import Order, Standing, is_tie_break, part
from contest.judging.states import RoundKind, RoundState, Source


@dataclass(frozen=True, slots=True)
class Layer:
    """The works of one round that did not come on to the round above, best first, taken apart by its tie-breaks.

    `by` says for every work that was parted from equal ones which rounds did it.
    """

    round: Round
    standings: Sequence[Standing]
    by: Mapping[int, Sequence[Round]] = field(default_factory=dict)


def bases(session: Session, edition_id: int) -> Sequence[Round]:
    """The rounds awards may be based on, the last one first: closed, counted, and not there to part a tie of another round."""
    reading = _Reading(session, edition_id)
    own = [each for each in reading.rounds.values() if each.kind is not RoundKind.PAIRWISE and reading.source(each) is None]
    return sorted(own, key=lambda each: -each.position)


def layers(session: Session, round_id: int) -> list[Layer]:
    """The standings of a round, and below them those of the round its works came from, without the works that came on; and so on down.

    Whoever reached a final stands above everybody who did not. All works of a final that nobody scored there stand nowhere. A round that
    parts a tie is no layer: its works stand where they stood, in its order. Asked for such a round, the round it came from answers.
    """
    round_ = session.get_one(Round, round_id)
    return _Reading(session, round_.edition_id).layers(round_)


def parted(session: Session, round_: Round) -> Layer:
    """The standings of a round after the rounds that part its ties."""
    return _Reading(session, round_.edition_id).parted(round_)


def behind(session: Session, round_id: int) -> set[int]:
    """The rounds that `layers` are read from: its own, those below, and all that part their ties."""
    round_ = session.get_one(Round, round_id)
    reading = _Reading(session, round_.edition_id)
    found: set[int] = set()
    todo = list(reading.downwards(round_))
    while todo:
        each = todo.pop()
        if each.id not in found:
            found.add(each.id)
            todo += reading.tie_breaks(each)
    return found


def parts_tie(session: Session, from_: Round, works: Collection[int], *, picked: bool) -> bool:
    """Do these works of a closed round, settled now for another one, stand equal there, so that the other one parts their tie?"""
    return is_tie_break(works, counting.standings(session, from_.id), picked=picked)


def since(session: Session, round_: Round) -> datetime | None:
    """Since when a round's order stands: the round, or one below it, was closed last then. (Rounds that part ties only add to it.)"""
    rounds = _Reading(session, round_.edition_id).downwards(round_)
    return max((each.closed_at for each in rounds if each.closed_at is not None), default=None)


def chosen_by(session: Session, round_: Round) -> list[Round]:
    """The rounds whose works were chosen by what this round came to: from its own results, or by a line drawn after it parted a tie."""
    found = list(based_on(session, round_.id))
    if round_.source is Source.ACCEPTED:
        return found  # it parts no tie of another
    reading = _Reading(session, round_.edition_id)
    from_ = reading.source(round_)
    while from_ is not None and round_.closed_at is not None:
        for each in based_on(session, from_.id):
            drawn = each.source is not Source.PICKED and each.kind is not RoundKind.PAIRWISE and each.id != round_.id
            if drawn and (each.opened_at is None or each.opened_at >= round_.closed_at):
                found.append(each)
        from_ = reading.source(from_)
    return found


class _Reading:
    """One look at the closed rounds of an edition that count. Every round is counted once, and only if it is asked for."""

    def __init__(self, session: Session, edition_id: int) -> None:
        self.session = session
        query = select(Round).where(Round.edition_id == edition_id, Round.state == RoundState.CLOSED, Round.counts)
        self.rounds = {each.id: each for each in session.scalars(query.order_by(Round.position))}
        self._standings: dict[int, list[Standing]] = {}

    def standings(self, round_: Round) -> list[Standing]:
        """The round by itself."""
        if round_.id not in self._standings:
            self._standings[round_.id] = counting.standings(self.session, round_.id)
        return self._standings[round_.id]

    def works(self, round_: Round) -> set[int]:
        """The works of the round."""
        return set(self.session.scalars(select(Entry.id).where(judged_in(round_))))

    def source(self, round_: Round) -> Round | None:
        """The round whose tie this one parts; None for a round in its own right. Said when its works were settled, and so for ever."""
        from_ = self.below(round_)
        return from_ if round_.kind is RoundKind.PAIRWISE or round_.parts_tie else None

    def below(self, round_: Round) -> Round | None:
        """The round the works of this one came from."""
        from_ = self.rounds.get(round_.source_round_id or 0) if round_.source is not Source.ACCEPTED else None
        return from_ if from_ is not None and from_.position < round_.position else None

    def base(self, round_: Round) -> Round:
        """The round in its own right whose ties this one parts, or itself."""
        while (from_ := self.source(round_)) is not None:
            round_ = from_
        return round_

    def tie_breaks(self, round_: Round) -> list[Round]:
        """The rounds that part ties of this one, in their order."""
        return [each for each in self.rounds.values() if each.source_round_id == round_.id and self.source(each) is not None]

    def parted(self, round_: Round) -> Layer:
        """The round after its tie-breaks, which may have tie-breaks of their own."""
        orders = [Order(each.id, {one.entry_id: one.rank for one in self.parted(each).standings}) for each in self.tie_breaks(round_)]
        found = part(self.standings(round_), orders)
        return Layer(round_, found.standings, {entry: [self.rounds[one] for one in ids] for entry, ids in found.by.items()})

    def layers(self, round_: Round) -> list[Layer]:
        """`layers`."""
        found: list[Layer] = []
        above: set[int] = set()
        for at in self.downwards(round_):
            if self.source(at) is None:
                whole = self.parted(at)
                kept = [each for each in whole.standings if each.entry_id not in above]
                found.append(Layer(at, kept, {each.entry_id: whole.by[each.entry_id] for each in kept if each.entry_id in whole.by}))
            above |= self.works(at)
        return found

    def downwards(self, round_: Round) -> Iterator[Round]:
        """The round in its own right, the one its works came from, and so on down."""
        at: Round | None = self.base(round_)
        while at is not None:
            yield at
            at = self.below(at)
