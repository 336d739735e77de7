from contest.core.kept import Kept


def test_what_was_made_is_kept_while_what_it_was_made_of_stays_the_same():
    kept, made = Kept(9), iter(range(9))
    assert [kept.get(lambda: "a", lambda: next(made)) for _ in range(3)] == [0, 0, 0]
    assert kept.get(lambda: "b", lambda: next(made)) == 1
    assert kept.get(lambda: "a", lambda: next(made)) == 0


def test_what_changes_while_it_is_made_is_not_kept():
    kept, keys, made = Kept(9), iter(["old", "new", "old", "old"]), iter(range(9))
    assert kept.get(lambda: next(keys), lambda: next(made)) == 0
    assert kept.get(lambda: next(keys), lambda: next(made)) == 1


def test_there_are_never_more_than_asked_for():
    kept, made = Kept(2), iter(range(9))
    assert [kept.get(lambda name=name: name, lambda: next(made)) for name in "abca"] == [0, 1, 2, 3]
