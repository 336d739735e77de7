"""Names in Latin letters: what the line of a certificate holds, and how Cyrillic names are usually written. Pure."""

from __future__ import annotations

from collections.abc import Mapping

HOLDS = 60  # characters, before the line of a certificate must be set smaller

# As passports write names: Russia after ICAO Doc 9303, Mongolia after MNS 5217. Only ever a proposal: a passport that says otherwise wins.
LETTERS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    },
    "mn": {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "ye", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "ө": "u", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "i", "э": "e", "ю": "yu", "я": "ya",
    },
}  # fmt: skip


def proposed(name: str, language: str) -> str:
    """The name in the letters of a passport, for readers of a language with a table; nothing where a letter is not in it."""
    table = LETTERS.get(language)
    if not table or not name or any(c.isalpha() and c.lower() not in table for c in name):
        return ""
    return " ".join(_word(word, table) for word in name.split())


def _word(word: str, table: Mapping[str, str]) -> str:
    loud = word.isupper() and sum(c.isalpha() for c in word) > 1
    return "".join(_letter(c, table, loud=loud) for c in word)


def _letter(letter: str, table: Mapping[str, str], *, loud: bool) -> str:
    written = table.get(letter.lower(), letter)
    if letter.islower() or not letter.isalpha():
        return written
    return written.upper() if loud else written[:1].upper() + written[1:]
