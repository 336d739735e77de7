"""Letters the secretariat writes to many at once: news for who entered, for coordinators, for judges."""

from __future__ import annotations

from contest.core.text import N_
from contest.entries.mails import CONTACT, CONTEST, HELLO, MY, NAME, SECRETARIAT, WORKS
from contest.post import samples
from contest.post.rules import Occasion, Placeholder

_SIGN_IN = Placeholder("link", N_("Address of the page to sign in"), f"{samples.SITE}/login")
_RECEIVER = Placeholder("name", N_("Name of the receiver"), samples.NAME)
_DEAR = N_("Dear %(name)s,")
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
    (_DEAR, N_("there is news about %(contest)s. Please sign in and see what is waiting for you: %(link)s")),
    (_RECEIVER, CONTEST, _SIGN_IN),
)  # fmt: skip
JUDGES = Occasion(
    "news.judges", N_("News for judges"), _NEWS,
    (_DEAR, N_("there is news about the judging of %(contest)s. Please sign in and see your rounds: %(link)s")),
    (_RECEIVER, CONTEST, _SIGN_IN),
)  # fmt: skip
OCCASIONS = (ENTRANTS, COORDINATORS, JUDGES)
