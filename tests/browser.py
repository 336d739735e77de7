"""A visitor for page tests, and the manners every page must have."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Manners(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.referred: set[str] = set()
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.h1 = 0
        self.lang = ""
        self.title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self._identity(a)
        self.h1 += tag == "h1"
        self.title |= tag == "title"
        if tag == "html":
            self.lang = a.get("lang") or ""
        if "style" in a or any(k.startswith("on") for k in a) or tag == "style" or (tag == "script" and "src" not in a and a.get("type") != "application/json"):
            self.faults.append(f"inline style, script or handler on <{tag}>")
        if tag == "img" and "alt" not in a:
            self.faults.append("img without alt")
        for name in ("src", "href", "action"):
            if re.match(r"(https?:)?//", a.get(name) or "") and tag in {"script", "img", "link", "source", "iframe"} and a.get("rel") not in {"canonical", "alternate"}:
                self.faults.append(f"<{tag}> from another host: {a[name]}")
        if tag in {"input", "select", "textarea"} and a.get("type") not in UNLABELLED and not (a.get("aria-label") or a.get("aria-labelledby")):
            self.fields.append(a.get("id") or f"?{a.get('name')}")
        if tag == "form" and (a.get("method") or "get").lower() not in {"get", "post", "dialog"}:
            self.faults.append("odd form method")

    def _identity(self, a: dict[str, str | None]) -> None:
        if a.get("id") is not None:
            if a["id"] in self.ids:
                self.faults.append(f"id {a['id']} twice")
            self.ids.add(a["id"] or "")
        self.labelled.add(a.get("for") or "")
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.referred.update((a.get(name) or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> does not close what is open")

    def verdict(self) -> list[str]:
        if self.h1 != 1:
            self.faults.append(f"{self.h1} h1")
        if not self.lang:
            self.faults.append("no language")
        if not self.title:
            self.faults.append("no title")
        self.faults += [f"field {f} has no label" for f in self.fields if f not in self.labelled]
        self.faults += [f"refers to {r}, which is not there" for r in sorted(self.referred - self.ids)]
        return self.faults


def check(html: str) -> None:
    """Fail when a page lacks manners."""
    faults = _faults(html)
    assert not faults, faults


@lru_cache(maxsize=256)
def _faults(html: str) -> list[str]:
    page = Manners()
    page.feed(html)
    page.close()
    return page.verdict()


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
        return answer

    def get(self, path: str, **given: Any) -> TestResponse:
        self.session.flush()
        return self._done(self.client.get(path, **given))

    def post(self, path: str, data: Any = None, **given: Any) -> TestResponse:
        self.session.flush()
        return self._done(self.client.post(path, data=data, **given))

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
