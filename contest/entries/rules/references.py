"""How an entry is found again: by its receipt number, or by words."""

from __future__ import annotations

from contest.core.keys import ALPHABET, check_character
from contest.core.text import clean, fold


def receipt_number(edition: int, letters: str) -> str:
    """`14` and five random letters as `14-7K3F-M2`: the last one checks the others."""
    return f"{edition}-{letters[:4]}-{letters[4]}{check_character(letters)}"


def read_receipt(typed: str) -> str | None:
    """The receipt number somebody typed or scanned; `None` when a letter is wrong."""
    edition, _, rest = clean(typed).upper().partition("-")
    letters = "".join(c for c in rest if c in ALPHABET)
    if not (edition.isascii() and edition.isdigit()) or len(letters) != 6 or check_character(letters[:5]) != letters[5]:
        return None
    return receipt_number(int(edition), letters[:5])


def search_text(*texts: str | None) -> str:
    """What an entry is found by."""
    return fold(" ".join(text for text in texts if text))
