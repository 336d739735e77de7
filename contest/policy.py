"""Who may do what. The only module that answers this question; `docs/policy.md` is printed from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contest.core.errors import NotAllowed


class Role(StrEnum):
    """What an account can be granted."""

    STAFF = "staff"
    COORDINATOR = "coordinator"
    TEACHER = "teacher"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, reduced to what decisions need.

    `kind` is account, student (holds a resume code), guardian (holds a consent link),
    invited (holds an invitation), system (a command or the clock) or public.
    `id` is the account's, or the student's, consent request's, invitation's.
    """

    kind: str
    id: int = 0
    roles: frozenset[Role] = frozenset()
    governments: frozenset[int] = frozenset()
    name: str = ""
    language: str = "en"

    @property
    def anonymous(self) -> bool:
        """Nobody we know."""
        return self.kind == "public"


PUBLIC = Actor("public")
SYSTEM = Actor("system", name="system")


class May(StrEnum):
    """Everything somebody may be allowed to do."""

    EDITION_SEE = "edition:see"
    EDITION_MANAGE = "edition:manage"
    GOVERNMENT_MANAGE = "government:manage"
    PEOPLE_MANAGE = "people:manage"
    PERSON_BLOCK = "person:block"
    SIGN_IN_LINK = "sign-in link:make"
    ACCOUNT_KEEP = "account:keep"
    LETTERS_READ = "letters:read"
    LETTERS_WRITE = "letters:write"
    LETTER_PASS_ON = "letter:pass on"  # noqa: S105 - no password
    LOG_READ = "log:read"
    ENTRY_WRITE = "entry:write"
    ENTRY_SEE = "entry:see"
    ENTRY_ENDORSE = "entry:endorse"
    ENTRY_ENDORSE_ON_BEHALF = "entry:endorse on behalf"
    ENTRY_SCREEN = "entry:screen"
    ENTRY_TAKE_DOWN = "entry:take down"
    ENTRY_NEW_CODE = "entry:new code"
    LATE_ALLOW = "entry:take late"
    LIKENESS_DECIDE = "likeness:decide"
    CONSENT_ANSWER = "consent:answer"
    CONSENT_RECORD = "consent:record paper"
    PICTURE_SEE = "picture:see"
    PICTURE_FRAME = "picture:frame"
    ROUND_MANAGE = "round:manage"
    SHEET_MARK = "sheet:mark"
    ROUND_JUDGE = "round:judge"
    STANDINGS_SEE = "standings:see"
    ALLOCATION_PROPOSE = "allocation:propose"
    ALLOCATION_LOCK = "allocation:lock"
    ALLOCATION_PUBLISH = "allocation:publish"
    EXHIBITION_MANAGE = "exhibition:manage"


Test = Callable[[Actor, Any], bool]


def anyone(_actor: Actor, _thing: Any) -> bool:
    """anyone at all"""  # noqa: D403 - printed as it stands
    return True


def staff(actor: Actor, _thing: Any) -> bool:
    """the secretariat"""  # noqa: D403
    return Role.STAFF in actor.roles


def system(actor: Actor, _thing: Any) -> bool:
    """a command or the clock"""  # noqa: D403
    return actor.kind == "system"


def coordinator(actor: Actor, _thing: Any) -> bool:
    """a coordinator"""  # noqa: D403
    return Role.COORDINATOR in actor.roles


def judge(actor: Actor, _thing: Any) -> bool:
    """a judge"""  # noqa: D403
    return Role.JUDGE in actor.roles


def of_own_government(actor: Actor, thing: Any) -> bool:
    """whose government it is"""  # noqa: D403
    return thing.government_id is not None and thing.government_id in actor.governments


def own_student(actor: Actor, thing: Any) -> bool:
    """the student who holds its resume code"""  # noqa: D403
    return actor.kind == "student" and thing.student_id == actor.id


def asked_guardian(actor: Actor, thing: Any) -> bool:
    """the guardian who holds the link"""  # noqa: D403
    return actor.kind == "guardian" and thing.id == actor.id


