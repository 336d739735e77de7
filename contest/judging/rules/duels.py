"""Deciding few works by pairs or by one's own order: which pair next, and what follows from the answers. `docs/judging.md`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from contest.judging.rules.majorities import Wins, bradley_terry
from contest.judging.rules.methods import percentiles
from contest.judging.rules.sheets import Ballot, Observation
from contest.judging.rules.standings import Standing
from contest.judging.states import SheetState

Duel = tuple[int, int]  # the work preferred, the other
WON, EVEN = 2, 1  # what a duel gives, beside the other work's id among the marks of a sheet


def next_pair(entries: Iterable[int], duels: Iterable[Duel], seed: str, seen: Iterable[Duel] = ()) -> Duel | None:
    """The pair to show next, left and right: compared least often, then of works compared least often, then by seed.

    `duels` are all answers so far, `seen` those of this judge, who gets no pair twice (either way round). None when there is none left.
    """
    times = Counter(frozenset(duel) for duel in duels)
    played = Counter(entry for pair, count in times.items() for entry in pair for _ in range(count))
    done = {frozenset(duel) for duel in seen}
    open_ = [pair for pair in combinations(sorted(set(entries)), 2) if frozenset(pair) not in done]
    if not open_:
        return None
    fewest = min((times[frozenset(pair)], played[pair[0]] + played[pair[1]]) for pair in open_)
    level = [pair for pair in open_ if (times[frozenset(pair)], played[pair[0]] + played[pair[1]]) == fewest]
    one, other = min(level, key=lambda pair: _draw(seed, pair))
    return (one, other) if _draw(seed, (one, other))[-1] % 2 else (other, one)


def strengths(entries: Iterable[int], duels: Iterable[Duel]) -> dict[int, Fraction]:
    """The works' log strengths by Bradley–Terry, to 9 decimals, mean 0; with 0.02 virtual wins where the duels do not link all works."""
    wins = Wins(entries)
    for winner, loser in duels:
        wins.add(winner, loser)
    return bradley_terry(wins)


def fought(ballots: Iterable[Ballot]) -> list[Ballot]:
    """The sheets of a pairwise round that count, each with the duels that count: both its works are judged, by a judge who still sits."""
    cast = [each for each in ballots if each.state is SheetState.SCORED and not each.dropped]
    judged = {(each.judge_id, each.entry_id) for each in cast}
    kept = [replace(each, marks={other: n for other, n in each.marks.items() if (each.judge_id, other) in judged}) for each in cast]
    return [each for each in kept if each.marks]


def shares_won(ballots: Iterable[Ballot]) -> list[Observation]:
    """What share of its duels a work has won before each judge, 0 to 100. To be shown: works are ranked by `duelled`."""
    return [Observation(each.entry_id, each.judge_id, _share(each)) for each in fought(ballots)]


def duelled(ballots: Iterable[Ballot]) -> list[Standing]:
    """Where works stand by all judges' duels: by their Bradley–Terry strength; `total` is the mean of the judges' shares.

    Where all pairs were compared equally often that order is the order by wins, and the wins decide, exactly. Works that won as often
    against the same works are equal, whatever rounding says.
    """
    own: dict[int, list[Fraction]] = {}
    cast = fought(ballots)
    wins = Wins(each.entry_id for each in cast)
    for each in cast:
        own.setdefault(each.entry_id, []).append(_share(each))
        for other, gained in each.marks.items():
            wins.add(each.entry_id, other, Fraction(gained, WON))
    values = _strength(wins)
    above = Counter(values.values())
    found = []
    for entry, value in values.items():
        mean = sum(own[entry], Fraction(0)) / len(own[entry])
        rank = 1 + sum(many for other, many in above.items() if other > value)
        spread = max(own[entry]) - min(own[entry])
        found.append(Standing(entry, mean, len(own[entry]), rank, above[value] > 1, spread, mean, (value,)))
    return sorted(found, key=lambda each: (each.rank, each.entry_id))


def _share(ballot: Ballot) -> Fraction:
    return Fraction(100 * sum(ballot.marks.values()), WON * len(ballot.marks))


def _strength(wins: Wins) -> dict[int, Fraction]:
    size, table = range(len(wins.entries)), wins.table
    met = {table[i][k] + table[k][i] for i in size for k in size if i != k}
    if len(met) == 1 and met != {0}:
        return wins.keyed([sum(row, Fraction(0)) for row in table])
    found = bradley_terry(wins)
    for i, entry in enumerate(wins.entries):
        same = next((k for k in range(i) if _alike(table, i, k)), i)
        found[entry] = found[wins.entries[same]]
    return found


def _alike(table: Sequence[Sequence[Fraction]], i: int, k: int) -> bool:
    """Have two works won as often, and met all others equally often? The model knows nothing more of a work."""
    met = all(table[i][n] + table[n][i] == table[k][n] + table[n][k] for n in range(len(table)) if n not in {i, k})
    return met and sum(table[i]) == sum(table[k])


def won(entries: Iterable[int], duels: Iterable[Duel]) -> dict[int, Fraction]:
    """The share of its duels that each work has won; works without a duel are left out."""
    wins, played = Counter[int](), Counter[int]()
    for winner, loser in duels:
        wins[winner] += 1
        played.update((winner, loser))
    return {entry: Fraction(wins[entry], played[entry]) for entry in sorted(set(entries)) if played[entry]}


def ranked(judge_id: int, groups: Sequence[Sequence[int]]) -> list[Observation]:
    """A judge's own order, best first, works put level together in one group, as totals: 100·(below + ½·equal)/n, as in `borda`."""
    level = {entry: Fraction(-place) for place, group in enumerate(groups) for entry in group}
    share = percentiles(list(level.values()))
    return [Observation(entry, judge_id, 100 * share[value]) for entry, value in level.items()]


def _draw(seed: str, pair: Duel) -> bytes:
    return hashlib.sha256(f"{seed}|{pair[0]}|{pair[1]}".encode()).digest()
