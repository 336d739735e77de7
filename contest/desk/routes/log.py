"""The ledger in words."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from contest.db.extension import db
from contest.desk.acts import KINDS, WORDS
from contest.desk.queries import log as queries
from contest.policy import May, require
from contest.web import who
from contest.web.paging import page_of

ZONE = "Asia/Seoul"


def log() -> ResponseReturnValue:
    """The newest acts first; of one kind of thing, or of one thing."""
    require(who.actor(), May.LOG_READ)
    session = db.session()
    kind, identity = request.args.get("kind", "")[:20], request.args.get("id", type=int)
    if identity is not None and not 0 < identity < 2**31:
        identity = None
    page = page_of(
        lambda offset, limit: queries.events(session, kind, identity, offset, limit), queries.count(session, kind, identity)
    )
    return render_template(
        "desk/log.html", page=page, kind=kind, identity=identity, kinds=queries.kinds(session), known=KINDS, words=WORDS,
        named=queries.names(session, page.items), address_of=address_of, zone=ZONE,
    )  # fmt: skip


def address_of(kind: str, identity: int, name: Any) -> str | None:
    """Where the secretariat looks at a thing; `name` as `queries.names` found it."""
    if kind == "edition":
        return url_for("editions_staff.edition", number=name) if name is not None else None
    if kind == "government":
        return None
    places = {
        "entry": ("entries_staff.entry", "reference"),
        "letter": ("desk.letter", "identity"),
        "letter_batch": ("desk.letter_batch", "identity"),
        "likeness": ("entries_likeness.pair", "identity"),
        "account": ("accounts_staff.person", "account_id"),
        "round": ("judging_staff.round", "round_id"),
        "exhibition": ("exhibitions_staff.exhibition", "identity"),
    }
    if kind not in places:
        return None
    endpoint, argument = places[kind]
    return url_for(endpoint, **{argument: identity})  # type: ignore[arg-type]
