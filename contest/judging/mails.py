"""Letters to judges about their works."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.localized import pick
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import site_address
from contest.editions.models import Edition
from contest.entries.mails import CONTEST, both_clocks
from contest.judging.models import Panelist, Round
from contest.post import samples
from contest.post.compose import queue
from contest.post.rules import Occasion, Placeholder

DEAR = N_("Dear %(name)s,")
SIGN_IN = Placeholder("link", N_("Address of the page to sign in"), f"{samples.SITE}/login")
RECEIVER = Placeholder("name", N_("Name of the receiver"), samples.NAME)
ROUNDS = Placeholder(
    "rounds", N_("Rounds, open works and deadline"),
    {
        "en": "Round 1: 127 works, until 25 September 2026, 18:00 (Seoul)",
        "ko": "1차 심사: 127점, 2026년 9월 25일 18:00까지(서울)",
        "zh": "第1轮评审：127件作品，截止2026年9月25日 18:00（首尔）",
        "ja": "第1次審査：127作品、2026年9月25日 18:00まで（ソウル）",
        "ru": "Тур 1: 127 работ, до 25 сентября 2026 г., 18:00 (Сеул)",
        "mn": "1-р шат: 127 бүтээл, 2026 оны есдүгээр сарын 25, 18:00 хүртэл (Сөүл)",
    },
)  # fmt: skip
CANNOT = N_("If you cannot go on, please tell the secretariat. Thank you for judging!")
MORE = Occasion(
    "judge.more", N_("More works after a judge’s sign-off"), N_("There are new works for you to mark: %(contest)s"),
    (
        DEAR, N_("after you signed off your marks, new works have come to you, so your sign-off is open again:"), "%(rounds)s",
        N_("All your marks are kept. Please sign in, mark the new works too, and sign off once more: %(link)s"), CANNOT,
    ),
    (RECEIVER, CONTEST, ROUNDS, SIGN_IN),
)  # fmt: skip
OCCASIONS = (MORE,)


def still_open(round_: Round, works: int, edition: Edition, code: str) -> str:
    """A round in a letter: how many works are left to mark, and until when."""
    title = pick(round_.titles, code)[0]
    if round_.closes_at is None:
        return say(code, N_("%(round)s: works left to mark: %(works)s"), round=title, works=works)
    until = both_clocks(round_.closes_at, edition, None, code)
    return say(code, N_("%(round)s: works left to mark: %(works)s, until %(until)s"), round=title, works=works, until=until)


def more_works(session: Session, round_: Round, panelist: Panelist, works: int, *, now: datetime) -> None:
    """Tell a judge who had signed off that works have come since, in the judge's language; not one who can mark nothing any more."""
    account = panelist.account
    if account.blocked_at is not None or (round_.closes_at is not None and round_.closes_at <= now):
        return
    edition, code = session.get_one(Edition, round_.edition_id), account.language
    queue(
        session, MORE, code, to=account.address, to_name=account.name, about=account, now=now, name=account.name,
        contest=pick(edition.titles, code)[0], rounds=[still_open(round_, works, edition, code)], link=site_address(session, "/login"),
    )  # fmt: skip
