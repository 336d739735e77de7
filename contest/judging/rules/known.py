"""Does what a judge declared name a school or a person of a work? Rather one work too many kept away than one too few."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from contest.core.text import fold

SHORT = 3  # a part of a name written without spaces has to have so many letters to be found inside other words


def words(text: str) -> tuple[str, ...]:
    """The words of a name, folded; what stands between them does not matter.

    >>> words("Пример  ПЕРВЫЙ"), words("Example School No. 1")
    (('пример', 'первый'), ('example', 'school', 'no', '1'))
    """
    spaced = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in fold(text))
    return tuple(spaced.split())


def names(declared: str, written: Iterable[str]) -> bool:
    """Is the declared school or person named by one of these texts?

    The same words in any order; all of two or more declared words among more; or, where a name is written without spaces, inside a word.

    >>> names("Example One", ["One Example"]), names("Example", ["Example One"]), names("예시하나", ["예시하나선생님"])
    (True, False, True)
    """
    return named(words(declared), [words(text) for text in written])


def named(wanted: tuple[str, ...], written: Iterable[tuple[str, ...]]) -> bool:
    """The same of words already told apart: many works are held against each declaration."""
    if not wanted:
        return False
    joined = "".join(wanted)
    inside = len(joined) >= SHORT and _unspaced(joined)
    for found in written:
        if not found:
            continue
        if sorted(found) == sorted(wanted) or (len(wanted) > 1 and set(wanted) <= set(found)):
            return True
        run = "".join(found)
        if run == joined or (inside and joined in run):
            return True
    return False


def _unspaced(text: str) -> bool:
    """Written in a script that puts no spaces between the parts of a name?"""
    return any(unicodedata.name(letter, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA")) for letter in text)
