"""Everything that can be done to an edition."""

from contest.editions.actions.changing import (
    change_dates,
    change_division_fields,
    change_eligibility,
    change_fields,
    change_words,
    end_extension,
    extend,
    write_permission,
)
from contest.editions.actions.making import NewEdition, copy, create
from contest.editions.actions.parts import add_division, add_part, add_theme, move_part, remove_part, rename_part
from contest.editions.actions.telling import announce, archive, publish, reopen, take_back

__all__ = [
    "NewEdition", "add_division", "add_part", "add_theme", "announce", "archive", "change_dates", "change_division_fields",
    "change_eligibility", "change_fields", "change_words", "copy", "create", "end_extension", "extend", "move_part", "publish",
    "remove_part", "rename_part", "reopen", "take_back", "write_permission",
]  # fmt: skip
