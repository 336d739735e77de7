"""Recognising the same picture again: turned, mirrored, cut, photographed anew. Pure: Pillow and the standard library.

A fingerprint holds a tiny grey copy of the picture and the difference hashes of it and of windows in it. Two pictures are candidates
when the hash of one, in any of the eight ways a sheet can lie, resembles that of a window of the other (`near` says exactly when);
candidates are then laid on each other. How the numbers were found, and what they miss: docs/likeness.md.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, compress, product
from math import log, sqrt
from multiprocessing import get_context
from operator import itemgetter, mul, sub

from PIL import Image, ImageOps
from PIL.Image import Resampling, Transpose

from contest.media.derive import eight_bit, on_white

VERSION = 1
SIDE = 24  # of the tiny copy
CELLS = 7  # a hash compares neighbours among so many cells square
HALF = CELLS * (CELLS - 1)  # differences across; as many down
BITS = 2 * HALF
BANDS = 4
WIDTH = BITS // BANDS
WEAK = 6  # in each band so many of the faintest differences may have turned round
NEAR = 20  # and in all so many
SLACK = 4  # bits that may differ when equal cells are turned
FAINT = 0.08  # and these weigh at most so much of all differences
BYTES = -(-BITS // 8)

Box = tuple[float, float, float, float]


def _windows() -> tuple[Box, ...]:
    """The whole first, then squares of three sizes, then all but a strip on one side. The eight ways to lie map them onto each other."""
    found: list[Box] = [(0, 0, SIDE, SIDE)]
    for keep, count in ((0.92, 2), (0.85, 3), (0.78, 4)):
        steps = [(1 - keep) * SIDE * i / (count - 1) for i in range(count)]
        found += [(x, y, x + keep * SIDE, y + keep * SIDE) for y, x in product(steps, steps)]
    strip = 0.15 * SIDE
    return (*found, (strip, 0, SIDE, SIDE), (0, 0, SIDE - strip, SIDE), (0, strip, SIDE, SIDE), (0, 0, SIDE, SIDE - strip))


WINDOWS = _windows()
SIZE = 2 + SIDE * SIDE + BYTES * len(WINDOWS)
# The eight ways, as Pillow names them; the first four are turns, the others mirror.
WAYS: tuple[Transpose | None, ...] = (
    None, Transpose.ROTATE_90, Transpose.ROTATE_180, Transpose.ROTATE_270,
    Transpose.FLIP_LEFT_RIGHT, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE, Transpose.TRANSVERSE,
)  # fmt: skip


def fingerprint(image: Image.Image) -> bytes:
    """What a picture is recognised by. Any mode, any size."""
    if image.mode not in ("L", "RGB"):
        image = on_white(eight_bit(image)).convert("RGB")
    step = max(1, min(image.size) // (6 * SIDE))
    small = image.reduce(step) if step > 1 else image
    tiny = ImageOps.autocontrast(small.convert("L").resize((SIDE, SIDE), Resampling.BOX))
    cells = tiny.convert("F")
    hashes = (_hash(_differences(cells, box)).to_bytes(BYTES) for box in WINDOWS)
    return b"".join((bytes((VERSION, _shape(*image.size))), tiny.tobytes(), *hashes))


def _shape(width: int, height: int) -> int:
    """The format as one byte: 128 is square, beyond is wide."""
    return min(254, max(1, round(255 * width / (width + height))))


def readable(stored: bytes | None) -> bool:
    """Is this a fingerprint of this version?"""
    return stored is not None and len(stored) == SIZE and stored[0] == VERSION


# ── hashes ──

# Neighbours in a row share a band with none of their neighbours, so that a fault of one place does not spoil a band.
_POWERS = [1 << (i % BANDS * WIDTH + i // BANDS) for i in range(BITS)]
_CELLS = struct.Struct(f"{CELLS * CELLS}f")
_ACROSS = [i for i in range(CELLS * CELLS - 1) if (i + 1) % CELLS]
_across = itemgetter(*_ACROSS)
_MASK = (1 << WIDTH) - 1


def _differences(tiny: Image.Image, box: Box) -> list[float]:
    """How the cells differ from their right and lower neighbours, beyond what they do on average (so that the light may fall askew)."""
    cells = _CELLS.unpack(tiny.resize((CELLS, CELLS), Resampling.BICUBIC, box=box).tobytes())
    right = (sum(cells[CELLS - 1 :: CELLS]) - sum(cells[::CELLS])) / HALF
    down = (sum(cells[-CELLS:]) - sum(cells[:CELLS])) / HALF
    across = _across(tuple(map(sub, cells[1:], cells)))
    below = map(sub, cells[CELLS:], cells)
    return [*(each - right for each in across), *(each - down for each in below)]


def _hash(differences: Sequence[float]) -> int:
    return sum(compress(_POWERS, map((0.0).__lt__, differences)))


def _laid(way: Transpose | None) -> Callable[[Sequence[float]], tuple[float, ...]]:
    """Picks the differences of a picture laid another way out of its own, followed by the same negated."""
    cells = Image.frombytes("L", (CELLS, CELLS), bytes(range(CELLS * CELLS)))
    there = (cells.transpose(way) if way is not None else cells).tobytes()
    pairs = [(i, i + 1) for i in _ACROSS] + [(i, i + CELLS) for i in range(HALF)]
    number = {pair: i for i, pair in enumerate(pairs)}
    number |= {(b, a): i + BITS for (a, b), i in list(number.items())}
    return itemgetter(*(number[there[a], there[b]] for a, b in pairs))


_LAID = tuple(_laid(way) for way in WAYS)


def orientations(differences: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """The differences of the same picture laid in each of the eight ways."""
    both = [*differences, *(-each for each in differences)]
    return (pick(both) for pick in _LAID)


# ── which hashes are near ──


@dataclass(frozen=True, slots=True)
class Sought:
    """One way a picture can lie: its hash, per band the differences that must agree, and what each difference weighs."""

    way: int
    hash: int
    firm: tuple[int, ...]
    weights: tuple[float, ...]


_FIRST_TO_LAST = itemgetter(*(next(i for i, power in enumerate(_POWERS) if power == 1 << place) for place in reversed(range(BITS))))
_SEEN = bytes.maketrans(b"01", b"\0\1")


def sought(differences: Sequence[float]) -> list[Sought]:
    """What to look for to find a picture of these differences however it lies."""
    return [_sought(way, laid) for way, laid in enumerate(orientations(differences))]


def _sought(way: int, laid: Sequence[float]) -> Sought:
    sizes = [abs(each) for each in laid]
    total = sum(sizes) or 1.0
    firm = []
    for band in range(BANDS):
        faint = sorted(range(band, BITS, BANDS), key=sizes.__getitem__)[:WEAK]
        firm.append((_MASK << band * WIDTH) - sum(_POWERS[i] for i in faint))
    return Sought(way, _hash(laid), tuple(firm), tuple(each / total for each in _FIRST_TO_LAST(sizes)))


def near(one: Sought, other: int) -> bool:
    """The promise of the index: few differences in all, these faint ones, and one band that agrees but for its faintest."""
    apart = one.hash ^ other
    return apart.bit_count() <= NEAR and any(not apart & firm for firm in one.firm) and _weight(one, apart) <= FAINT


def _weight(one: Sought, apart: int) -> float:
    return sum(compress(one.weights, f"{apart:0{BITS}b}".encode().translate(_SEEN)))


# ── fingerprints taken apart, and laid on each other ──


class Print:
    """A stored fingerprint, taken apart."""

    __slots__ = ("hashes", "slant", "stored")

    def __init__(self, stored: bytes) -> None:
        self.stored = stored
        self.slant = log(stored[1] / (255 - stored[1]))  # of the format: 0 is square, more is wide
        self.hashes = [int.from_bytes(stored[at : at + BYTES]) for at in range(2 + SIDE * SIDE, SIZE, BYTES)]

    def laid(self, way: int) -> Image.Image:
        """The tiny copy, laid in one of the eight ways."""
        tiny = Image.frombytes("L", (SIDE, SIDE), self.stored[2 : 2 + SIDE * SIDE]).convert("F")
        how = WAYS[way]
        return tiny if how is None else tiny.transpose(how)

    def sought(self) -> list[Sought]:
        """The whole picture in the eight ways."""
        return sought(_differences(self.laid(0), WINDOWS[0]))


class _Relief:
    """The slopes of a picture at one size, to be compared with those of a part of another."""

    def __init__(self, image: Image.Image, side: int) -> None:
        self.side = side
        self.across, self.below = self._slopes(image, (0, 0, *image.size))
        self.across, self.below = _level(self.across), _level(self.below)
        self.length = sqrt(sum(map(mul, self.across, self.across)) + sum(map(mul, self.below, self.below))) or 1.0

    def _slopes(self, image: Image.Image, box: Box) -> tuple[list[float], list[float]]:
        n = self.side
        cells = _floats(n).unpack(image.resize((n, n), Resampling.BICUBIC, box=box).tobytes())
        return self._between(cells)

    def _between(self, cells: Sequence[float]) -> tuple[list[float], list[float]]:
        n = self.side
        across = list(map(sub, cells[1:], cells))
        across[n - 1 :: n] = [0.0] * (n - 1)  # not neighbours: the end of a row and the start of the next
        return across, list(map(sub, cells[n:], cells))

    def like(self, image: Image.Image, box: Box) -> float:
        """How well the part of `image` in the box fits: 1 is perfectly."""
        return self._fit(*self._slopes(image, box))

    def like_corners(self, image: Image.Image, corners: Sequence[float]) -> float:
        """The same for a part with four corners (top left, bottom left, bottom right, top right)."""
        n = self.side
        part = image.transform((n, n), Image.Transform.QUAD, corners, Resampling.BICUBIC)
        return self._fit(*self._between(_floats(n).unpack(part.tobytes())))

    def _fit(self, across: Sequence[float], below: Sequence[float]) -> float:
        # Ours is level, so theirs need not be levelled for the product, only for their length.
        count = self.side * (self.side - 1)
        theirs = sum(map(mul, across, across)) + sum(map(mul, below, below)) - (sum(across) ** 2 + sum(below) ** 2) / count
        together = sum(map(mul, self.across, across)) + sum(map(mul, self.below, below))
        return together / (self.length * sqrt(theirs)) if theirs > 1e-6 else 0.0


def _level(slopes: list[float]) -> list[float]:
    mean = sum(slopes) / max(1, sum(each != 0.0 for each in slopes))
    return [each and each - mean for each in slopes]


@cache
def _floats(side: int) -> struct.Struct:
    return struct.Struct(f"{side * side}f")


@dataclass(frozen=True, slots=True)
class Match:
    """How one picture resembles another.

    `kind` is same, turned, mirrored or part. `way` tells in which of the eight ways to lay it so that both lie alike;
    `distance` is 0 for the same file, and grows to 100.
    """

    kind: str
    distance: int
    way: int


Laid = tuple[float, int, Box]  # how well one picture lies on another, laid which way, and where
Hit = tuple[float, int, int]  # weight of the differences, way the whole was laid, window of the other
COARSE, FINE = 12, 18
HOPEFUL, PROMISING, ALIKE = 0.45, 0.6, 0.8
LEAST = 0.65 * SIDE  # no part smaller than this is tried
TRIES = 2
ASKEW = 0.18  # formats may differ by a fifth


def laid_on(whole: Print, other: Print, hits: Iterable[Hit]) -> Laid | None:
    """Lay a whole picture on the windows of another it may be; how well it fits best, laid how, and where."""
    best: Laid | None = None
    possible = [hit for hit in sorted(hits) if _askew(whole, hit[1], other, WINDOWS[hit[2]]) <= 1.5 * ASKEW]
    for _weighed, way, window in possible[:TRIES]:
        tiny, copy = other.laid(0), whole.laid(way)
        fit, box = _moved(_Relief(copy, COARSE), tiny, WINDOWS[window])
        if fit < PROMISING or _askew(whole, way, other, box) > ASKEW:
            continue
        relief = _Relief(copy, FINE)
        fit = relief.like(tiny, box)
        if fit < 0.93:
            fit = _stretched(relief, tiny, box, fit)
        if best is None or fit > best[0]:
            best = fit, way, box
    return best if best is not None and best[0] >= ALIKE else None


def _askew(whole: Print, way: int, other: Print, box: Box) -> float:
    """How unlike the formats are: 0 when a picture laid in a box keeps its own."""
    sideways = way in (1, 3, 6, 7)
    return abs((-whole.slant if sideways else whole.slant) - other.slant - log((box[2] - box[0]) / (box[3] - box[1])))


_STEPS = (
    (1, 0, 1, 0), (-1, 0, -1, 0), (0, 1, 0, 1), (0, -1, 0, -1), (1, 1, -1, -1), (-1, -1, 1, 1),
    (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (0, 0, 1, 0), (0, 0, -1, 0), (0, 0, 0, 1), (0, 0, 0, -1),
)  # fmt: skip


def _moved(relief: _Relief, tiny: Image.Image, box: Box) -> tuple[float, Box]:
    """Shift, widen and narrow the box for as long as it fits better."""
    best = relief.like(tiny, box)
    for step, least in ((1.0, HOPEFUL), (0.5, PROMISING), (0.25, PROMISING)):
        better = best >= least
        while better:
            better = False
            for move in _STEPS:
                tried = _inside(tuple(side + step * by for side, by in zip(box, move, strict=True)))
                if tried is not None and tried != box and (fit := relief.like(tiny, tried)) > best + 1e-3:
                    best, box, better = fit, tried, True
    return best, box


def _inside(box: Sequence[float]) -> Box | None:
    left, top, right, bottom = max(0.0, box[0]), max(0.0, box[1]), min(float(SIDE), box[2]), min(float(SIDE), box[3])
    return (left, top, right, bottom) if right - left >= LEAST and bottom - top >= LEAST else None


# A turn of all four corners, then each side of each corner alone.
_BENDS = ((1, -1, -1, -1, -1, 1, 1, 1), *(tuple(int(i == k) for i in range(8)) for k in range(8)))


def _stretched(relief: _Relief, tiny: Image.Image, box: Box, least: float) -> float:
    """Turn a little, then move the corners one by one, for a sheet photographed askew."""
    corners = [box[0], box[1], box[0], box[3], box[2], box[3], box[2], box[1]]
    best = max(least, relief.like_corners(tiny, corners))
    for step in (0.8, 0.4, 0.4):
        for bend in _BENDS:
            for by in (step, -step):
                tried = [side + by * move for side, move in zip(corners, bend, strict=True)]
                if (fit := relief.like_corners(tiny, tried)) > best + 1e-3:
                    best, corners = fit, tried
                    break
    return best


def _match(fit: float, way: int, box: Box) -> Match:
    whole = min(box[2] - box[0], box[3] - box[1]) >= 0.94 * SIDE
    kind = "part" if not whole else "same" if way == 0 else "turned" if way < 4 else "mirrored"
    return Match(kind, max(0, round(100 * (1 - fit))), way)


_BACK = (0, 3, 2, 1, 4, 5, 6, 7)  # the way that undoes a way


def _better(forth: Laid | None, back: Laid | None) -> Match | None:
    """Of the first laid on the second and the second laid on the first, what fits better, seen from the first."""
    if back is not None and (forth is None or back[0] > forth[0]):
        return _match(back[0], _BACK[back[1]], back[2])
    return _match(*forth) if forth is not None else None


def hits(whole: Iterable[Sought], other: Print) -> list[Hit]:
    """Where a whole picture may lie in another."""
    return [
        (_weight(one, one.hash ^ window), one.way, number)
        for one in whole
        for number, window in enumerate(other.hashes)
        if near(one, window)
    ]


class Wanted:
    """One picture, to be compared with many: exactly what an `Index` finds, quicker for a few."""

    def __init__(self, stored: bytes) -> None:
        self.print = Print(stored)
        self.sought = self.print.sought()
        self._wholes = [each.hash for each in self.sought]
        self._windows = []
        for way in range(len(WAYS)):
            tiny = self.print.laid(way)
            self._windows += [_hash(_differences(tiny, box)) for box in WINDOWS]

    def match(self, other: Print) -> Match | None:
        """How this picture resembles the other."""
        forth = back = None
        if any((whole ^ window).bit_count() <= NEAR for whole in self._wholes for window in other.hashes):
            forth = laid_on(self.print, other, hits(self.sought, other))
        first = other.hashes[0]
        # The same question with our windows turned instead of the other whole, which spares looking into it; equal cells may differ then.
        if any((first ^ window).bit_count() <= NEAR + SLACK for window in self._windows):
            back = laid_on(other, self.print, hits(other.sought(), self.print))
        return _better(forth, back)


class Index:
    """Many fingerprints, to find all that resemble each other without comparing all with all.

    A band of a hash is a number; the windows are sorted by it, four times over. Whoever is `near` agrees in one band but for its faintest
    differences, so all windows near a picture lie under the few numbers made by turning these round. About 6 kB for a picture.
    """

    def __init__(self, stored: Iterable[bytes]) -> None:
        self.prints = [Print(each) for each in stored]
        self._hashes = [each for one in self.prints for each in one.hashes]
        self._mask = (1 << min(WIDTH, 1 + len(self._hashes).bit_length())) - 1  # few windows need no long numbers
        self._tables = [self._sorted(band * WIDTH) for band in range(BANDS)]

    def _sorted(self, shift: int) -> tuple[bytearray, array[int], array[int]]:
        """Which numbers there are, where each one's windows begin, and the windows in that order."""
        numbers = array("I", [each >> shift & self._mask for each in self._hashes])
        there, counts = bytearray(self._mask + 1), array("I", bytes(4 * (self._mask + 3)))
        for number in numbers:
            there[number] = 1
            counts[number + 1] += 1
        return there, array("I", accumulate(counts)), array("I", sorted(range(len(numbers)), key=numbers.__getitem__))

    def hits(self, whole: Iterable[Sought]) -> dict[int, list[Hit]]:
        """Where a picture may lie in all others (and itself): `hits` with each of them."""
        found: dict[int, list[Hit]] = {}
        hashes, count = self._hashes, len(WINDOWS)
        for one in whole:
            wanted = one.hash
            for window in [each for each in self._under(one) if (hashes[each] ^ wanted).bit_count() <= NEAR]:
                if near(one, hashes[window]):
                    weight = _weight(one, wanted ^ hashes[window])
                    found.setdefault(window // count, []).append((weight, one.way, window % count))
        return found

    def _under(self, one: Sought) -> set[int]:
        """All windows under the numbers of each band of this hash, the faintest differences turned both ways."""
        found: set[int] = set()
        for band, (there, starts, order) in enumerate(self._tables):
            numbers, faint = [one.hash >> band * WIDTH & self._mask], self._mask & ~(one.firm[band] >> band * WIDTH)
            while faint:
                bit = faint & -faint
                faint ^= bit
                numbers += [each ^ bit for each in numbers]
            for each in compress(numbers, map(there.__getitem__, numbers)):
                found.update(order[starts[each] : starts[each + 1]])
        return found

    def found(self, place: int) -> Iterator[tuple[tuple[int, int], Laid]]:
        """Where the picture at a place lies in others: both places (the smaller first), and how the second lies on the first."""
        whole = self.prints[place]
        for other, where in self.hits(whole.sought()).items():
            if other != place and (laid := laid_on(whole, self.prints[other], where)) is not None:
                fit, way, box = laid
                yield (min(place, other), max(place, other)), (fit, way if place > other else _BACK[way], box)

    def pairs(self) -> list[tuple[int, int, Match]]:
        """All pairs that resemble each other: the places of both (the smaller first), and how the second resembles the first."""
        return _best(pair for place in range(len(self.prints)) for pair in self.found(place))


def _best(found: Iterable[tuple[tuple[int, int], Laid]]) -> list[tuple[int, int, Match]]:
    best: dict[tuple[int, int], Laid] = {}
    for pair, laid in found:
        if pair not in best or laid[0] > best[pair][0]:
            best[pair] = laid
    return [(one, other, _match(*laid)) for (one, other), laid in sorted(best.items())]


# ── with several processes ──

LOT = 250
_index: Index  # of a process that `all_pairs` started


def _begin(stored: Sequence[bytes]) -> None:
    global _index  # noqa: PLW0603 - this is how a process keeps what it is told once
    _index = Index(stored)


def _lot(first: int) -> list[tuple[tuple[int, int], Laid]]:
    return [pair for place in range(first, min(first + LOT, len(_index.prints))) for pair in _index.found(place)]


def all_pairs(stored: Sequence[bytes], progress: Callable[[int], None], processes: int = 2) -> list[tuple[int, int, Match]]:
    """`Index(stored).pairs()`, shared among processes; `progress` is told how many pictures have been compared."""

    def told() -> Iterator[tuple[tuple[int, int], Laid]]:
        for number, lot in enumerate(pool.map(_lot, range(0, len(stored), LOT)), 1):
            yield from lot
            progress(min(number * LOT, len(stored)))

    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (stored,)) as pool:
        return _best(told())
