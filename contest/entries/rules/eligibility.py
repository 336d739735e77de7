"""Who may enter: the age that counts, who answers for themselves, how many works one person may send."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from contest.core.errors import Conflict, Invalid, Refused
from contest.core.text import N_
from contest.editions.rules import age_on

ADULT = 18


def birth_date(year: int, month: int, day: int | None) -> date:
    """The day as typed; without a day the first of the month. Refuses days that do not exist."""
    try:
        return date(year, month, day if day is not None else 1)
    except ValueError:
        raise Invalid(N_("There is no such day. Check day, month and year."), "born") from None


def ages_on(born: date, day: date, *, exact: bool) -> tuple[int, int]:
    """The lowest and highest age `born` may mean on `day`; they differ only when just month and year are known."""
    if exact:
        return age_on(born, day), age_on(born, day)
    last = born.replace(day=calendar.monthrange(born.year, born.month)[1])
    return age_on(last, day), age_on(born.replace(day=1), day)


def check_age(born: date, *, exact: bool, age_day: date, age_from: int, age_to: int) -> int:
    """The age that counts. Refuses who is too young or too old on the day that counts."""
    low, high = ages_on(born, age_day, exact=exact)
    if high < age_from or low > age_to:
        raise Invalid(
            N_(
                "The contest is for people aged %(low)s to %(high)s. By this date of birth you would be %(age)s on the day that counts. "
                "Correct the date if it is wrong; if it is right, you cannot take part this time."
            ),
            "born", low=age_from, high=age_to, age=max(high if high < age_from else low, 0),
        )  # fmt: skip
    return high if low < age_from else low


def check_known_age(age: int, *, age_from: int, age_to: int) -> int:
    """The same for an age that was counted before, when the birthday itself is no longer kept."""
    if not age_from <= age <= age_to:
        raise Invalid(
            N_("The contest is for people aged %(low)s to %(high)s on the day that counts."), "born", low=age_from, high=age_to
        )  # fmt: skip
    return age


def check_student_age(edition: Any, student: Any) -> int | None:
    """The age that counts, if we know one. Refuses who is too young or too old."""
    ages = {"age_from": edition.age_from, "age_to": edition.age_to}
    if student.born is not None:
        return check_age(student.born, exact=edition.full_birth_date, age_day=edition.age_day, **ages)
    return check_known_age(student.age, **ages) if student.age is not None else None


def adult(born: date | None, today: date, *, exact: bool = True, counted: tuple[int | None, date] | None = None) -> bool:
    """May this person answer alone today? In doubt: no. Without a birthday, by the age that was `counted`, and for which day."""
    if born is not None:
        return ages_on(born, today, exact=exact)[0] >= ADULT
    age, day = counted or (None, today)
    return age is not None and age >= ADULT and day <= today


def check_more_entries(count: int, allowed: int) -> None:
    """Refuses one entry more than the edition allows a student."""
    if count >= allowed:
        raise Conflict(
            N_("You have already begun as many entries as one person may send. Go on with one of them, or withdraw one first.")
        )


def obstacles(edition: Any, student: Any, *, begun: int, eligible: bool) -> list[Refused]:
    """What already stands in the way of somebody we know, to be said before a photo is chosen.

    `begun` counts their entries where one more would be begun (else 0); `eligible` says whether their region takes part.
    """
    found: list[Refused] = []
    try:
        check_student_age(edition, student)
    except Invalid as refused:
        found.append(refused)
    try:
        check_more_entries(begun, edition.entries_per_student)
    except Conflict as refused:
        found.append(refused)
    if not eligible:
        elsewhere = N_("The region you chose does not take part in this contest. Choose another on the page about school and region.")
        found.append(Conflict(elsewhere))
    return found