def on_the_panel(actor: Actor, thing: Any) -> bool:
    """who sits on the panel and owns the sheet"""  # noqa: D403
    return bool(thing.account_id == actor.id and actor.kind == "account")


def other_government(actor: Actor, thing: Any) -> bool:
    """of another government than the work"""  # noqa: D403
    return thing.government_id not in actor.governments


def not_the_proposer(actor: Actor, thing: Any) -> bool:
    """other than who proposed it"""  # noqa: D403
    return bool(thing.proposed_by_id != actor.id)


def own_account(actor: Actor, thing: Any) -> bool:
    """whose account it is"""  # noqa: D403
    return bool(actor.kind == "account" and thing.id == actor.id)


def somebody_else(actor: Actor, thing: Any) -> bool:
    """for anybody but themselves"""  # noqa: D403
    return not own_account(actor, thing)


def not_a_colleague(_actor: Actor, thing: Any) -> bool:
    """for people outside the secretariat"""  # noqa: D403
    return Role.STAFF not in thing.roles


# Any row of tests opens the door; every test in the row must hold.
TABLE: dict[May, list[list[Test]]] = {
    May.EDITION_SEE: [[anyone]],
    May.EDITION_MANAGE: [[staff], [system]],
    May.GOVERNMENT_MANAGE: [[staff], [system]],
    May.PEOPLE_MANAGE: [[staff], [system]],
    May.PERSON_BLOCK: [[staff, somebody_else]],
    May.SIGN_IN_LINK: [[staff, not_a_colleague], [staff, own_account], [system]],
    May.ACCOUNT_KEEP: [[own_account]],
    May.LETTERS_READ: [[staff]],
    May.LETTERS_WRITE: [[staff]],
    May.LETTER_PASS_ON: [[coordinator, of_own_government], [staff]],
    May.LOG_READ: [[staff]],
    May.ENTRY_WRITE: [[own_student]],
    May.ENTRY_SEE: [[own_student], [coordinator, of_own_government], [staff]],
    May.ENTRY_ENDORSE: [[coordinator, of_own_government], [system]],
    May.ENTRY_ENDORSE_ON_BEHALF: [[staff]],
    May.ENTRY_SCREEN: [[staff], [system]],
    May.ENTRY_TAKE_DOWN: [[staff]],
    May.ENTRY_NEW_CODE: [[coordinator, of_own_government], [staff]],
    May.LATE_ALLOW: [[staff]],
    May.LIKENESS_DECIDE: [[staff]],
    May.CONSENT_ANSWER: [[asked_guardian]],
    May.CONSENT_RECORD: [[coordinator, of_own_government], [staff], [system]],
    May.PICTURE_SEE: [[own_student], [coordinator, of_own_government], [staff]],
    May.PICTURE_FRAME: [[staff]],
    May.ROUND_MANAGE: [[staff], [system]],
    May.ROUND_JUDGE: [[judge, on_the_panel]],
    May.SHEET_MARK: [[judge, on_the_panel, other_government]],
    May.STANDINGS_SEE: [[staff], [system]],
    May.ALLOCATION_PROPOSE: [[staff], [system]],
    May.ALLOCATION_LOCK: [[staff, not_the_proposer]],
    May.ALLOCATION_PUBLISH: [[staff], [system]],
    May.EXHIBITION_MANAGE: [[staff], [system]],
}


@dataclass(frozen=True, slots=True)
class Owned:
    """A thing reduced to whose it is, for questions asked before a row is loaded."""

    id: int = 0
    government_id: int | None = None
    student_id: int | None = None
    account_id: int | None = None
    proposed_by_id: int | None = None
    roles: frozenset[Role] = frozenset()


def can(actor: Actor, may: May, thing: Any = None) -> bool:
    """May `actor` do this to `thing`? Asked by templates before a button is drawn."""
    return any(all(test(actor, thing) for test in row) for row in TABLE[may])


def require(actor: Actor, may: May, thing: Any = None) -> None:
    """Refuse with `NotAllowed` unless `can`. The same row as the button's."""
    if not can(actor, may, thing):
        raise NotAllowed(may.value)
