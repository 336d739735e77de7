"""The first page of each role. The views live beside this; here each gets its address."""

from flask import Blueprint

from contest.desk.routes import batches, words
from contest.desk.routes.judge import judge
from contest.desk.routes.letters import letter, letter_retry, letter_sent, letters, letters_retry
from contest.desk.routes.log import log
from contest.desk.routes.my import my
from contest.desk.routes.org import org
from contest.desk.routes.staff import staff

bp = Blueprint("desk", __name__)
bp.add_url_rule("/judge/", view_func=judge)
bp.add_url_rule("/<lang:lang>/my", view_func=my)
bp.add_url_rule("/org/", view_func=org)
bp.add_url_rule("/staff/", view_func=staff)
bp.add_url_rule("/staff/letters", view_func=letters)
bp.add_url_rule("/staff/letters/<int:identity>", view_func=letter)
bp.add_url_rule("/staff/letters/<int:identity>/sent", view_func=letter_sent, methods=["POST"])
bp.add_url_rule("/staff/letters/<int:identity>/retry", view_func=letter_retry, methods=["POST"])
bp.add_url_rule("/staff/letters/retry", view_func=letters_retry, methods=["POST"])
bp.add_url_rule("/staff/letters/<int:identity>/edit", view_func=batches.letter_edit, methods=["GET", "POST"])
bp.add_url_rule("/staff/letters/<int:identity>/remove", view_func=batches.letter_remove, methods=["POST"])
bp.add_url_rule("/staff/letters/<int:identity>/put-back", view_func=batches.letter_put_back, methods=["POST"])
bp.add_url_rule("/staff/letters/write", view_func=batches.letter_write, methods=["GET", "POST"])
bp.add_url_rule("/staff/letters/batches/<int:identity>", view_func=batches.letter_batch)
bp.add_url_rule("/staff/letters/batches/<int:identity>/send", view_func=batches.letter_batch_send, methods=["POST"])
bp.add_url_rule("/staff/letters/batches/<int:identity>/drop", view_func=batches.letter_batch_drop, methods=["POST"])
bp.add_url_rule("/staff/letters/batches/<int:identity>/restore", view_func=batches.letter_batch_restore, methods=["POST"])
bp.add_url_rule("/staff/letters/templates/", view_func=words.letter_words)
bp.add_url_rule("/staff/letters/templates/<slug>/<code>", view_func=words.letter_words_in, methods=["GET", "POST"])
bp.add_url_rule("/staff/letters/templates/<slug>/<code>/standard", view_func=words.letter_words_standard, methods=["POST"])
bp.add_url_rule("/staff/log", view_func=log)
