"""How often one may ask. In memory by default; a shared store when several processes serve."""

from __future__ import annotations

import math
import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from contest.core.errors import TooMany
from contest.core.keys import fingerprint
from contest.core.text import N_, fold

limiter = Limiter(key_func=get_remote_address, default_limits=[], headers_enabled=False, strategy="moving-window")
SLOWLY = N_("This was tried too often in a short time. Please wait a quarter of an hour and try again.")


def visitor() -> str:
    """The address of the visitor, as far as the configured proxies vouch for it."""
    return get_remote_address()


def count(rate: str, *what: str, message: str = SLOWLY) -> None:
    """Count one try of `what` (its kind first); refuses with `TooMany` above `rate`, such as "10 per 15 minutes".

    The store sees only a hash: no address of a person lies in it. Count before doing: the one too many is not done.
    A message may say how long to wait: `%(seconds)s`.
    """
    if limiter.enabled and not limiter.limiter.hit(parse(rate), *_hashed(what)):
        raise TooMany(message, seconds=_wait(rate, what))


def refuse_spent(rate: str, *what: str, message: str = SLOWLY) -> None:
    """Refuse with `TooMany` where `count` would, without counting: for where only failures count, such as wrong codes."""
    if limiter.enabled and not limiter.limiter.test(parse(rate), *_hashed(what)):
        raise TooMany(message, seconds=_wait(rate, what))


def forgive(rate: str, *what: str) -> None:
    """Forget the tries of `what`: the right person got in."""
    if limiter.enabled:
        limiter.limiter.clear(parse(rate), *_hashed(what))


def _wait(rate: str, what: tuple[str, ...]) -> int:
    """Seconds until one more try is heard."""
    return max(1, math.ceil(limiter.limiter.get_window_stats(parse(rate), *_hashed(what)).reset_time - time.time()))


def _hashed(what: tuple[str, ...]) -> tuple[str, str]:
    return what[0], fingerprint("\n".join(fold(part) for part in what[1:]))


def init_app(app: Flask) -> None:
    """Count by the address of the visitor. The store is opened even where counting is off (tests switch it on)."""
    wanted = app.config["RATELIMIT_ENABLED"]
    app.config["RATELIMIT_ENABLED"] = True
    app.extensions["limiter"] = {limiter}  # known already, so that it asks nothing at each request: what is limited is counted above
    limiter.init_app(app)
    app.config["RATELIMIT_ENABLED"] = limiter.enabled = wanted
