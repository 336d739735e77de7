"""By which rule the marks of a round become standings. A rule is never changed: the round gets another version."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_, clean_lines
from contest.judging import queries, rules
from contest.judging.actions.works import undo_choices
from contest.judging.models import Round, RuleVersion
from contest.judging.queries import counting, panels
from contest.judging.queries import results as reads
from contest.judging.queries.resting import stands_under
from contest.judging.rules import METHODS, Rule, TiePolicy
from contest.judging.states import RoundKind, RoundState
from contest.ledger.record import record
from contest.policy import Actor, May, require

NOT_A_RULE = frozenset({"relweight", "minmax"})  # to look at, never to decide by
LEAST_REASON = 10
STANDS = N_("An allocation is locked or published: unlock it first.")
STAYS = N_("Round %(number)s judges works chosen by the results of this one and has begun. The rule stays as it is.")


@dataclass(frozen=True, slots=True)
class RuleCommand:
    """A rule as staff choose it. `tie_break`: criteria in the order in which they are asked. `reason`: needed once judging has begun."""

    method: str
    tie_break: tuple[int, ...]
    tie_policy: TiePolicy
    display_decimals: int = 2
    reason: str = ""


def choose_rule(session: Session, actor: Actor, round_: Round, command: RuleCommand, *, now: datetime) -> RuleVersion:
    """Count the round by this rule from now on; what was counted by another keeps its version. The rule it has already is kept.

    Refused while something firm rests on the results, and once a later round has begun with works chosen by them; one that is still in
    preparation loses its choice. A lot is sealed here: its seed is drawn before anything is marked, and only the seed's digest is shown
    until the round is closed.
    """
    require(actor, May.ROUND_MANAGE)
    rule = _checked(session, round_, command)
    reason = clean_lines(command.reason)
    before = session.get(RuleVersion, round_.rule_id) if round_.rule_id else None
    if before is not None and counting.rule_from(before) == rule:
        return before
    if round_.state is not RoundState.DRAFT and len(reason) < LEAST_REASON:
        raise Invalid(N_("Say why in a sentence: the reason is kept with the result."), "reason")
    if stands_under(session, round_.id):
        raise Conflict(STANDS)
    return _set(session, actor, round_, rule, reason, now, undone=undo_choices(session, round_, STAYS))


def settle_rule(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """A round that nobody chose a rule for is counted by the usual one, and says so from now on, whatever is usual later."""
    if round_.rule_id is None:
        _set(session, actor, round_, queries.rule_of(session, round_.id), "", now)


def _set(
    session: Session, actor: Actor, round_: Round, rule: Rule, reason: str, now: datetime, *, undone: Sequence[int] = ()
) -> RuleVersion:
    version = _version(session, actor, rule, _sealed(session, round_) or secrets.token_hex(16), now)
    round_.rule_id = version.id
    spelled = {"method": rule.method, "tie_break": list(rule.tie_break), "tie_policy": str(rule.tie_policy)}
    names = {each.id: each.names for each in queries.criteria(session, round_.id)}  # as they are called now: they may go
    sealed = version.parameters.get("lot", "")
    record(
        session, actor, reads.RULE_SET, round_, now=now, version=version.id, digest=version.digest, reason=reason, lot=sealed, **spelled,
        steps=[names.get(step, {}) for step in rule.tie_break],
        **({"undone": list(undone)} if undone else {}),
    )  # fmt: skip
    return version


def methods_for(round_: Round) -> list[str]:
    """The ways of counting that may decide a round."""
    if round_.kind is RoundKind.PAIRWISE:
        return [counting.COMPARED]
    return [method for method in METHODS if method not in NOT_A_RULE]


def _checked(session: Session, round_: Round, command: RuleCommand) -> Rule:
    """The rule, if it makes sense for this round now."""
    rule = Rule(command.method, rules.M0, command.tie_break, command.tie_policy, command.display_decimals)
    known = {scale.id for scale in queries.scales(session, round_.id)}
    if not set(rule.tie_break) <= known:
        raise Invalid(N_("Choose criteria of this round"), "tie_break")
    if rule.method in NOT_A_RULE:
        raise Invalid(N_("This way of counting is for looking at results, not for deciding by them"), "method")
    if round_.kind is RoundKind.PAIRWISE and rule.method != counting.COMPARED:
        raise Invalid(N_("Two works at a time are always counted by their comparisons (Bradley–Terry)"), "method")
    if rule.tie_policy is TiePolicy.LOT and round_.state is not RoundState.DRAFT and not _sealed(session, round_):
        raise Invalid(N_("A lot has to be sealed before judging begins"), "tie_policy")
    if round_.state is RoundState.CLOSED:
        rules.standings(counting.observations(session, round_), rule)  # refuses what cannot be computed
    elif (most := METHODS[rule.method].most) is not None and panels.works(session, round_) > most:
        raise Invalid(N_("This way of counting is meant for at most %(most)s works"), "method", most=most)
    return rule


def _sealed(session: Session, round_: Round) -> str:
    """The seed of the lot that was sealed for the round before judging began, if any."""
    held = session.get(RuleVersion, round_.rule_id) if round_.rule_id else None
    return str(held.parameters.get("lot_seed", "")) if held else ""


def _version(session: Session, actor: Actor, rule: Rule, seed: str, now: datetime) -> RuleVersion:
    """The stored version of a rule, made where there is none yet. Every lot is one of its own; a sealed seed stays the seed."""
    parameters: dict[str, Any] = {**asdict(rule), "tie_break": list(rule.tie_break), "tie_policy": str(rule.tie_policy)}
    digest = rule.digest()
    if rule.tie_policy is TiePolicy.LOT:
        parameters |= {"lot": rules.commitment(seed), "lot_seed": seed}
        digest = hashlib.sha256(rules.canonical({"rule": digest, "lot": parameters["lot"]})).hexdigest()
    found = reads.version_by(session, digest)
    if found is None:
        made_by = actor.id if actor.kind == "account" else None
        found = RuleVersion(digest=digest, method=rule.method, parameters=parameters, made_at=now, made_by_id=made_by)
        session.add(found)
        session.flush()
    return found
