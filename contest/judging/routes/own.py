"""What a judge's pages share: whose place it is, and how a work is called."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from contest.db.extension import db
from contest.judging.models import Panelist
from contest.judging.queries import judge as reads
from contest.judging.states import RoundState
from contest.policy import May, Owned, require
from contest.web import who


def mine(round_id: int, *, begun: bool = True) -> Panelist:
    """The place of whoever asks. Nobody else learns that there is such a round.

    Nothing of the works is shown before the briefing is read and conflicts are said: who has not `begun` is led there.
    """
    require(who.actor(), May.ROUND_JUDGE, Owned(account_id=who.actor().id))
    panelist = reads.my_place(db.session(), who.actor(), round_id)
    if begun and panelist.accepted_at is None:
        if wants_json():
            said = _("Please read the briefing first and say whom you may not judge. Then you see the works.")
            abort(make_response(jsonify(error=said, again=False), 409))
        closed = panelist.round.state is RoundState.CLOSED
        abort(redirect(url_for(".round" if closed else ".briefing", round_id=round_id), 303))
    return panelist


def wants_json() -> bool:
    """Is it a script that asks?"""
    return request.is_json or request.headers.get("Accept", "").startswith("application/json")


def json_body() -> Any:
    """What a script sent; nothing when that is no JSON, or lists within lists without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def work_label(panelist: Panelist, code: str) -> str:
    """How a work is called: nothing but the round and the judge's own code."""
    label: str = _("Work %(code)s", code=f"R{panelist.round.position}-{code}")
    return label
