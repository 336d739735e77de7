"""Every page worth looking at, by who sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.journeys.conftest import Visit, Visitor
from tests.journeys.seeding import CODE, SENT_CODE, SHOW, Contest, sign_in_link

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")

# `{l}` is the language. First what the public, entrants and deciders depend on; then the rest.
MAIN: dict[str, tuple[str, ...]] = {
    "reader": (
        "/{l}/", "/{l}/editions/14/", "/{l}/editions/8/winners", "/{l}/gallery", "/{l}/works/{winner}", "/{l}/exhibitions/", "/{l}/exhibitions/{show}/",
        "/login?lang={l}", "/{l}/enter", "/{l}/consent/{consent}",
    ),
    "student": tuple(f"/{{l}}/enter/{{draft}}/{page}" for page in ("photo", "photo/check", "painting", "you", "school", "permissions", "check")),
    "sent": ("/{l}/enter/{sent}/sent",),
    "judge": ("/judge/rounds/{round}/next",),
    "coordinator": ("/org/",),
    "staff": ("/staff/", "/staff/awards/7/"),
}  # fmt: skip
REST: dict[str, tuple[str, ...]] = {
    "reader": (
        "/{l}/editions/", "/{l}/editions/8/", "/{l}/exhibitions/{show}/slideshow", "/{l}/governments/", "/{l}/governments/MN-046", "/{l}/statistics",
        "/{l}/help", "/{l}/privacy", "/{l}/contact", "/{l}/accessibility", "/{l}/enter/resume", "/{l}/enter/lost-code",
    ),
    "student": ("/{l}/my",),
    "sent": ("/{l}/enter/{sent}/label", "/{l}/enter/{sent}/withdraw"),
    "judge": ("/judge/", "/judge/rounds/{round}/", "/judge/rounds/{round}/sheet", "/judge/rounds/{round}/sign-off"),
    "coordinator": ("/org/works", "/account/"),
    "staff": (
        "/staff/entries", "/staff/rounds/", "/staff/rounds/{round}/", "/staff/rounds/{round}/judges",
        "/staff/rounds/new?edition=14", "/staff/awards/", "/staff/awards/7/versions/1", "/staff/awards/14/tiers",
        "/staff/exhibitions/", "/staff/exhibitions/4/", "/staff/exhibitions/new", "/staff/exhibitions/stops/{stop}/works",
        "/staff/exhibitions/stops/{stop}/hanging", "/staff/exhibitions/venues/", "/staff/editions/", "/staff/editions/14/",
        "/staff/editions/14/dates", "/staff/editions/14/texts/rules_texts", "/staff/governments/",
        "/staff/governments/MN-046", "/staff/people", "/staff/people/invite", "/staff/letters", "/staff/log",
    ),
}  # fmt: skip


def walk(contest: Contest, visit: Visit, language: str, pages: dict[str, tuple[str, ...]], **browser: Any) -> Iterator[Visitor]:
    """Go through the pages, each as whoever may see it."""
    known = {
        "l": language, "show": SHOW, "draft": contest.draft, "sent": contest.sent, "consent": contest.consent, "round": contest.round_id,
        "winner": contest.winner, "stop": contest.stop,
    }  # fmt: skip
    for role, paths in pages.items():
        visitor = visit(role, language=language, **browser)
        _come_in(contest, visitor, role, language)
        for path in paths:
            visitor.go(path.format(**known))
            visitor.shot(f"{language}{re.sub(r'[^a-z0-9]+', '-', path.replace('{l}', '').split('?')[0])}", widths=(browser.get("width", 1440),))
            yield visitor
        visitor.context.close()


def _come_in(contest: Contest, visitor: Visitor, role: str, language: str) -> None:
    accounts = {"staff": "staff-1", "judge": "judge-2", "coordinator": "coordinator-mn"}
    if role in accounts:
        visitor.go(sign_in_link(contest, accounts[role], language))
        visitor.send()
        visitor.page.wait_for_url(lambda url: "/login/" not in url)
    elif role in {"student", "sent"}:
        visitor.go(f"/{language}/enter/resume")
        visitor.fill(code=CODE if role == "student" else SENT_CODE)
        visitor.send()
        visitor.page.wait_for_url("**/my")
