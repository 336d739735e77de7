"""How fast a judge works, how long the rest takes, and how open works move to a judge who comes later."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

PAUSE = timedelta(minutes=30)  # longer than this without a mark, and another session has begun
ENOUGH = 5  # fewer works say nothing of a pace


def per_hour(times: Iterable[datetime]) -> int | None:
    """Works an hour in the last session, from when works were answered; None while these are too few to tell."""
    latest = sorted(times, reverse=True)
    session = latest[:1]
    for at in latest[1:]:
        if session[-1] - at > PAUSE:
            break
        session.append(at)
    spent = session[0] - session[-1] if session else timedelta()
    if len(session) < ENOUGH or not spent:
        return None
    return max(1, round((len(session) - 1) / (spent / timedelta(hours=1))))


def hours_left(open_works: int, pace: int | None) -> float | None:
    """So many hours more at that pace, to the half hour; None when nobody can tell."""
    return None if pace is None or not open_works else max(0.5, round(2 * open_works / pace) / 2)


def hand_over(
    untouched: Mapping[int, Sequence[int]], loads: Mapping[int, int], newcomer: int, barred: Container[tuple[int, int]],
    held: Container[int] = (),
) -> list[tuple[int, int]]:  # fmt: skip
    """Which works (judge, entry) pass to a judge who comes into a running round, until the loads are even.

    The last of the untouched works of whoever has most goes first; what is `barred` for the newcomer or `held` already stays.
    """
    left = {judge: [e for e in works if (newcomer, e) not in barred and e not in held] for judge, works in untouched.items()}
    load = dict(loads)
    mine, taken = load.pop(newcomer, 0), set[int]()
    moved: list[tuple[int, int]] = []
    while True:
        givers = [judge for judge in left if left[judge] and load.get(judge, 0) > mine + 1]
        if not givers:
            return moved
        giver = max(givers, key=lambda judge: (load[judge], -judge))
        entry = left[giver].pop()
        if entry in taken:
            continue
        taken.add(entry)
        moved.append((giver, entry))
        load[giver] -= 1
        mine += 1
