"""The little linear algebra that judging needs, for symmetric matrices of at most about a hundred rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign, fsum, sqrt

Matrix = list[list[float]]


def solve_exact(matrix: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """Solve S·x = c over the whole numbers, for several right-hand sides c at once.

    S is positive definite, J×J; each column has J numbers. Returns the numerators of each x and their one denominator
    det S. Fraction-free Gauss–Jordan elimination (Bareiss 1968): every division below leaves no rest.

    >>> solve_exact([[2, 1], [1, 3]], [[3, 4]])
    ([[5, 5]], 5)
    """
    rows = [[*row, *(column[i] for column in columns)] for i, row in enumerate(matrix)]
    before = 1
    for k, lead in enumerate(rows):
        pivot, rest = lead[k], lead[k + 1 :]
        for row in rows:
            if row is not lead:
                factor = row[k]
                row[k + 1 :] = [(pivot * mine - factor * theirs) // before for mine, theirs in zip(row[k + 1 :], rest, strict=True)]
        before = pivot
    size = len(rows)
    return [[row[size + c] for row in rows] for c in range(len(columns))], before


def solve(matrix: Sequence[Sequence[float]], columns: Sequence[Sequence[float]]) -> Matrix:
    """Solve S·x = c for positive definite S (J×J) and several c in IEEE doubles: Gauss–Jordan elimination without pivoting."""
    rows = [[*row, *(column[i] for column in columns)] for i, row in enumerate(matrix)]
    for k, lead in enumerate(rows):
        rest = [value / lead[k] for value in lead[k + 1 :]]
        lead[k + 1 :] = rest
        for row in rows:
            if row is not lead and row[k]:
                factor = row[k]
                row[k + 1 :] = [mine - factor * theirs for mine, theirs in zip(row[k + 1 :], rest, strict=True)]
    size = len(rows)
    return [[row[size + c] for row in rows] for c in range(len(columns))]


def inverse(matrix: Sequence[Sequence[float]]) -> Matrix:
    """The inverse of a positive definite matrix, J×J."""
    size = len(matrix)
    return solve(matrix, [[float(i == c) for i in range(size)] for c in range(size)])


def eigenvalue(matrix: Sequence[Sequence[float]], nth: int) -> float:
    """The nth smallest eigenvalue (0 is the smallest) of a symmetric matrix.

    Householder's reduction to three diagonals, then bisection by Sturm's count (Golub & Van Loan, 8.3 and 8.4).
    """
    diagonal, off = _three_diagonals(matrix)
    beside = [0.0, *map(abs, off), 0.0]
    low = min(d - beside[i] - beside[i + 1] for i, d in enumerate(diagonal))
    high = max(d + beside[i] + beside[i + 1] for i, d in enumerate(diagonal))
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        if _below(diagonal, off, middle) > nth:
            high = middle
        else:
            low = middle


def _below(diagonal: Sequence[float], off: Sequence[float], x: float) -> int:
    """How many eigenvalues of the three-diagonal matrix lie below x: the negative pivots of T − x·I."""
    count, pivot = 0, 1.0
    for i, d in enumerate(diagonal):
        pivot = d - x - (off[i - 1] ** 2 / pivot if i else 0.0)
        if pivot == 0.0:
            pivot = 1e-300
        count += pivot < 0
    return count


def _three_diagonals(matrix: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    a = [list(map(float, row)) for row in matrix]
    size = len(a)
    off: list[float] = []
    for k in range(size - 1):
        mirror = [a[i][k] for i in range(k + 1, size)]
        length = copysign(sqrt(fsum(x * x for x in mirror)), -mirror[0])
        if k == size - 2 or length == 0.0:
            off.append(mirror[0])
            continue
        off.append(length)
        mirror[0] -= length
        norm = fsum(x * x for x in mirror) / 2
        image = [fsum(x * y for x, y in zip(row[k + 1 :], mirror, strict=True)) / norm for row in a[k + 1 :]]
        half = fsum(x * y for x, y in zip(image, mirror, strict=True)) / (2 * norm)
        turned = [x - half * y for x, y in zip(image, mirror, strict=True)]
        for m, w, row in zip(mirror, turned, a[k + 1 :], strict=True):
            row[k + 1 :] = [x - m * w2 - w * m2 for x, m2, w2 in zip(row[k + 1 :], mirror, turned, strict=True)]
    return [a[i][i] for i in range(size)], off
