
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import BROKEN_LINKAGE, WEAK_LINKAGE, deal, links, order, preview

quick = settings(max_examples=40, deadline=None)


def cyclic(works, judges, each):
    """Work i to judges i, i + 1, … mod J."""
    hands = {j: [] for j in range(judges)}
    for i in range(works):
        for d in range(each):
            hands[(i + d) % judges].append(i)
    return hands


def blocks(works, judges, each):
    """The list of works `each` times over, cut into equal runs."""
    size = -(-works * each // judges)
    return {j: [place % works for place in range(j * size, min((j + 1) * size, works * each))] for j in range(judges)}


@pytest.mark.parametrize(
    ("hands", "works", "components", "strangers", "linkage", "contrast"),
    [
        (deal(range(5000), range(30), 5, "seed"), 5000, 1, 0, 0.998, 0.0029),
        (cyclic(5000, 30, 5), 5000, 1, 315, 0.102, 0.0048),
        (blocks(5000, 30, 5), 5000, 1, 315, 0.005, 0.0653),
        (blocks(5100, 30, 5), 5100, 6, 375, 0.0, None),
    ],
)
def test_the_table_of_deals(hands, works, components, strangers, linkage, contrast):
    """`docs/judging.md`: 5,000 works, 30 judges, 5 each."""
    found = preview(hands, range(works), 5)
    assert (found.components, len(found.strangers), round(found.linkage, 3)) == (components, strangers, linkage)
    assert (None if found.contrast is None else round(found.contrast, 4)) == contrast
    assert found.per_work == {5: works}


def test_five_thousand_works_are_dealt_in_a_moment():
    found = preview(deal(range(5000), range(30), 5, "s"), range(5000), 5)
    assert (found.fewest, found.most) == (833, 834)


def test_recusal_from_equal_governments_links_as_well_as_can_be():
    panels = [[j for j in range(5) if j != g] for g in range(5) for _ in range(100)]
    assert links(panels).linkage() == pytest.approx(1)
    assert links([[1, 2], [1, 2], [2, 3]]).linkage() < 1
    assert (links([[1]]).linkage(), links([]).linkage(), links([[1], [2]]).linkage(), links([[1, 2]], [3]).linkage()) == (None, None, 0, 0)
    assert 0 < BROKEN_LINKAGE < WEAK_LINKAGE < 1


deals = st.tuples(st.integers(0, 25), st.integers(1, 7), st.integers(1, 4), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 24)), max_size=40), st.text(max_size=4))


@given(deals)
@quick
def test_every_work_gets_its_judges_and_none_that_is_barred(case):
    works, judges, each, barred, seed = case
    hands = deal(range(works), range(judges), each, seed, barred)
    assert hands == deal(reversed(range(works)), reversed(range(judges)), each, seed, barred)
    assert set(hands) == set(range(judges))
    assert not {(judge, work) for judge, hand in hands.items() for work in hand} & barred
    for work in range(works):
        may = sum((judge, work) not in barred for judge in range(judges))
        assert sum(work in hand for hand in hands.values()) == min(each, may)
    assert all(len(set(hand)) == len(hand) for hand in hands.values())


@given(deals)
@quick
def test_hands_are_even_when_nothing_is_barred(case):
    works, judges, each, _barred, seed = case
    found = preview(deal(range(works), range(judges), each, seed), range(works), each)
    assert found.most - found.fewest <= 1
    assert (found.barred, found.nobody) == (0, ())


@given(deals)
@quick
def test_the_preview_says_what_was_dealt(case):
    works, judges, each, barred, seed = case
    hands = deal(range(works), range(judges), each, seed, barred)
    found = preview(hands, range(works), each, barred)
    assert sum(count * number for count, number in found.per_work.items()) == sum(found.per_judge.values()) == sum(map(len, hands.values()))
    assert sum(found.per_work.values()) == works
    assert found.barred == sum(judge < judges and work < works for judge, work in barred)
    assert set(found.nobody) == {work for work in range(works) if all((judge, work) in barred for judge in range(judges))}
    assert set(found.nobody) <= set(found.short)
    assert set(found.strangers) == {(a, b) for a in range(judges) for b in range(a + 1, judges) if not set(hands[a]) & set(hands[b])}


