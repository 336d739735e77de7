"""What if careful judges counted for more? A view for staff, never the result: it would weigh some governments' judges more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import fsum, sqrt

from contest.judging.rules.adjusted import M0
from contest.judging.rules.sheets import Observation

_ROUNDS = 300
_NEAR = 1e-9
_LEAST = 0.05  # of the spread of all scores: no judge is believed to be without error


def relweight(observations: Sequence[Observation]) -> dict[int, float]:
    """θ_i of y_ij = a_j + s_j·θ_i + ε, ε ~ N(0, σ_j²), θ ~ N(0, 1), by EM (`docs/judging.md`).

    E: θ_i | y is normal with precision 1 + Σ_j s_j²/σ_j² and mean Σ_j s_j·(y_ij − a_j)/σ_j² over it.
    M: each judge's a, s by regression on θ, σ² from the residuals, drawn toward the panel's as by M0 further scores.
    """
    own: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for each in observations:
        own[each.judge_id].append((each.entry_id, float(each.total)))
    entries = sorted({each.entry_id for each in observations})
    everything = [y for seen in own.values() for _entry, y in seen]
    middle = fsum(everything) / len(everything) if everything else 0.0
    spread = sqrt(fsum((y - middle) ** 2 for y in everything) / max(1, len(everything)))
    if not spread:
        return dict.fromkeys(entries, 0.0)
    lines = {judge: (fsum(y for _e, y in seen) / len(seen), spread / sqrt(2), spread**2 / 2) for judge, seen in sorted(own.items())}
    theta: dict[int, tuple[float, float]] = {}
    for _ in range(_ROUNDS):
        before, theta = theta, _expect(entries, own, lines)
        lines = _fit(own, theta, spread)
        if before and max(abs(theta[entry][0] - before[entry][0]) for entry in entries) < _NEAR:
            break
    return {entry: theta[entry][0] for entry in entries}


_Lines = dict[int, tuple[float, float, float]]  # judge: a, s, σ²


def _expect(entries: Sequence[int], own: dict[int, list[tuple[int, float]]], lines: _Lines) -> dict[int, tuple[float, float]]:
    weight = dict.fromkeys(entries, 1.0)
    pull = dict.fromkeys(entries, 0.0)
    for judge, (a, s, noise) in lines.items():
        for entry, y in own[judge]:
            weight[entry] += s * s / noise
            pull[entry] += s * (y - a) / noise
    return {entry: (pull[entry] / weight[entry], 1 / weight[entry]) for entry in entries}


def _fit(own: dict[int, list[tuple[int, float]]], theta: dict[int, tuple[float, float]], spread: float) -> _Lines:
    rough: dict[int, tuple[float, float, float, int]] = {}
    for judge, seen in sorted(own.items()):
        n = len(seen)
        first = fsum(theta[e][0] for e, _y in seen) / n
        second = fsum(theta[e][0] ** 2 + theta[e][1] for e, _y in seen) / n
        middle = fsum(y for _e, y in seen) / n
        cross = fsum(theta[e][0] * y for e, y in seen) / n
        varied = second - first * first
        s = (cross - first * middle) / varied if varied > _NEAR else 0.0
        a = middle - s * first
        rough[judge] = a, s, fsum((y - a - s * theta[e][0]) ** 2 + s * s * theta[e][1] for e, y in seen), n
    pooled = fsum(left for *_rest, left, _n in rough.values()) / sum(n for *_rest, n in rough.values())
    least = (_LEAST * spread) ** 2
    return {judge: (a, s, max(least, (left + M0 * pooled) / (n + M0))) for judge, (a, s, left, n) in rough.items()}
