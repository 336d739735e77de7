"""Which published works a round's briefing shows as examples, in which order, and with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.judging import queries
from contest.judging.models import Criterion, Example, Round
from contest.judging.queries import examples as reads
from contest.judging.rules.examples import MOST, moved
from contest.judging.states import RoundState
from contest.ledger.record import record
from contest.policy import Actor, May, require


@dataclass(frozen=True, slots=True)
class ExampleCommand:
    """What staff say of an example: the sentence beside it, and the criterion it stands for (all of them when None)."""

    words: Mapping[str, str] = field(default_factory=dict)
    criterion_id: int | None = None


def add_example(session: Session, actor: Actor, round_: Round, number: str, command: ExampleCommand, *, now: datetime) -> Example:
    """One more example at the end, by the number printed beside the work. Refuses works the public does not see, and those judged now.

    Hold the round. One that was removed comes back with the new words; one that is there already stays as it is.
    """
    _may_change(actor, round_)
    work, before = reads.published(session, round_, number), reads.kept(session, round_.id)
    example = reads.of_work(session, round_.id, work.entry_id)
    if example is not None and example.removed_at is None:
        return example
    _room(len(before))
    example = example or Example(round_id=round_.id, entry_id=work.entry_id)
    example.position, example.removed_at = max((each.position for each in before), default=0) + 1, None
    _fill(session, example, command)
    session.add(example)
    _note(session, actor, round_, now, added=work.number)
    return example


def change_example(session: Session, actor: Actor, round_: Round, example_id: int, command: ExampleCommand, *, now: datetime) -> None:
    """Other words, or another criterion."""
    _may_change(actor, round_)
    example = _one(session, round_, example_id)
    _fill(session, example, command)
    _note(session, actor, round_, now, changed=example.id)


def move_example(session: Session, actor: Actor, round_: Round, example_id: int, by: int, *, now: datetime) -> None:
    """So many places down, or up when negative. At the end already, or gone: nothing happens."""
    _may_change(actor, round_)
    rows = {each.id: each for each in reads.kept(session, round_.id)}
    after = moved(list(rows), example_id, by)
    if after == list(rows):
        return
    for place, identity in enumerate(after, 1):
        rows[identity].position = place
    _note(session, actor, round_, now, moved=example_id, to=after.index(example_id) + 1)


def remove_example(session: Session, actor: Actor, round_: Round, example_id: int, *, now: datetime) -> None:
    """Judges see it no longer. Gone already: nothing happens."""
    _may_change(actor, round_)
    example = _one(session, round_, example_id)
    if example.removed_at is None:
        example.removed_at = now
        _note(session, actor, round_, now, removed=example.id)


def put_back_example(session: Session, actor: Actor, round_: Round, example_id: int, *, now: datetime) -> None:
    """Undo a removal: words, criterion and place are as before."""
    _may_change(actor, round_)
    example = _one(session, round_, example_id)
    if example.removed_at is not None:
        _room(len(reads.kept(session, round_.id)))
        example.removed_at = None
        _note(session, actor, round_, now, back=example.id)


def copy_examples(session: Session, like: Round, round_: Round) -> None:
    """A new round that is made like another begins with its examples; criteria are matched by their place. Part of making the round."""
    session.flush()
    theirs, own = queries.criteria(session, like.id), queries.criteria(session, round_.id)
    same = {old.id: new.id for old, new in zip(theirs, own, strict=False)}
    for place, each in enumerate(reads.kept(session, like.id), 1):
        criterion = same.get(each.criterion_id) if each.criterion_id is not None else None
        session.add(Example(round_id=round_.id, entry_id=each.entry_id, criterion_id=criterion, position=place, words=dict(each.words)))


def _may_change(actor: Actor, round_: Round) -> None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))


def _room(already: int) -> None:
    if already >= MOST:
        raise Invalid(N_("A briefing may have up to %(most)s examples. Remove one first"), "number", most=MOST)


def _one(session: Session, round_: Round, example_id: int) -> Example:
    example = session.get(Example, example_id)
    if example is None or example.round_id != round_.id:
        raise Missing(N_("There is no such example."))
    return example


def _fill(session: Session, example: Example, command: ExampleCommand) -> None:
    if command.criterion_id is not None:
        criterion = session.get(Criterion, command.criterion_id)
        if criterion is None or criterion.round_id != example.round_id:
            raise Missing(N_("There is no such criterion."))
    example.criterion_id, example.words = command.criterion_id, dict(command.words)


def _note(session: Session, actor: Actor, round_: Round, now: datetime, **what: Any) -> None:
    record(session, actor, "round:examples", round_, now=now, **what)
