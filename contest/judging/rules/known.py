"""Does what a judge declared name a school or a person of a work? Rather one work too many kept away than one too few."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from contest.core.text import fold

SHORT = 3  # a part of a name written without spaces has to have so many letters to be found inside other words


def words(text: str) -> tuple[str, ...]:
    """The words of a name, folded; what stands between them does not matter.

    >>> words("Пример  ПЕРВЫЙ"), words("Example School No. 1")
    (('пример', 'первый'), ('example', 'school', 'no', '1'))
    """
    spaced = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in fold(text))
    return tuple(spaced.split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name told apart once: many works are held against each declaration. `inside`: may stand within a word of another name."""

    ordered: tuple[str, ...]
    parts: frozenset[str]
    joined: str
    inside: bool


def name(text: str, *, inside: bool = False) -> Name:
    """A name as `named` compares it; `inside` is asked of the declared one alone."""
    told = words(text)
    joined = "".join(told)
    return Name(tuple(sorted(told)), frozenset(told), joined, inside and len(joined) >= SHORT and _unspaced(joined))


def names(declared: str, written: Iterable[str]) -> bool:
    """Is the declared school or person named by one of these texts?

    The same words in any order; all of two or more declared words among more; or, where a name is written without spaces, inside a word.

    >>> names("Example One", ["One Example"]), names("Example", ["Example One"]), names("예시하나", ["예시하나선생님"])
    (True, False, True)
    """
    return named(name(declared, inside=True), [name(text) for text in written])


def named(wanted: Name, written: Iterable[Name]) -> bool:
    """The same of names already told apart."""
    if not wanted.ordered:
        return False
    several = len(wanted.ordered) > 1
    return any(
        found.ordered == wanted.ordered
        or found.joined == wanted.joined
        or (several and wanted.parts <= found.parts)
        or (wanted.inside and wanted.joined in found.joined)
        for found in written
        if found.ordered
    )


def _unspaced(text: str) -> bool:
    """Written in a script that puts no spaces between the parts of a name?"""
    return any(unicodedata.name(letter, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA")) for letter in text)
