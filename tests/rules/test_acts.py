"""The log speaks in words."""

import ast
from pathlib import Path

import pytest

from contest.desk.acts import KINDS, WORDS

CONTEST = Path(__file__).parents[2] / "contest"


def constants(names):
    """Every text that is handed, as it stands, to one of these functions in a feature's actions or mails."""
    found = set()
    for path in CONTEST.rglob("*.py"):
        if not {"actions", "mails"} & {*path.parts, path.stem}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                found |= {part.value for arg in node.args for part in ast.walk(arg) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return found


def test_every_act_that_is_recorded_has_words():
    acts = {text for text in constants({"record", "note", "apply", "_noted", "_saved"}) if ":" in text and not text.endswith((":", " "))}  # the rest of an f-string
    assert acts
    assert acts - set(WORDS) == set()


@pytest.mark.parametrize("kind", ["entry", "edition", "account", "letter", "round", "allocation", "exhibition", "stop", "venue", "letter_batch", "letter_template"])
def test_things_have_names(kind):
    assert KINDS[kind]
