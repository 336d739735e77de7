"""Passwords: hashed with Argon2id (OWASP's parameters: 19 MiB, two passes, one lane), never stored, never shortened."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from contest.accounts.rules import spelled

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, hash_len=32, salt_len=16)
# The hash of nothing anybody knows: compared with where there is no account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$89brJ5fj1SyXnY1ky5dFEw$IvobCkvoMnL88ws05BWUXvZA7TdSQAH7IJLF1+2hjgI"


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _HASHER.hash(spelled(password))


def fits(stored: str | None, typed: str) -> bool:
    """Is `typed` the password of `stored`? Takes as long when nothing is stored."""
    try:
        return _HASHER.verify(stored or _NOBODY, spelled(typed)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