def test_everyone_sees_everything_but_the_barred():
    hands = deal(range(6), [7, 8], None, "s", {(7, 3)})
    assert hands == {7: [0, 1, 2, 4, 5], 8: [0, 1, 2, 3, 4, 5]}
    assert preview(hands, range(6), None, {(7, 3)}).short == (3,)


@given(deals, st.data())
@quick
def test_finished_work_stays_when_a_judge_comes_or_goes(case, data):
    works, judges, each, barred, seed = case
    before = deal(range(works), range(judges), each, seed, barred)
    done = {judge: data.draw(st.sets(st.sampled_from(hand))) if hand else set() for judge, hand in before.items()}
    gone, comes = data.draw(st.integers(0, judges - 1)), 50
    sitting = [judge for judge in range(judges) if judge != gone] + [comes]
    after = deal(range(works), sitting, each, seed + "2", barred, done)
    assert set(after) == set(sitting)
    assert all(done[judge] <= set(after[judge]) for judge in sitting if judge != comes)
    for work in range(works):
        may = sum((judge, work) not in barred for judge in sitting)
        assert sum(work in hand for hand in after.values()) == max(min(each, may), sum(work in done.get(judge, ()) for judge in sitting))


def test_a_late_judge_takes_an_even_part_of_what_is_open():
    first = deal(range(300), range(5), 3, "s")
    done = {judge: hand[:90] for judge, hand in first.items()}
    found = preview(deal(range(300), range(6), 3, "s", already=done), range(300), 3)
    assert (found.fewest, found.most, found.short) == (150, 150, ())


def test_what_a_judge_finished_and_may_no_longer_see_is_dealt_to_another():
    hands = deal(range(4), [1, 2], 1, "s", barred={(1, 0)}, already={1: [0, 1]})
    assert 0 in hands[2]
    assert 1 in hands[1]


def test_every_judge_has_an_order_of_their_own_that_never_changes():
    works = list(range(1, 201))
    a, b = order("seed", "1", works), order("seed", "2", works)
    assert sorted(a) == works
    assert a == order("seed", "1", reversed(works)) != b
    assert order("other", "1", works) != a


def test_the_order_says_nothing_of_the_ids():
    """Rank correlation of place and id: within four deviations of none, for fifty judges."""
    n = 400
    for judge in range(50):
        places = order("seed", str(judge), range(n))
        d2 = sum((place - entry) ** 2 for place, entry in enumerate(places))
        assert abs(1 - 6 * d2 / (n * (n * n - 1))) < 4 / n**0.5


def test_a_calibration_set_comes_first_in_one_order_for_all():
    works, first = list(range(100)), {3, 14, 15, 92, 65}
    orders = [order("seed", str(judge), works, first) for judge in range(4)]
    assert len({tuple(each[:5]) for each in orders}) == 1
    assert set(orders[0][:5]) == first
    assert orders[0][5:] == [entry for entry in order("seed", "0", works) if entry not in first]
    assert order("seed", "0", works, {3, 1000})[0] == 3
    assert order("seed", "9", [work for work in works if work != 14], first)[:4] == [entry for entry in orders[0][:5] if entry != 14]


def test_a_judge_with_clearly_more_than_the_others_stands_out():
    def loaded(*hands):
        works = iter(range(10_000))
        return preview({judge: [next(works) for _ in range(n)] for judge, n in enumerate(hands)}, (), 1).loaded

    assert loaded() == ()
    assert loaded(40, 41, 39) == ()
    assert loaded(10, 10, 15) == ()  # a handful more is not much
    assert loaded(100, 100, 119) == ()  # nor a fifth
    assert loaded(40, 40, 60, 90) == (3, 2)
