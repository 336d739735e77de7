"""What the sheets of a round add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session, aliased

from contest.core.localized import Localized
from contest.db.batches import batches
from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Duel, Mark, NotCarried, Panelist, Round, RuleVersion, Sheet
from contest.judging.queries.panels import judged_in, scales
from contest.judging.rules import EVEN, WON, Ballot, Observation, Rule, Scale, Standing, TiePolicy
from contest.judging.states import RoundKind, RoundState, SheetState, Source

COMPARED = "bt"  # the only method of a round of comparisons
MARKED = frozenset({RoundKind.QUICK, RoundKind.SCORING})
PLACE = 0  # where a judge's own order stands among the marks of a ranking round


def ballots(session: Session, round_id: int, *, panelist_id: int | None = None, carried_to: int | None = None) -> list[Ballot]:
    """Every sheet of a round with its marks, as the count sees it: works of the round only.

    What its judge may not judge was withheld by the close (`actions/aside.py`); which roles come or go later changes nothing.
    `carried_to`: a second look; what was left out of it at its close stays out.
    """
    round_ = session.get_one(Round, round_id)
    gone = case((Panelist.signed_off_at.is_(None), Panelist.dropped_at))  # who left with marks that go on counting has signed off
    query = (
        select(Sheet.id, Sheet.entry_id, Sheet.panelist_id, Sheet.state, gone, Sheet.place, Mark.criterion_id, Mark.steps)
        .join(Sheet.panelist)
        .join(Sheet.entry)
        .outerjoin(Mark, Mark.sheet_id == Sheet.id)
        .where(Panelist.round_id == round_id, judged_in(round_))
        .order_by(Sheet.id)
    )
    if panelist_id is not None:
        query = query.where(Panelist.id == panelist_id)
    if carried_to is not None:
        query = query.where(~exists().where(NotCarried.round_id == carried_to, NotCarried.sheet_id == Sheet.id))
    sheets: dict[int, tuple[int, int, SheetState, bool]] = {}
    marks: dict[int, dict[int, int]] = {}
    for sheet_id, entry_id, judge_id, state, dropped_at, place, criterion_id, steps in session.execute(query):
        sheets[sheet_id] = (entry_id, judge_id, state, dropped_at is not None)
        own = marks.setdefault(sheet_id, {})
        if criterion_id is not None:
            own[criterion_id] = steps
        if place is not None and round_.kind is RoundKind.RANKING:
            own[PLACE] = place
    if round_.kind is RoundKind.PAIRWISE:
        _fought(session, round_id, marks)
    return [Ballot(entry, judge, state, marks[sheet], dropped) for sheet, (entry, judge, state, dropped) in sheets.items()]


def _fought(session: Session, round_id: int, marks: dict[int, dict[int, int]]) -> None:
    """Write every decided duel into the marks of its two sheets, each under the other work's id."""
    left, right = aliased(Sheet), aliased(Sheet)
    query = select(left.id, left.entry_id, right.id, right.entry_id, Duel.winner_id, Duel.even).select_from(Duel)
    query = query.join(Panelist, Panelist.id == Duel.panelist_id).join(left, left.id == Duel.left_id).join(right, right.id == Duel.right_id)
    for one, work, other, against, winner, even in session.execute(query.where(Panelist.round_id == round_id)):
        if (winner or even) and one in marks and other in marks:
            marks[one][against] = EVEN if even else WON * (winner == one)
            marks[other][work] = EVEN if even else WON * (winner == other)


def observed(kind: RoundKind, cast: Iterable[Ballot], criteria: Sequence[Scale]) -> list[Observation]:
    """One total of 0 to 100 a counted sheet: of its marks, of its place in the judge's order, or of the duels it won."""
    if kind in {RoundKind.SCORING, RoundKind.QUICK}:
        return rules.counted(cast, criteria)
    if kind is RoundKind.PAIRWISE:
        return rules.shares_won(cast)
    own: defaultdict[int, list[Ballot]] = defaultdict(list)
    for ballot in cast:
        if ballot.state is SheetState.SCORED and not ballot.dropped and ballot.marks:
            own[ballot.judge_id].append(ballot)
    return [each for judge, mine in sorted(own.items()) for each in _ordered(judge, mine)]


def counted(kind: RoundKind, cast: Sequence[Ballot], seen: Sequence[Observation], rule: Rule) -> list[Standing]:
    """Where the works stand: by the rule; two at a time always by the comparisons themselves."""
    return rules.duelled(cast) if kind is RoundKind.PAIRWISE else rules.standings(seen, rule)


def _ordered(judge: int, mine: Iterable[Ballot]) -> list[Observation]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for ballot in mine:
        if PLACE in ballot.marks:
            places[ballot.marks[PLACE]].append(ballot.entry_id)
    return rules.ranked(judge, [places[place] for place in sorted(places)])


@dataclass(frozen=True, slots=True)
class Count:
    """All that a round is counted from: its own sheets, and behind them those of the earlier rounds whose marks count in it.

    `criteria` are of all these rounds, `carried` those of its own that every score carries.
    """

    criteria: list[Scale]
    cast: list[Ballot]
    seen: list[Observation]
    carried: frozenset[int]
    rounds: Sequence[Round]


