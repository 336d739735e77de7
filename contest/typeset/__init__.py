"""Papers: from data and a template to a PDF that looks the same everywhere. Knows no feature."""

from contest.typeset.compiler import FIXED, CannotTypeset, Paper, compile  # noqa: A004 - see there
from contest.typeset.fonts import unprintable

__all__ = ["FIXED", "CannotTypeset", "Paper", "compile", "unprintable"]
