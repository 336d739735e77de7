from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import METHODS, next_pair, ranked, strengths, won

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
