"""What is printed from the code: the tables of states and of permissions, as pages of the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contest.core.workflow import Workflow
from contest.policy import TABLE

HEAD = "<!-- Printed by `make docs` from the code; do not edit. -->\n\n"


def states_page(lives: Mapping[str, Workflow[Any]]) -> str:
    """`docs/states.md`: which state may follow which."""
    parts = [HEAD + "# States\n\nEvery change of state goes through one of these tables (`contest/core/workflow.py`).\n"]
    for name, life in lives.items():
        rows = "\n".join(f"| {old} | {', '.join(sorted(new)) or '–'} |" for old, new in life.steps.items())
        parts.append(f"\n## {name}\n\n| from | may become |\n|---|---|\n{rows}\n")
    return "".join(parts)


def policy_page() -> str:
    """`docs/policy.md`: who may do what."""
    rows = []
    for may, doors in TABLE.items():
        who = "; or ".join(", ".join(test.__doc__ or test.__name__ for test in door) for door in doors)
        rows.append(f"| {may.value} | {who} |")
    table = "\n".join(rows)
    return (
        HEAD + "# Who may do what\n\nThe one table of permissions (`contest/policy.py`). Whatever a person may not know of is answered "
        "as if it did not exist.\n\n| what | who |\n|---|---|\n" + table + "\n"
    )
