"""Letters the secretariat writes to many at once: news for who entered, for coordinators, for judges."""

from __future__ import annotations

from contest.core.text import N_
from contest.entries.mails import CONTACT, CONTEST, HELLO, MY, NAME, SECRETARIAT, WORKS
from contest.judging.mails import CANNOT, DEAR, RECEIVER, ROUNDS, SIGN_IN
from contest.post.rules import Occasion

_NEWS = N_("News from the contest: %(contest)s")
ENTRANTS = Occasion(
    "news.entrants", N_("News for everyone who entered"), _NEWS,
    (
        HELLO, N_("there is news about the contest you entered: %(contest)s"), N_("Your works:"), "%(works)s",
        N_("How things stand: %(link)s"), SECRETARIAT,
    ),
    (NAME, CONTEST, WORKS, MY, CONTACT),
)  # fmt: skip
COORDINATORS = Occasion(
    "news.coordinators", N_("News for coordinators"), _NEWS,
    (DEAR, N_("there is news about %(contest)s. Please sign in and see what is waiting for you: %(link)s")),
    (RECEIVER, CONTEST, SIGN_IN),
)  # fmt: skip
JUDGES = Occasion(
    "news.judges", N_("News for judges"), _NEWS,
    (DEAR, N_("there is news about the judging of %(contest)s. Please sign in and see your rounds: %(link)s")),
    (RECEIVER, CONTEST, SIGN_IN),
)  # fmt: skip
UNMARKED = Occasion(
    "judge.reminder", N_("Reminder to judges with works to mark"), N_("Works still wait for your marks: %(contest)s"),
    (
        DEAR, N_("some works still wait for your marks:"), "%(rounds)s",
        N_("Sign in to go on where you left: %(link)s"), CANNOT,
    ),
    (RECEIVER, CONTEST, ROUNDS, SIGN_IN),
)  # fmt: skip
OCCASIONS = (ENTRANTS, COORDINATORS, JUDGES, UNMARKED)
