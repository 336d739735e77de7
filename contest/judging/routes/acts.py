"""What the desk's script fetches once and what it sends: all own works, and acts under sequence numbers.

Views of the blueprint in `routes/judge.py`, which gives each its address.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from contest.core import clock
from contest.core.errors import Conflict, Invalid
from contest.core.localized import pick
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import keys
from contest.entries.rules import MEDIUMS
from contest.judging import queries, rules
from contest.judging.actions import acts as actions
from contest.judging.actions.held import Act, Held
from contest.judging.queries import acts as reads
from contest.judging.queries.judge import BlindWork, my_progress
from contest.judging.queries.judge import works as own_works
from contest.judging.queries.panels import scale
from contest.judging.queries.views import settings_of
from contest.judging.routes.own import json_body, mine, wants_json, work_label
from contest.judging.rules import Scale
from contest.judging.states import RoundState
from contest.media.queries import blind_address
from contest.policy import May, Owned, require
from contest.web import who
from contest.web.errors import words
from contest.web.i18n import current

NO_DESK = N_("This does not come from a desk.")


def works(round_id: int) -> ResponseReturnValue:
    """Everything the desk shows: it is fetched once, and again when another window was quicker."""
    if who.actor().anonymous and wants_json():
        return _refused(401, _("Sign in again in another window. Your marks wait here and are sent then."))
    panelist, session, actor = mine(round_id), db.session(), who.actor()
    round_, now = panelist.round, clock.now()
    criteria = queries.criteria(session, round_id)
    scales = [scale(each) for each in criteria]
    share, under = rules.shares(scales) if scales else ({}, 1)
    listed = own_works(session, actor, panelist)
    marks, sizes = reads.marks_of(session, panelist.id), reads.sizes_of(session, (w.picture_id for w in listed if w.picture_id))
    open_ = round_.state is RoundState.OPEN and (round_.closes_at is None or now < round_.closes_at)
    return _packed({
        "place": panelist.id, "number": panelist.number, "csrf": generate_csrf(), "kind": round_.kind.value, "open": open_,
        "paused": round_.state is RoundState.PAUSED, "signed_off": panelist.signed_off_at is not None,
        "closes_at": round_.closes_at.isoformat() if round_.closes_at else None, "label": work_label(panelist, "{code}"),
        "criteria": [_criterion(c, s, share[s.id]) for c, s in zip(criteria, scales, strict=True)], "under": under,
        "settings": settings_of(session, panelist), "progress": asdict(my_progress(session, panelist)),
        "recent": _recent(reads.recent(session, actor, panelist.id), scales),
        "works": [_work(w, scales, marks, sizes) for w in listed],
    })  # fmt: skip


def _packed(told: dict[str, Any]) -> Response:
    """Packed where the browser can unpack it: nothing a stranger could choose stands beside what a stranger may not guess."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    answer = Response(text, mimetype="application/json")
    if request.accept_encodings.find("gzip") >= 0:
        answer.set_data(gzip.compress(text, 5))
        answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _criterion(criterion: Any, scale_: Scale, share: int) -> dict[str, Any]:
    spoken = current().code
    return {
        "name": pick(criterion.names, spoken)[0], "hint": pick(criterion.hints, spoken)[0], "steps": scale_.steps, "share": share,
        "values": [rules.value_text(scale_, step) for step in range(scale_.steps + 1)],
        "anchors": {step: pick(said, spoken)[0] for step, said in criterion.anchors.items()},
    }  # fmt: skip


def _marks(held: Mapping[int, int], scales: Sequence[Scale]) -> list[int | None]:
    return [held.get(each.id) for each in scales]


