from collections import Counter
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import METHODS, Ballot, duelled, fought, next_pair, ranked, strengths, won
from contest.judging.states import SheetState

F = Fraction

quick = settings(max_examples=40, deadline=None)


@given(st.integers(2, 7), st.integers(1, 3), st.text(max_size=3))
@quick
def test_every_judge_sees_every_pair_once_and_all_pairs_evenly(works, judges, seed):
    duels, seen = [], {judge: [] for judge in range(judges)}
    while True:
        moved = False
        for judge, own in seen.items():
            pair = next_pair(range(works), duels, f"{seed}|{judge}", own)
            if pair:
                counts = Counter(frozenset(duel) for duel in duels)
                open_ = [c for c in (frozenset((a, b)) for a in range(works) for b in range(a)) if c not in set(map(frozenset, own))]
                assert counts[frozenset(pair)] == min(counts[c] for c in open_)
                duels.append((max(pair), min(pair)))
                own.append(pair)
                moved = True
        if not moved:
            break
    assert all(len({frozenset(pair) for pair in own}) == len(own) == works * (works - 1) // 2 for own in seen.values())
    assert [n for n, _ in sorted(won(range(works), duels).items(), key=lambda item: item[1])] == list(range(works))


def test_the_next_pair_is_always_the_same_and_neither_side_is_favoured():
    assert next_pair([5, 3, 9], [], "s") == next_pair([9, 5, 3], [], "s")
    assert next_pair([1], [], "s") is None
    left = sum(next_pair([1, 2], [], str(seed)) == (1, 2) for seed in range(400))
    assert 160 < left < 240


def test_works_seen_least_come_next():
    assert set(next_pair([1, 2, 3, 4], [(1, 2)], "s")) == {3, 4}


def test_standing_from_duels():
    duels = [(1, 2), (1, 3), (2, 3), (3, 1), (1, 2)]
    assert won([1, 2, 3, 4], duels) == {1: F(3, 4), 2: F(1, 3), 3: F(1, 3)}
    found = strengths([1, 2, 3], duels)
    assert found[1] > found[2] == found[3]


def test_duels_that_do_not_link_all_works_still_give_an_order():
    found = strengths([1, 2, 3, 4], [(1, 2), (3, 4)])
    assert found[1] > found[2]
    assert found[3] > found[4]
    assert abs(found[1] - found[3]) < F(1, 10**6)
    assert strengths([1, 2], []) == {1: 0, 2: 0}


def test_an_order_becomes_percentiles():
    assert {o.entry_id: o.total for o in ranked(7, [[4], [2, 9], [1]])} == {4: F(175, 2), 2: 50, 9: 50, 1: F(25, 2)}
    assert all(o.judge_id == 7 for o in ranked(7, [[4]]))


@given(st.permutations(range(6)), st.permutations(range(6)))
@quick
def test_orders_are_counted_like_borda(one, other):
    observations = ranked(1, [[work] for work in one]) + ranked(2, [[work] for work in other])
    found = METHODS["borda"].keys(observations, 4)
    assert all(100 * found[work][0] == sum(o.total for o in observations if o.entry_id == work) / 2 for work in range(6))


def sheet(work, judge=1, state=SheetState.SCORED, dropped=False, **against):
    """A sheet whose duels are named `w2="won"`, `w3="lost"`, `w4="even"`."""
    gains = {"won": 2, "even": 1, "lost": 0}
    return Ballot(work, judge, state, {int(other[1:]): gains[said] for other, said in against.items()}, dropped)


def ranks(found):
    return {each.entry_id: each.rank for each in found}


def test_where_all_pairs_were_compared_equally_often_the_wins_decide():
    one = [sheet(1, w2="won", w3="won"), sheet(2, w1="lost", w3="even"), sheet(3, w1="lost", w2="even")]
    found = duelled(one)
    assert ranks(found) == {1: 1, 2: 2, 3: 2}
    assert [(each.key, each.tied, each.total) for each in found] == [((F(2),), False, 100), ((F(1, 2),), True, 25), ((F(1, 2),), True, 25)]


@given(st.integers(2, 6), st.integers(1, 3), st.randoms(use_true_random=False))
@quick
def test_strengths_say_the_same_as_wins_where_all_pairs_were_compared(works, judges, random):
    wins, marks = Counter(), {(judge, work): {} for judge in range(judges) for work in range(works)}
    duels = []
    for judge in range(judges):
        for a in range(works):
            for b in range(a):
                winner, loser = random.sample([a, b], 2)
                wins[winner] += 1
                duels.append((winner, loser))
                marks[judge, winner][loser], marks[judge, loser][winner] = 2, 0
    found = duelled([Ballot(work, judge, SheetState.SCORED, own) for (judge, work), own in marks.items()])
    by_wins = sorted(range(works), key=lambda work: -wins[work])
    assert [wins[each.entry_id] for each in found] == [wins[work] for work in by_wins]
    known = strengths(range(works), duels)
    for a, b in pairwise(found):
        assert (a.rank == b.rank) == (wins[a.entry_id] == wins[b.entry_id])
        assert known[a.entry_id] >= known[b.entry_id] - F(1, 10**8)


def test_to_win_against_the_strong_is_worth_more_than_against_the_weak():
    """Of more works than can all be compared each meets only some: 2 and 3 won as many of theirs, but 2 met the strongest."""
    rounds = [[(1, 2), (2, 3), (3, 4)], [(1, 2), (2, 3), (3, 4)], [(2, 1), (3, 2), (4, 3)]]
    cast = []
    for judge, duels in enumerate(rounds):
        marks = {work: {} for work in range(1, 5)}
        for winner, loser in duels:
            marks[winner][loser], marks[loser][winner] = 2, 0
        cast += [Ballot(work, judge, SheetState.SCORED, own) for work, own in marks.items()]
    found = duelled(cast)
    known = strengths(range(1, 5), [duel for duels in rounds for duel in duels])
    assert [(each.entry_id, each.rank, each.key) for each in found] == [(work, work, (known[work],)) for work in range(1, 5)]
    assert [each.total for each in found] == [F(200, 3), 50, 50, F(100, 3)]


def test_a_duel_counts_only_when_both_works_are_judged_by_a_judge_who_sits():
    cast = [
        sheet(1, w2="won", w3="won"), sheet(2, w1="lost", w3="won"), sheet(3, w1="lost", w2="lost", state=SheetState.RECUSED),
        sheet(3, judge=2, dropped=True, w1="won"), sheet(1, judge=2, dropped=True, w3="lost"),
        sheet(3, judge=3, w1="even"), sheet(1, judge=3, state=SheetState.WAITING, w3="even"),
    ]  # fmt: skip
    assert [(each.entry_id, each.marks) for each in fought(cast)] == [(1, {2: 2}), (2, {1: 0})]
    assert ranks(duelled(cast)) == {1: 1, 2: 2}


def test_works_whose_duels_are_alike_are_equal():
    one = [sheet(1, w3="won"), sheet(2, w3="won"), sheet(3, w1="lost", w2="lost", w4="won"), sheet(4, w3="lost")]
    assert ranks(duelled(one)) == {1: 1, 2: 1, 3: 3, 4: 4}
    assert duelled([]) == []


@given(st.permutations(range(5)))
@quick
def test_the_order_of_the_sheets_does_not_matter(order):
    cast = [sheet(1, w2="won"), sheet(2, w1="lost", w3="won"), sheet(3, w2="lost", w4="even"), sheet(4, w3="even"), sheet(4, judge=2)]
    assert duelled([cast[n] for n in order]) == duelled(cast)