def rounds_in(session: Session, round_: Round) -> list[Round]:
    """The rounds whose marks count in this one: itself, and where it is a second look the round its works came from, and so on down."""
    found = [round_]
    while found[-1].with_earlier and found[-1].source is not Source.ACCEPTED and found[-1].source_round_id:
        below = session.get_one(Round, found[-1].source_round_id)
        if not below.counts or below in found or not {below.kind, round_.kind} <= MARKED:
            break
        found.append(below)
    return found


def count(session: Session, round_: Round) -> Count:
    """Read what the round is counted from. Of earlier rounds only what they say of the works of this one."""
    own, cast = scales(session, round_.id), ballots(session, round_.id)
    seen, criteria, rounds = observed(round_.kind, cast, own), list(own), rounds_in(session, round_)
    if len(rounds) == 1:
        return Count(criteria, cast, seen, frozenset(scale.id for scale in own), rounds)
    works = set(session.scalars(select(Entry.id).where(judged_in(round_))))
    for each in rounds[1:]:
        theirs = scales(session, each.id)
        more = [ballot for ballot in ballots(session, each.id, carried_to=round_.id) if ballot.entry_id in works]
        seen = [*seen, *rules.carried_over(observed(each.kind, more, theirs), theirs, own)]
        cast, criteria = [*cast, *more], [*criteria, *theirs]
    carried = frozenset(scale.id for scale in own if all(scale.id in one.parts for one in seen))
    return Count(criteria, cast, seen, carried, rounds)


def observations(session: Session, round_: Round) -> list[Observation]:
    """The scores of a round that count."""
    return count(session, round_).seen


def rule_of(session: Session, round_id: int) -> Rule:
    """The rule the round is counted by; where none was chosen, the usual one with the criteria in their order."""
    chosen = session.scalar(select(RuleVersion).join(Round, Round.rule_id == RuleVersion.id).where(Round.id == round_id))
    return rule_from(chosen) if chosen else usual_rule(session.get_one(Round, round_id).kind, scales(session, round_id))


def usual_rule(kind: RoundKind, criteria: Sequence[Scale]) -> Rule:
    """The severity-adjusted mean; criteria in their order part what is equal. Two at a time: Bradley–Terry."""
    return Rule(COMPARED) if kind is RoundKind.PAIRWISE else Rule(tie_break=tuple(scale.id for scale in criteria))


def rule_from(version: RuleVersion) -> Rule:
    """A stored version as the count knows it."""
    spelled = version.parameters
    return Rule(
        version.method, spelled["m0"], tuple(spelled["tie_break"]), TiePolicy(spelled["tie_policy"]), spelled["display_decimals"]
    )


def standings(session: Session, round_id: int) -> list[Standing]:
    """The works of a round by its rule, best first; works without a counted sheet are in `unmarked`. Tie-breaks are in `ties`."""
    round_ = session.get_one(Round, round_id)
    found = count(session, round_)
    return counted(round_.kind, found.cast, found.seen, rule_of(session, round_id))


def inputs_digest(session: Session, round_id: int) -> str:
    """SHA-256 over everything `standings` is computed from, the rule among it."""
    found = count(session, session.get_one(Round, round_id))
    return rules.inputs_digest(found.criteria, found.cast, rule_of(session, round_id))


def lots(session: Session, round_id: int, standings: Sequence[Standing]) -> list[list[int]]:
    """Works that are equal to the end of the chain, in the order the committed lot gives them; nothing under another policy."""
    chosen = session.scalar(select(RuleVersion).join(Round, Round.rule_id == RuleVersion.id).where(Round.id == round_id))
    if chosen is None or rule_from(chosen).tie_policy is not TiePolicy.LOT:
        return []
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for each in standings:
        if each.tied:
            groups[each.rank].append(each.entry_id)
    return [rules.lot(chosen.parameters["lot_seed"], _receipts(session, group)) for group in groups.values()]


def _receipts(session: Session, entries: Sequence[int]) -> dict[int, str]:
    """What these works are called by."""
    found: dict[int, str] = {}
    for some in batches(entries):
        rows = session.execute(select(Entry.id, Entry.receipt).where(Entry.id.in_(some)))
        found |= {entry: receipt or "" for entry, receipt in rows}
    return found


@dataclass(frozen=True, slots=True)
class SealedLot:
    """What everybody may know of the lot that parts a round's last ties: its digest from the beginning, its seed at the end."""

    titles: Localized
    digest: str
    seed: str


def sealed_lots(session: Session, edition_id: int, *, opened: bool) -> list[SealedLot]:
    """The lots of an edition's rounds that are or were judged; with their seeds once they may be `opened`."""
    query = select(Round.titles, RuleVersion.parameters).join(RuleVersion, RuleVersion.id == Round.rule_id).order_by(Round.position)
    rows = session.execute(query.where(Round.edition_id == edition_id, Round.state != RoundState.DRAFT)).all()
    lots = [(titles, held) for titles, held in rows if held.get("tie_policy") == TiePolicy.LOT]
    return [SealedLot(titles, held["lot"], held["lot_seed"] if opened else "") for titles, held in lots]


def unmarked(session: Session, round_id: int) -> list[int]:
    """Works the round judges that no counted sheet speaks of."""
    round_ = session.get_one(Round, round_id)
    spoken = {each.entry_id for each in observations(session, round_)}
    entries = session.scalars(select(Entry.id).where(judged_in(round_)).order_by(Entry.id))
    return [entry for entry in entries if entry not in spoken]
