from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.core.errors import Invalid
from contest.exhibitions import rules
from contest.exhibitions.rules import Stay

D = date(2026, 5, 1)


def day(n):
    return D + timedelta(days=n)


def stay(first, last, works=(1,), *, install=None, pack=None, id=0):  # noqa: A002
    return Stay(day(first), day(last), None if install is None else day(install), None if pack is None else day(pack), frozenset(works), id)


def kinds(problems):
    return [("late" if p.warning else "clash" if p.other else p.field) for p in problems]


@pytest.mark.parametrize(
    ("existing", "wanted", "found"),
    [
        ([], stay(0, 5), []),
        ([stay(0, 5, id=1)], stay(8, 9), []),
        ([stay(0, 5, id=1)], stay(7, 9), []),
        ([stay(0, 5, id=1)], stay(6, 9), ["late"]),
        ([stay(0, 5, id=1)], stay(5, 9), ["clash"]),
        ([stay(8, 9, id=1)], stay(0, 7), ["late"]),
        ([stay(0, 5, id=1)], stay(2, 3), ["clash"]),
        ([stay(0, 5, [2], id=1)], stay(2, 3), []),
        ([stay(0, 5, id=1)], stay(8, 9, install=5), ["clash"]),
        ([stay(0, 3, pack=8, id=1)], stay(8, 9), ["clash"]),
        ([stay(0, 5, id=1)], stay(2, 3, id=1), []),
        ([stay(0, 5, id=1), stay(4, 8, [1, 2], id=2), stay(30, 31, id=3)], stay(5, 29, [1, 2]), ["clash", "clash", "late"]),
        ([], stay(5, 4), ["closes_on"]),
        ([], stay(0, 5, install=1), ["install_on"]),
        ([], stay(0, 5, pack=4), ["pack_on"]),
        ([stay(0, 9, id=1)], stay(5, 4, install=7, pack=0), ["closes_on", "install_on", "pack_on", "clash"]),
    ],
)
def test_all_problems_of_a_stop_are_found(existing, wanted, found):
    assert kinds(rules.clashes(existing, wanted)) == found


def test_a_clash_names_the_works_and_the_place():
    other = Stay(day(0), day(5), works=frozenset({1, 2, 3}), id=4, place={"en": "Hall"})
    [problem] = rules.clashes([other], stay(3, 9, [3, 2, 7]))
    assert (problem.works, problem.other) == ((2, 3), other)


def test_only_what_forbids_is_refused_and_all_of_it_is_told():
    rules.check(rules.clashes([stay(0, 5, id=1)], stay(6, 9)))
    with pytest.raises(rules.Clash) as refused:
        rules.check(rules.clashes([stay(0, 5, id=1), stay(9, 12, id=2), stay(14, 15, id=3)], stay(5, 13)))
    assert kinds(refused.value.problems) == ["clash", "clash"]


spans = st.tuples(st.integers(0, 30), st.integers(0, 10), st.frozensets(st.integers(1, 4))).map(lambda t: stay(t[0], t[0] + t[1], t[2]))


@given(st.lists(spans, max_size=5), spans)
def test_a_work_never_hangs_in_two_places_on_one_day(existing, wanted):
    named = [Stay(s.opens_on, s.closes_on, works=s.works, id=n + 1) for n, s in enumerate(existing)]
    twice = {
        (s.id, work)
        for s in named
        for work in s.works & wanted.works
        if any(s.first <= day(n) <= s.last and wanted.first <= day(n) <= wanted.last for n in range(60))
    }
    told = {(p.other.id, work) for p in rules.hard(rules.clashes(named, wanted)) for work in p.works}
    assert told == twice


@given(spans, spans)
def test_being_in_the_way_is_mutual(one, other):
    a, b = Stay(one.opens_on, one.closes_on, works=one.works, id=1), Stay(other.opens_on, other.closes_on, works=other.works, id=2)
    assert kinds(rules.clashes([a], b)) == kinds(rules.clashes([b], a))


@pytest.mark.parametrize(
    ("to", "order"), [(1, [3, 1, 2, 4]), (2, [1, 3, 2, 4]), (3, [1, 2, 3, 4]), (4, [1, 2, 4, 3]), (0, [3, 1, 2, 4]), (99, [1, 2, 4, 3])]
)
def test_a_work_moves_to_its_new_place(to, order):
    assert rules.moved([1, 2, 3, 4], 3, to) == order


@given(st.lists(st.integers(), unique=True, max_size=8), st.integers(), st.integers(-3, 20))
def test_moving_loses_no_work(order, work, to):
    assert sorted(rules.moved(order, work, to)) == sorted(order)


@pytest.mark.parametrize("typed", ["", "Spring", "a b", "-a", "a-", "a--b", "ä", "a/b", "a.ics", "x" * 61])
def test_a_bad_name_for_an_address_is_refused(typed):
    with pytest.raises(Invalid):
        rules.check_slug(typed)


def test_a_good_name_for_an_address_is_kept():
    assert rules.check_slug("spring-2027") == "spring-2027"
