"""How often one may ask. In memory by default; a shared store when several processes serve."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, default_limits=[], headers_enabled=False, strategy="moving-window")


def init_app(app: Flask) -> None:
    """Count by the address of the visitor, as far as the configured proxies vouch for it."""
    limiter.init_app(app)
