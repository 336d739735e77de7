"""What the secretariat does to letters: their words, letters written to many at once, and what the mail server refused."""

from contest.desk.actions.batches import GONE, drop, edit, prepare, put_back, remove, restore
from contest.desk.actions.letters import retry, retry_failed, sent_by_hand
from contest.desk.actions.sending import send, send_due, send_part
from contest.desk.actions.words import change_words, standard_again

__all__ = [
    "GONE", "change_words", "drop", "edit", "prepare", "put_back", "remove", "restore", "retry", "retry_failed", "send", "send_due",
    "send_part", "sent_by_hand", "standard_again",
]  # fmt: skip
