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
_ROUNDS = {
    "en": "Round 1: 127 works, until 25 September 2026, 18:00 (Seoul)",
    "ko": "1차 심사: 127점, 2026년 9월 25일 18:00까지(서울)",
    "zh": "第1轮评审：127件作品，截止2026年9月25日 18:00（首尔）",
    "ja": "第1次審査：127作品、2026年9月25日 18:00まで（ソウル）",
    "ru": "Тур 1: 127 работ, до 25 сентября 2026 г., 18:00 (Сеул)",
    "mn": "1-р шат: 127 бүтээл, 2026 оны есдүгээр сарын 25, 18:00 хүртэл (Сөүл)",
}
UNMARKED = Occasion(
    "judge.reminder", N_("Reminder to judges with works to mark"), N_("Works still wait for your marks: %(contest)s"),
    (
        _DEAR, N_("some works still wait for your marks:"), "%(rounds)s",
        N_("Sign in to go on where you left: %(link)s"), N_("If you cannot go on, please tell the secretariat. Thank you for judging!"),
    ),
    (_RECEIVER, CONTEST, Placeholder("rounds", N_("Rounds, open works and deadline"), _ROUNDS), _SIGN_IN),
)  # fmt: skip
OCCASIONS = (ENTRANTS, COORDINATORS, JUDGES, UNMARKED)
