"""What is proposed while somebody types, for scripts. Without them the pages say the same when they are opened again.

A view of the blueprint in `routes/student.py`, which gives it its address.
"""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_babel import gettext as _

from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.editions import queries as editions
from contest.entries.queries.suggest import schools_known
from contest.web import who
from contest.web.filters import moment, zone_name
from contest.web.forms import whole


def schools() -> Response:
    """The schools a government knows, and when its entries close; asked when a region is chosen."""
    unit = db.session()
    edition = editions.current(unit)
    home = whole(request.args.get("government"))
    if who.student().anonymous or edition is None:
        raise Missing(N_("This does not exist (any more)."))
    government = next((each for each in editions.eligible_governments(unit, edition) if each.id == home), None)
    if government is None:
        return jsonify(schools=[], closing="")
    closes_at = editions.closing_for(unit, edition, government.id)
    clocks = [
        _("%(moment)s (%(place)s)", moment=moment(closes_at, zone), place=zone_name(zone))
        for zone in dict.fromkeys((edition.zone, government.zone))
    ]
    return jsonify(schools=schools_known(unit, government.id), closing=" · ".join(clocks))
