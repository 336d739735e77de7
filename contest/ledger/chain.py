"""How one link of the chain is computed. Pure."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from contest.core.keys import Keyring, fingerprint

START = "0" * 64


def detail_digest(salt: str, values: Any) -> str:
    """SHA-256 of the salt and the canonical spelling of the values."""
    return fingerprint(salt + json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def link(
    keyring: Keyring, previous: str, number: int, at: datetime, actor: tuple[str, int], act: str, thing: tuple[str, int], digest: str
) -> str:
    """The keyed hash of one event: nobody without the key can write a row that fits."""
    content = [previous, number, at.isoformat(timespec="microseconds"), *actor, act, *thing, digest]
    return keyring.digest("ledger", json.dumps(content, ensure_ascii=False, separators=(",", ":")))
