"""Who may be granted what, how long a browser stays signed in, which passwords will do, where one may be sent. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from contest.accounts.common_passwords import BASES, WHOLE
from contest.core.errors import Conflict, Invalid
from contest.core.text import N_, fold
from contest.policy import Role

LABELS = {
    Role: {
        Role.STAFF: N_("Secretariat"),
        Role.COORDINATOR: N_("Coordinator"),
        Role.TEACHER: N_("Teacher"),
        Role.JUDGE: N_("Judge"),
    }
}

INVITED_FOR = timedelta(days=14)
MAILED_FOR = timedelta(minutes=60)
HANDED_FOR = timedelta(hours=24)
SHORTEST, LONGEST = 10, 200


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a browser stays signed in: unused, and at all."""

    idle_minutes: int
    hours: int


OFFICE = Stay(60, 12)
# Judges look for hours at one picture after another, students come and go: their sessions outlast an evening.
DESK = Stay(12 * 60, 7 * 24)
STUDENT = DESK


def stay(roles: Collection[Role]) -> Stay:
    """How long an account stays signed in: long for those who only judge, short for everybody else."""
    return DESK if set(roles) == {Role.JUDGE} else OFFICE


def session_alive(seen_at: datetime, idle_minutes: int, expires_at: datetime, now: datetime) -> bool:
    """Has a session neither been idle for too long nor reached its end?"""
    return now < expires_at and now - seen_at <= timedelta(minutes=idle_minutes)


def link_lives(roles: Collection[Role], *, mailed: bool, by_command: bool) -> timedelta:
    """How long a one-time link works. A mailed one is used at once; one copied into a messenger may wait for the evening."""
    if mailed or (Role.STAFF in roles and not by_command):
        return MAILED_FOR
    return HANDED_FOR


def home(roles: Collection[Role]) -> str:
    """Where a person begins after signing in."""
    for role, path in ((Role.STAFF, "/staff/"), (Role.COORDINATOR, "/org/"), (Role.JUDGE, "/judge/")):
        if role in roles:
            return path
    return "/account/"


def own_path(wanted: str | None) -> str:
    r"""`wanted` when it is a plain path of this site, else nothing.

    Browsers read `\\` as `/`, drop tabs and line ends and take `//host` for another host: none of these is let through,
    written out or percent-encoded.
    """
    if not wanted or len(wanted) > 1000 or not wanted.startswith("/"):
        return ""
    for spelling in (wanted, unquote(wanted)):
        path = spelling.split("?", 1)[0]
        if "\\" in spelling or "//" in path or any(ord(c) < 0x21 or ord(c) == 0x7F for c in path):
            return ""
    if re.search(r"[\x00-\x1f\x7f]", wanted):
        return ""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/logout")):
        return ""
    return wanted


_ADDRESS = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@[^\s@\"(),:;<>\[\\\]._-](?:[^\s@\"(),:;<>\[\\\]]*\.)+[^\s@\"(),:;<>\[\\\].]{2,}")


def address(typed: str) -> str:
    """An e-mail address folded (case, width), so that one person has one account. Refuses what cannot be one."""
    folded = fold(typed)
    if len(folded) > 320 or not _ADDRESS.fullmatch(folded) or ".." in folded:
        raise Invalid(N_("This does not look like an e-mail address. Write it like name@example.org."), "address")
    return folded


def check_grant(role: Role, government_id: int | None, already: Collection[int | None]) -> None:
    """May this be granted beside governments `already` granted?

    Rights are looked up as roles and governments, so one person stands for one government: nobody gains in one
    role what was given for another.
    """
    if role in {Role.COORDINATOR, Role.TEACHER} and government_id is None:
        raise Invalid(N_("Choose the government this person acts for."), "government")
    if role is Role.STAFF and government_id is not None:
        raise Invalid(N_("The secretariat acts for all governments: leave this empty."), "government")
    others = {each for each in already if each is not None}
    if government_id is not None and others - {government_id}:
        raise Invalid(N_("This person already stands for another government. Remove that role first."), "government")


def check_staff_remain(others: int) -> None:
    """Somebody of the secretariat must always be able to sign in."""
    if others < 1:
        raise Conflict(N_("This is the last person of the secretariat who can sign in. Invite a second one first."))


def check_password(password: str, *personal: str) -> str:
    """The password as it is kept and compared: whole, in one spelling of its characters. Refuses what is easily guessed.

    `personal` are words about its owner, such as the address, that may not be all there is to it.
    """
    kept = spelled(password)
    if len(kept) < SHORTEST:
        raise Invalid(N_("Use at least %(count)s characters. A few words in a row are easy to remember."), "password", count=SHORTEST)
    if len(kept) > LONGEST:
        raise Invalid(N_("Use at most %(count)s characters."), "password", count=LONGEST)
    if _common(kept) or any(_nothing_but(kept, each) for word in personal for each in (word, word.split("@")[0])):
        raise Invalid(N_("This password is easy to guess. Choose words that do not belong together."), "password")
    return kept


def spelled(password: str) -> str:
    """One spelling for the same characters typed on different keyboards (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", fold(text))


def _common(password: str) -> bool:
    folded = fold(password)
    bare = _bare(password)
    if len(set(folded)) < 5 or folded in WHOLE or bare in BASES:
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return len(steps) == 1 or any(base * 2 == bare or base * 3 == bare for base in BASES)


def _nothing_but(password: str, word: str) -> bool:
    return len(_bare(word)) >= 4 and _bare(password) in {_bare(word), _bare(word) * 2}
