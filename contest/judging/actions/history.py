"""Reading what all judges did: noted each time, for marks are between a judge and the count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.judging.models import Round
from contest.judging.queries.told import NAMES_READ
from contest.judging.states import RoundState
from contest.ledger.record import record
from contest.policy import Actor, May, require


def read_history(session: Session, actor: Actor, round_: Round, *, receipt: str = "", now: datetime) -> None:
    """Note that somebody reads what all judges of a closed round did, or did with one work."""
    _read(session, actor, round_, "round:history read", now, **({"receipt": receipt} if receipt else {}))


def read_names(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Note that somebody looks which judge stands behind which letter in a closed round."""
    _read(session, actor, round_, NAMES_READ, now)


def _read(session: Session, actor: Actor, round_: Round, what: str, now: datetime, **more: str) -> None:
    require(actor, May.STANDINGS_SEE)
    if round_.state is not RoundState.CLOSED:
        raise Conflict(N_("Scores can be read when the round is closed."))
    record(session, actor, what, round_, now=now, **more)
