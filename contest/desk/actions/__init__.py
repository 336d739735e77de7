"""What the secretariat does to letters: their words, letters written to many at once, and what the mail server refused."""

from contest.desk.actions.batches import GONE, Sent, drop, edit, prepare, put_back, remove, restore, send
from contest.desk.actions.letters import retry, retry_failed, sent_by_hand
from contest.desk.actions.words import change_words, standard_again

__all__ = [
    "GONE", "Sent", "change_words", "drop", "edit", "prepare", "put_back", "remove", "restore", "retry", "retry_failed", "send",
    "sent_by_hand", "standard_again",
]  # fmt: skip