def _work(
    work: BlindWork, scales: Sequence[Scale], marks: Mapping[int, Mapping[int, int]], sizes: Mapping[int, Sequence[reads.Size]]
) -> dict[str, Any]:
    spoken = current().code
    measured = [work.width_mm, work.height_mm] if work.width_mm and work.height_mm else None
    facts = [_(MEDIUMS[work.medium]) if work.medium in MEDIUMS else work.medium]
    facts.append(_("%(width)s × %(height)s mm", width=work.width_mm, height=work.height_mm) if measured else "")
    facts.append(str(work.painted_in) if work.painted_in else "")
    return {
        "code": work.code, "state": work.state.value, "marks": _marks(marks.get(work.sheet_id, {}), scales),
        "pinned": work.pinned, "note": work.note, "version": work.version, "title": work.title, "says": work.description,
        "theme": pick(work.theme, spoken)[0] if work.theme else "", "facts": " · ".join(filter(None, facts)), "mm": measured,
        "alt": pick(work.alt, spoken)[0], "picture": _picture(work.code, sizes.get(work.picture_id or 0, ())),
    }  # fmt: skip


def _picture(code: str, sizes: Sequence[reads.Size]) -> dict[str, Any] | None:
    if not sizes:
        return None
    keyring = keys(db.session())
    listed = [[each.width, blind_address(keyring, code, each.size, each.name)] for each in sizes]
    return {"width": sizes[-1].width, "height": sizes[-1].height, "sizes": listed}


def _recent(events: Sequence[dict[str, Any]], scales: Sequence[Scale]) -> list[dict[str, Any]]:
    places = {each.id: place for place, each in enumerate(scales, 1)}
    return [{**event, "criterion": places.get(event["criterion"])} for event in events]


def take(round_id: int) -> ResponseReturnValue:
    """Keep what a desk sends, and say what became of it."""
    if who.actor().anonymous and wants_json():
        return _refused(401, _("Sign in again in another window. Your marks wait here and are sent then."))
    require(who.actor(), May.ROUND_JUDGE, Owned(account_id=who.actor().id))
    body = json_body() or {}
    sent = _sent(body)
    try:
        with transaction() as session:
            taken = actions.apply(session, who.actor(), round_id, sent, device=str(body.get("device", "")), now=clock.now())
    except Conflict as refusal:
        return _refused(409, words(refusal), again=_paused(round_id))
    after = {each.sheet.blind_code: _after(each, taken.scales) for each in taken.sheets}
    said = [{"number": o.act.number, "became": o.became.value, "said": words(o.why) if o.why else ""} for o in taken.outcomes]
    progress = my_progress(db.session(), mine(round_id)) if body.get("ask") else None
    return jsonify(
        number=taken.number, acts=said, works=after, progress=asdict(progress) if progress else None,
        done=bool(progress.total and not progress.open) if progress else None,
    )  # fmt: skip


def _after(held: Held, scales: Sequence[Scale]) -> dict[str, Any]:
    sheet = held.sheet
    marks = {criterion: mark.steps for criterion, mark in held.marks.items()}
    return {
        "state": sheet.state.value, "marks": _marks(marks, scales), "pinned": sheet.pinned, "note": sheet.note, "version": sheet.version,
    }  # fmt: skip


def _paused(round_id: int) -> bool:
    return mine(round_id).round.state is RoundState.PAUSED


def _sent(body: Any) -> list[Act]:
    """The acts of a request. Refuses with `Invalid` what has another shape."""
    try:
        return [_act(each) for each in body["acts"]]
    except (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise Invalid(NO_DESK) from error


def _act(sent: Mapping[str, Any]) -> Act:
    of = sent.get("of")
    number, criterion = sent["number"], sent.get("criterion", 0)
    if type(number) is not int or type(criterion) is not int:
        raise TypeError
    return Act(
        number, str(sent["code"]), str(sent["what"]), criterion, sent.get("value"), str(sent.get("note", "")),
        (str(of[0]), int(of[1])) if of else None,
    )  # fmt: skip


def _refused(status: int, said: str, *, again: bool = False) -> Response:
    answer = make_response(jsonify(error=said, again=again), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
