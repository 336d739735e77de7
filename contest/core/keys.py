"""Secrets derived from the site's one key, and codes people can read aloud."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# No 0/O, 1/I/L, 5/S, 2/Z, U/V: letters a tired person cannot confuse.
ALPHABET = "34678ABCDEFGHJKMNPQRTWXY"


class Keyring:
    """Keyed digests, one key per purpose, all derived from the site's secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def digest(self, purpose: str, text: str | bytes) -> str:
        """Hex HMAC-SHA256 of `text` under the key of `purpose`."""
        key = hmac.digest(self._secret, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode() if isinstance(text, str) else text, "sha256").hex()


def token() -> str:
    """A new secret for a link: 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def random_code(length: int) -> str:
    """`length` unambiguous letters (about 4.58 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of(digest: str, length: int) -> str:
    """The same letters for the same hex digest, as hard to guess as it is."""
    number, letters = int(digest, 16), []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def check_character(code: str) -> str:
    """One more letter that catches any single wrong letter and most swaps (Luhn mod 24)."""
    n = len(ALPHABET)
    total = 0
    for place, letter in enumerate(reversed(code)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // n + value % n
    return ALPHABET[-total % n]


def grouped(code: str, size: int = 4) -> str:
    """`ABCDEFGHJK` as `ABCD-EFGH-JK`."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def ungrouped(typed: str) -> str:
    """What a person typed, as the code it means: upper case, no spaces or dashes."""
    return "".join(c for c in typed.upper() if c in ALPHABET)


def fingerprint(text: str | bytes) -> str:
    """Plain SHA-256, hex: for content, never for secrets people choose."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
