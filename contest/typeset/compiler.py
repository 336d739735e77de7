"""From a template and data to a PDF. Text is only ever data: it reaches the compiler as JSON and is never part of a source."""

from __future__ import annotations

import json
import logging
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from contest.core.errors import Unavailable
from contest.core.languages import CODES, language
from contest.core.text import N_
from contest.typeset.fonts import chain, loaded, printable

TEMPLATES = Path(__file__).parents[2] / "templates" / "papers"
FIXED = datetime(2000, 1, 1, tzinfo=UTC)
STANDARDS: list[Any] = ["a-2a", "ua-1"]  # for archives, and for who reads with a screen reader
NOWHERE = str(TEMPLATES / "none")  # where packages would lie: there are none

_SOURCE = re.compile(r"[a-z_]+(/[a-z_]+)*")
_PICTURE = re.compile(r"[a-z0-9_-]+\.(jpg|png|webp|svg)")

log = logging.getLogger("contest.typeset")


class CannotTypeset(Unavailable):
    """The paper could not be made. What the compiler said stands in the log."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished file with the name it is saved under, in the reader's language."""

    filename: str
    mime: str
    content: bytes


def compile(  # noqa: A001 - what one does with a template; nobody here compiles Python
    source_name: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None, *, dated: datetime = FIXED
) -> bytes:
    """The PDF of `templates/papers/<source_name>.typ`: tagged PDF/A-2a and PDF/UA-1, the same bytes for the same arguments.

    `data` is what JSON can hold, with at least `language`, `title` and `author`; characters without a glyph become boxes.
    A template finds a picture under its name (`image("/painting.jpg")`). `dated` is when the file says it was made.
    Nothing is fetched: neither system fonts nor packages. Refuses with `CannotTypeset`.
    """
    made: bytes = _run(source_name, data, pictures or {}, format="pdf", pdf_standards=STANDARDS, timestamp=int(dated.timestamp()))
    return made


def pages(source_name: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None, *, ppi: float = 96) -> list[bytes]:
    """The same as pictures, one PNG per sheet: to look at."""
    made = _run(source_name, data, pictures or {}, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _run(source_name: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **options: Any) -> Any:
    """A compiler of its own for every paper: threads share nothing but the fonts, which nobody changes."""
    if not _SOURCE.fullmatch(source_name) or not all(_PICTURE.fullmatch(name) for name in pictures):
        raise ValueError(source_name)
    sources: Any = {each.relative_to(TEMPLATES).as_posix(): each.read_bytes() for each in sorted(TEMPLATES.rglob("*.typ"))}
    sources["main.typ"] = f'#include "/{source_name}.typ"'.encode()
    # Any above: the compiler takes several sources by name, though its stub knows only of one.
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:  # all the compiler can read
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        try:
            compiler = typst.Compiler(
                sources, root=folder, font_paths=loaded(), ignore_system_fonts=True, sys_inputs={"data": _as_json(data)},
                package_path=NOWHERE, package_cache_path=NOWHERE,
            )  # fmt: skip
            return compiler.compile(**options)
        except typst.TypstError as error:
            log.error("%s was not made: %s %s", source_name, error.message, " ".join(error.trace))  # noqa: TRY400 - the trace is the template's
            raise CannotTypeset(N_("The paper cannot be made at this moment. Please try again later.")) from error


def _as_json(data: Mapping[str, Any]) -> str:
    code = str(data["language"])
    fonts = {each: chain(each) for each in CODES}
    whole = _printable(data) | {"language": language(code).code, "fonts": fonts}
    return json.dumps(whole, ensure_ascii=False)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value
