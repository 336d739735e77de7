"""The decisions about entries: who may enter and when, what must be there, whose permission counts, what the public may see. Pure."""

from contest.entries.rules.choices import LABELS, MEDIUMS, NAME_ANSWERS, YES_NO, Finding, Method, Permission
from contest.entries.rules.completeness import Gap, Incomplete, missing_to_send
from contest.entries.rules.eligibility import (
    ADULT,
    adult,
    ages_on,
    birth_date,
    check_age,
    check_known_age,
    check_more_entries,
    check_student_age,
    obstacles,
)
from contest.entries.rules.fields import (
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_NOTE,
    check_line,
    check_text,
    helped,
    latin,
    legible,
    through_teacher,
    too_long,
)
from contest.entries.rules.permissions import (
    ENDED,
    LINK_LASTS,
    NEEDED,
    Answer,
    Face,
    check_answers,
    holding,
    link_ended,
    missing_to_endorse,
    outdated,
    public_face,
    purposes_named,
    said,
    shown_name,
    wishes,
)
from contest.entries.rules.references import read_receipt, receipt_number, search_text
from contest.entries.rules.staleness import Stale, check_seen, trace
from contest.entries.rules.timing import (
    EDITABLE,
    LATE_TO_ENDORSE,
    Closed,
    Window,
    check_late,
    endorse_until,
    may_edit,
    may_send,
    may_take_back,
    may_withdraw,
    mend_until,
    taken,
)

__all__ = [
    "ADULT", "EDITABLE", "ENDED", "LABELS", "LATE_TO_ENDORSE", "LINK_LASTS", "LONGEST_DESCRIPTION", "LONGEST_NAME", "LONGEST_NOTE",
    "MEDIUMS", "NAME_ANSWERS", "NEEDED", "YES_NO", "Answer", "Closed", "Face", "Finding", "Gap", "Incomplete", "Method", "Permission",
    "Stale", "Window", "adult", "ages_on", "birth_date", "check_age", "check_answers", "check_known_age", "check_late", "check_line",
    "check_more_entries", "check_seen", "check_student_age", "check_text", "endorse_until", "helped", "holding", "latin", "legible",
    "link_ended", "may_edit", "may_send", "may_take_back", "may_withdraw", "mend_until", "missing_to_endorse", "missing_to_send",
    "obstacles", "outdated", "public_face", "purposes_named", "read_receipt", "receipt_number", "said", "search_text", "shown_name",
    "taken", "through_teacher", "too_long", "trace", "wishes",
]  # fmt: skip
