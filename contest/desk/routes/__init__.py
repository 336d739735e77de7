"""The first page of each role. The views live beside this; here each gets its address."""

from flask import Blueprint

from contest.desk.routes.judge import judge
from contest.desk.routes.my import my

bp = Blueprint("desk", __name__)
bp.add_url_rule("/judge/", view_func=judge)
bp.add_url_rule("/<lang:lang>/my", view_func=my)
