"""A visitor for page tests, and the manners every page must have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RAW = {"script", "style"}  # what stands in these is no markup
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
TOKEN = re.compile(r"""<!--.*?-->|<!doctype[^>]*>|</?[a-z][a-z0-9-]*(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>""", re.IGNORECASE | re.DOTALL)
NAME = re.compile(r"</?([a-z][a-z0-9-]*)", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
ELSEWHERE = re.compile(r"(https?:)?//")


@dataclass(frozen=True, slots=True)
class Tag:
    """What one tag says, and what is wrong with it wherever it stands."""

    name: str
    closes: bool
    empty: bool
    faults: tuple[str, ...] = ()
    id: str | None = None
    names: str = ""  # the id of the field it is the label of
    refers: tuple[str, ...] = ()
    field: str = ""  # the id of a field that needs a label
    lang: str = ""


@lru_cache(maxsize=50_000)
def tag_of(text: str) -> Tag | None:
    """Read one tag; None for a comment. Most tags of a page stand on every page, so each is read once."""
    named = NAME.match(text)
    if named is None:
        return None
    name = named[1].lower()
    if text.startswith("</"):
        return Tag(name, closes=True, empty=False)
    a = {key.lower(): unescape(x or y or z) for key, x, y, z in ATTRIBUTE.findall(text[len(named[0]) :])}
    field = name in {"input", "select", "textarea"} and a.get("type") not in UNLABELLED and not (a.get("aria-label") or a.get("aria-labelledby"))
    return Tag(
        name, closes=False, empty=name in VOID or text.endswith("/>"), faults=tuple(_faults_of(name, a)), id=a.get("id"), names=a.get("for", ""),
        refers=tuple(each for key in ("aria-describedby", "aria-labelledby", "for") for each in a.get(key, "").split()),
        field=(a.get("id") or f"?{a.get('name')}") if field else "", lang=a.get("lang", ""),
    )  # fmt: skip


def _faults_of(name: str, a: dict[str, str]) -> Iterator[str]:
    if "style" in a or any(key.startswith("on") for key in a) or name == "style" or (name == "script" and "src" not in a and a.get("type") != "application/json"):
        yield f"inline style, script or handler on <{name}>"
    if name == "img" and "alt" not in a:
        yield "img without alt"
    for key in ("src", "href", "action"):
        if ELSEWHERE.match(a.get(key, "")) and name in {"script", "img", "link", "source", "iframe"} and a.get("rel") not in {"canonical", "alternate"}:
            yield f"<{name}> from another host: {a[key]}"
    if name == "form" and a.get("method", "get").lower() not in {"get", "post", "dialog"}:
        yield "odd form method"


class Manners:
    """Collects what is wrong with a page. Stricter than a browser: what a tag leaves open, or a bare `<`, is a fault."""

    def __init__(self, html: str) -> None:
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[Tag] = []
        at = 0
        while found := TOKEN.search(html, at):
            if "<" in html[at : found.start()]:
                self.faults.append("a < that begins no tag")
            at = found.end()
            tag = tag_of(found[0])
            if tag is not None:
                self._nest(tag)
                if tag.name in RAW and not tag.closes:
                    at = html.index(f"</{tag.name}>", at)
        if "<" in html[at:]:
            self.faults.append("a < that begins no tag")

    def _nest(self, tag: Tag) -> None:
        if not tag.closes:
            self.tags.append(tag)
            if not tag.empty:
                self.open.append(tag.name)
        elif not self.open or self.open.pop() != tag.name:
            self.faults.append(f"</{tag.name}> does not close what is open")

    def verdict(self) -> list[str]:
        faults = self.faults + [fault for tag in self.tags for fault in tag.faults]
        faults += [f"<{name}> is never closed" for name in self.open]
        names = Counter(tag.name for tag in self.tags)
        if names["h1"] != 1:
            faults.append(f"{names['h1']} h1")
        if not any(tag.lang for tag in self.tags if tag.name == "html"):
            faults.append("no language")
        if not names["title"]:
            faults.append("no title")
        ids = Counter(tag.id for tag in self.tags if tag.id is not None)
        faults += [f"id {each} twice" for each, times in ids.items() if times > 1]
        labelled = {tag.names for tag in self.tags}
        faults += [f"field {tag.field} has no label" for tag in self.tags if tag.field and tag.field not in labelled]
        return faults + [f"refers to {each}, which is not there" for each in sorted({each for tag in self.tags for each in tag.refers} - set(ids))]


def check(html: str) -> None:
    """Fail when a page lacks manners."""
    faults = _faults(html)
    assert not faults, faults


@lru_cache(maxsize=256)
def _faults(html: str) -> list[str]:
    return Manners(html).verdict()


class Browser:
    """A client that forgets what it loaded between requests and lints every page."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.session = session
        self.client: FlaskClient = app.test_client()

    def _done(self, answer: TestResponse) -> TestResponse:
        for name in ("language", "student_actor", "_login_user", "_flask_babel", "csrf_token", "fresh"):
            g.pop(name, None)
        self.session.expire_all()
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 304, 307, 308}:
            check(answer.text)
        assert answer.status_code != 500, answer.text
        assert all(value.isascii() for _name, value in answer.headers), "a header no server can send"
        return answer

    def get(self, path: str, **given: Any) -> TestResponse:
        self.session.flush()
        return self._done(self.client.get(path, buffered=True, **given))

    def post(self, path: str, data: Any = None, **given: Any) -> TestResponse:
        self.session.flush()
        return self._done(self.client.post(path, data=data, buffered=True, **given))

    def follow(self, answer: TestResponse) -> TestResponse:
        """The page a redirect leads to."""
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
        return self.get(answer.location)

    def sign_in(self, account: Any) -> Browser:
        """Be `account` from now on (see tests.make.account)."""
        from tests import make

        token = make.browser_session("account", account.id)
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def resume(self, student: Any) -> Browser:
        """Hold the resume code of `student` from now on."""
        from tests import make

        token = make.browser_session("student", student.id)
        with self.client.session_transaction() as cookie:
            cookie["student"] = token
        return self
