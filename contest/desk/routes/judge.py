"""The first page of a judge."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.db.extension import db
from contest.judging import queries as judging
from contest.judging.queries import judge as reads
from contest.policy import May, Owned, require
from contest.web import who


def judge() -> ResponseReturnValue:
    """The judge's rounds, how far each has come, and the way back to the next work."""
    actor, session = who.actor(), db.session()
    require(actor, May.ROUND_JUDGE, Owned(account_id=actor.id))
    rounds, zone = judging.my_rounds(session, actor), reads.own_zone(session, actor)
    return render_template("desk/judge.html", rounds=rounds, zone=zone, now=clock.now())
