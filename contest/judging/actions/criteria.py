"""What is marked in a round: its criteria, while it is in preparation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.editions import standard as edition_standard
from contest.judging import queries, rules, standard
from contest.judging.actions.sent import Form, sent_before, still_says
from contest.judging.models import Criterion, Round, RuleVersion
from contest.judging.states import RoundKind, RoundState
from contest.ledger.models import Event
from contest.ledger.record import record
from contest.policy import Actor, May, require

CHANGED = "round:criteria"
MOST_CRITERIA = 6
CRITERIA: Mapping[RoundKind, tuple[int, int]] = {
    RoundKind.QUICK: (1, 1), RoundKind.SCORING: (2, MOST_CRITERIA), RoundKind.RANKING: (0, 0), RoundKind.PAIRWISE: (0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CriterionCommand:
    """A criterion as staff type it: lowest and highest value and the step between values, in hundredths; words by value, in hundredths too.

    Words belong to a value, so they stay with it when the scale changes.
    """

    names: dict[str, str]
    hints: dict[str, str]
    position: int
    low: int = 100
    high: int = 1000
    step: int = 100
    weight: int = 1
    anchors: Mapping[int, dict[str, str]] = field(default_factory=dict)


def _usual(kind: RoundKind, three: bool) -> list[dict[str, Any]]:
    if kind is RoundKind.SCORING:
        return [{"names": dict(names), "hints": dict(hints)} for _key, names, hints in edition_standard.CRITERIA]
    if kind is RoundKind.QUICK and three:
        return [{"names": dict(standard.KEEPING), "hints": {}, "low": 0, "step": 100, "steps": 2, "anchors": dict(standard.KEEPS)}]
    return [{"names": dict(standard.LOOK), "hints": dict(standard.LOOK_HINT)}] if kind is RoundKind.QUICK else []


def put_usual(session: Session, round_: Round, *, three: bool) -> None:
    """The usual criteria of the round's kind, for a round that has none."""
    session.add_all(Criterion(round_id=round_.id, position=n, **each) for n, each in enumerate(_usual(round_.kind, three), 1))


def copy_criteria(session: Session, from_: Round, to: Round) -> None:
    """The same criteria in another round, which has none yet."""
    session.add_all(
        Criterion(
            round_id=to.id, position=position, names=each.names, hints=each.hints, anchors=each.anchors, low=each.low, step=each.step,
            steps=each.steps, weight=each.weight,
        )
        for position, each in enumerate(queries.criteria(session, from_.id), 1)
    )  # fmt: skip


def usual_criteria(session: Session, actor: Actor, round_: Round, *, three: bool = False, now: datetime) -> None:
    """The usual criteria of the round's kind instead of those it has. A rule that names one of these goes too."""
    _may_set_up(actor, round_)
    dropped = _drop_rule(session, round_, {each.id for each in queries.criteria(session, round_.id)})
    session.execute(delete(Criterion).where(Criterion.round_id == round_.id))
    put_usual(session, round_, three=three)
    round_.version += 1
    record(session, actor, CHANGED, round_, now=now, usual=round_.kind.value, three=three, **dropped)


def add_criterion(
    session: Session, actor: Actor, round_: Round, command: CriterionCommand, *, draft: str = "", now: datetime
) -> Criterion:
    """One more criterion, while the round is in preparation. `draft` names the form it was typed in: the same form sent twice is one."""
    _may_set_up(actor, round_)
    form = Form(draft, (str(round_.id), repr(command)))
    if (event := sent_before(session, form, CHANGED, round_.id)) is not None and (made := _made_by(session, event)) is not None:
        still_says(form, event)
        return made
    most = CRITERIA[round_.kind][1]
    if len(queries.criteria(session, round_.id)) >= most:
        raise Invalid(N_("A round of this kind may have up to %(most)s criteria"), "names", most=most)
    criterion = Criterion(round_id=round_.id, position=_free_position(session, round_))
    session.add(criterion)
    _fill(session, criterion, command)
    round_.version += 1
    record(session, actor, CHANGED, round_, now=now, added=command.names, **form.mark(), **({"criterion": criterion.id} if draft else {}))
    return criterion


def _made_by(session: Session, event: Event) -> Criterion | None:
    """The criterion a form made, if it is still there."""
    made = session.get(Criterion, event.detail.values["criterion"]) if event.detail else None
    return made if made is not None and made.round_id == event.thing_id else None


def change_criterion(
    session: Session, actor: Actor, criterion: Criterion, round_: Round, command: CriterionCommand, *, now: datetime
) -> None:
    """Another name, hint, scale, weight or place, while the round is in preparation."""
    _may_set_up(actor, round_)
    if criterion.round_id != round_.id:
        raise Missing(N_("There is no such criterion."))
    _fill(session, criterion, command)
    round_.version += 1
    record(session, actor, CHANGED, round_, now=now, changed=criterion.id, weight=command.weight)


def remove_criterion(session: Session, actor: Actor, round_: Round, criterion_id: int, *, now: datetime) -> None:
    """Take a criterion out, while the round is in preparation; a rule that names it goes too. Gone already: nothing happens."""
    _may_set_up(actor, round_)
    criterion = session.get(Criterion, criterion_id)
    if criterion is None or criterion.round_id != round_.id:
        return
    dropped = _drop_rule(session, round_, {criterion.id})
    session.delete(criterion)
    round_.version += 1
    record(session, actor, CHANGED, round_, now=now, removed=criterion.names, **dropped)


def _drop_rule(session: Session, round_: Round, gone: set[int]) -> dict[str, int]:
    """A rule that asks for a criterion that goes is no longer the round's: its number may soon be another criterion's."""
    held = session.get(RuleVersion, round_.rule_id) if round_.rule_id else None
    if held is None or gone.isdisjoint(held.parameters["tie_break"]):
        return {}
    round_.rule_id = None
    return {"rule_dropped": held.id}


def _may_set_up(actor: Actor, round_: Round) -> None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("Criteria cannot change once judges have begun."))


def _free_position(session: Session, round_: Round) -> int:
    return max((c.position for c in queries.criteria(session, round_.id)), default=0) + 1


def _step_of(criterion: Criterion, value: int) -> int:
    steps, off = divmod(value - criterion.low, criterion.step)
    if off or not 0 <= steps <= criterion.steps:
        shown = rules.value_text(rules.Scale(0, value, 1, 1, 1), 0)
        raise Invalid(N_("%(value)s is no value of this scale. Empty this field, or change the scale"), f"anchor_{value}", value=shown)
    return steps


def _fill(session: Session, criterion: Criterion, command: CriterionCommand) -> None:
    if not command.names:
        raise Invalid(N_("Give it a name in at least one language"), "names")
    criterion.names, criterion.hints, criterion.weight = command.names, command.hints, command.weight
    criterion.low, criterion.step, criterion.steps = command.low, command.step, rules.steps_between(command.low, command.high, command.step)
    criterion.anchors = {str(_step_of(criterion, value)): words for value, words in sorted(command.anchors.items()) if words}
    session.flush()
    others = [c for c in queries.criteria(session, criterion.round_id) if c is not criterion]
    others.insert(max(0, command.position - 1), criterion)
    for free, each in enumerate(others, 1001):  # the places are unique: step out of the way first
        each.position = free
    session.flush()
    for place, each in enumerate(others, 1):
        each.position = place
