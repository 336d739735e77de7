"""Writing down what was done, in the transaction that did it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.db.base import Base
from contest.db.unit import before_commit, keys, on_rollback
from contest.ledger.chain import START, detail_digest, link
from contest.ledger.models import Event, EventDetail, Head
from contest.policy import Actor


@dataclass(frozen=True, slots=True)
class _Act:
    at: datetime
    actor: Actor
    act: str
    thing: Base
    values: dict[str, Any]


def record(session: Session, actor: Actor, act: str, thing: Base, *, now: datetime | None = None, **values: Any) -> None:
    """Note that `actor` did `act` to `thing`; `values` say what changed (JSON values only).

    The chain is written as the last thing before the commit, so the thing may still lack its id here.
    """
    if "acts" not in session.info:
        on_rollback(session, _forget)
    session.info.setdefault("acts", []).append(_Act(now or clock.now(), actor, act, thing, values))
    before_commit(session, seal)


def _forget(session: Session) -> None:
    """What was rolled back was not done: the next transaction of this session must not record it."""
    session.info.pop("acts", None)


def seal(session: Session) -> None:
    """Append the acts of this transaction to the chain, holding its head."""
    acts: list[_Act] = session.info.pop("acts", [])
    head = session.scalar(select(Head).with_for_update())
    if head is None:
        head = Head(id=1, count=0, chain=START)
        session.add(head)
    for act in acts:
        salt = secrets.token_hex(16)
        digest = detail_digest(salt, act.values)
        thing = (act.thing.__tablename__, act.thing.id)  # type: ignore[attr-defined]
        who = (act.actor.kind, act.actor.id)
        chain = link(keys(session), head.chain, head.count + 1, act.at, who, act.act, thing, digest)
        session.add(
            Event(
                id=head.count + 1, at=act.at, actor_kind=who[0], actor_id=who[1], act=act.act, thing_kind=thing[0], thing_id=thing[1],
                digest=digest, previous=head.chain, chain=chain,
                detail=EventDetail(salt=salt, actor_name=act.actor.name, values=act.values),
            )
        )  # fmt: skip
        head.count, head.chain = head.count + 1, chain
    session.flush()
