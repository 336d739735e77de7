"""What pages cost, as ratios to the floor, taken in one run: floor, page, floor, page …

    python bench/run.py            both sizes, and how costs grow from one to the other
    python bench/run.py 1000       one size (built first where it is missing)

Measured is the processor time of this process for one call of the WSGI app, in one thread, after warming up: no server, no network,
no waiting for the disk. Compare ratios with ratios, never seconds.
"""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event, select
from werkzeug.test import EnvironBuilder

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from build import DATA, JUDGED, OPEN, bench_app, build  # noqa: E402
from floor import create_floor  # noqa: E402

from contest.accounts.actions import open_browser  # noqa: E402
from contest.accounts.models import Account  # noqa: E402
from contest.core import clock  # noqa: E402
from contest.db.extension import db  # noqa: E402
from contest.db.transaction import transaction  # noqa: E402
from contest.editions.models import Edition  # noqa: E402
from contest.entries.models import Entry  # noqa: E402
from contest.judging.models import Criterion, Panelist, Round, Sheet  # noqa: E402
from contest.web.limits import limiter  # noqa: E402

TIMES, WARM = 200, 20
SIZES = (1000, 20_000)
QUIET = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


def ask(
    app: Flask, path: str, *, cookie: str = "", data: dict[str, Any] | None = None, headers: dict[str, str] | None = None, sent: Any = None
) -> Answer:
    """One request; only the app's own work is timed. `data` is a form, `sent` is JSON."""
    sending = {"data": data} if sent is None else {"json": sent}
    method = "GET" if data is None and sent is None else "POST"
    builder = EnvironBuilder(path, method=method, headers={"Cookie": cookie, "Accept-Language": "en", **(headers or {})}, **sending)
    environ, said = builder.get_environ(), []
    builder.close()
    before = process_time()
    answer = app.wsgi_app(environ, lambda status, lines, _info=None: said.append((status, lines)))  # type: ignore[arg-type]
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    seconds = process_time() - before
    return Answer(int(said[0][0][:3]), body, dict(said[0][1]), seconds)


@dataclass(slots=True)
class Row:
    """A page under test; `again()` makes the next request. One that is only read says where it is, and with which cookie."""

    name: str
    again: Callable[[], Answer]
    aim: float | None = None
    expected: int = 200
    times: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    sql: int = 0
    bytes: int = 0
    path: str = ""
    cookie: str = ""


def read(app: Flask, name: str, path: str, cookie: str = "", aim: float | None = None) -> Row:
    return Row(name, lambda: ask(app, path, cookie=cookie), aim, path=path, cookie=cookie)


def cookie_of(app: Flask, values: dict[str, Any]) -> str:
    signed = app.session_interface.get_signing_serializer(app).dumps(values)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def signed_in(app: Flask, address: str) -> tuple[str, str]:
    """A cookie of this account with the token its forms carry."""
    with app.app_context(), transaction() as unit:
        who = unit.scalars(select(Account).where(Account.address == address)).one()
        secret = open_browser(unit, "account", who.id, idle_minutes=600, hours=12, now=clock.now())
    with app.test_request_context():
        token = generate_csrf()
        return cookie_of(app, {"_user_id": secret, "_fresh": True, "csrf_token": session["csrf_token"]}), token


def at_work(app: Flask) -> tuple[str, str, str]:
    """Somebody in the middle of an entry: its address, a cookie, and the token of its forms."""
    with app.app_context(), transaction() as unit:
        draft = unit.scalars(select(Entry).join(Edition, Edition.id == Entry.edition_id).where(Edition.number == OPEN).limit(1)).one()
        secret = open_browser(unit, "student", draft.student_id, idle_minutes=600, hours=12, now=clock.now())
        path = f"/ru/enter/{draft.draft_key}"
    with app.test_request_context():
        token = generate_csrf()
        return path, cookie_of(app, {"student": secret, "csrf_token": session["csrf_token"]}), token


def wizard(app: Flask) -> Iterator[Row]:
    """The student's pages, as they are opened and as one is saved."""
    path, cookie, token = at_work(app)
    yield read(app, "student: start", "/ru/enter", "", 1.5)
    for page in ("photo", "photo/check", "painting", "you", "school", "permissions", "check"):
        yield read(app, f"student: {page}", f"{path}/{page}", cookie, 1.5)
    shown = ask(app, f"{path}/painting", cookie=cookie).body.decode()
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', shown)
    typed = {"title": "Красный змей", "description": "Двое детей", "csrf_token": token, "seen": seen[1] if seen else ""}

    def keep() -> Answer:
        limiter.reset()  # nobody types as fast
        return ask(app, f"{path}/keep/painting", cookie=cookie, data=typed)

    yield Row("student: keep what is typed", keep)


def rows(app: Flask) -> Iterator[Row]:
    judge, judge_token = signed_in(app, "judge-1@bench.example.org")
    staff, _token = signed_in(app, "staff-1@bench.example.org")
    with app.app_context():
        ask_db = db.session()
        round_id = ask_db.scalars(select(Round.id).join(Edition, Edition.id == Round.edition_id).where(Edition.number == JUDGED)).one()
        seat = select(Panelist.id).where(Panelist.round_id == round_id).order_by(Panelist.id).limit(1).scalar_subquery()
        codes = list(ask_db.scalars(select(Sheet.blind_code).where(Sheet.panelist_id == seat, Sheet.state == "waiting").order_by(Sheet.position).limit(50)))
        number = ask_db.scalars(select(Panelist.number).where(Panelist.round_id == round_id).order_by(Panelist.id).limit(1)).one()
        steps = list(ask_db.scalars(select(Criterion.steps).where(Criterion.round_id == round_id).order_by(Criterion.position)))
    desk = f"/judge/rounds/{round_id}"

    get = partial(read, app)

    def next_work() -> Answer:
        codes.append(codes.pop(0))
        return ask(app, f"{desk}/works/{codes[0]}", cookie=judge)

    saved = {"version": 0, "n": 0}
    marked = codes[-1]

    pressed = {"number": number}

    def press() -> Answer:
        pressed["number"] += 1
        n = pressed["number"]
        act = {"number": n, "code": codes[n % len(codes)], "what": "mark", "criterion": 1 + n % len(steps), "value": n % (steps[0] + 1)}
        said = {"Accept": "application/json", "X-CSRFToken": judge_token}
        return ask(app, f"{desk}/acts", cookie=judge, sent={"device": "bench", "acts": [act]}, headers=said)

    def save() -> Answer:
        saved["n"] += 1
        data = {f"mark_{place}": (saved["n"] + place) % (top + 1) for place, top in enumerate(steps, 1)}
        data |= {"version": saved["version"], "note": "", "act": "next", "csrf_token": judge_token}
        answer = ask(app, f"{desk}/works/{marked}", cookie=judge, data=data, headers={"Accept": "application/json"})
        if answer.status == 409:  # as another run left it
            saved["version"] = json.loads(answer.body)["version"]
            return save()
        saved["version"] = int(answer.headers.get("Sheet-Version", 0))
        return answer

    yield get("sign-in form", "/login", "", 0.9)
    yield get("home", "/en/", "")
    yield get("public list, 48 works", "/en/gallery", judge, 2.0)
    tag = ask(app, "/en/gallery").headers.get("ETag", "")
    yield Row("public list, repeat visit", lambda: ask(app, "/en/gallery", cookie=judge, headers={"If-None-Match": tag}), None, 304)
    yield get("one public work", "/en/works/1-0001", judge, 1.5)
    yield get("winners of an edition, 146", "/en/editions/1/winners", judge)
    yield from wizard(app)
    yield get("judge: home", "/judge/", judge, 3.0)
    yield Row("judge: next work", next_work, 1.4)
    yield Row("judge: save a mark", press, 1.7)
    yield Row("judge: save a sheet without scripts", save, None, 204)
    yield get("judge: the desk's works", f"{desk}/works.json", judge)
    yield get("judge: all own works, page 1", f"{desk}/sheet", judge)
    yield get("staff: overview", "/staff/", staff)
    yield get("staff: list of entries, 50", f"/staff/entries?edition={JUDGED}", staff, 4.0)
    yield get("staff: progress of a round", f"/staff/rounds/{round_id}/", staff, 3.0)


def count_sql(app: Flask, row: Row) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(QUIET):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "after_cursor_execute", note)
    row.bytes = len(row.again().body)
    event.remove(engine, "after_cursor_execute", note)
    return len(seen)


def measure(works: int, profile: str = "", only: str = "") -> list[dict[str, Any]]:
    if not (DATA / str(works) / "contest.db").exists():
        build(works)
    with tempfile.TemporaryDirectory(prefix="floor-") as folder:
        return _measured(bench_app(works), create_floor(Path(folder)), profile, only)


def _measured(app: Flask, floor: Flask, profile: str, only: str) -> list[dict[str, Any]]:
    floor_cookie = cookie_of(floor, {"user": 1})
    found = []
    for row in rows(app):
        if only not in row.name:
            continue
        first = row.again()
        if first.status != row.expected:
            print(f"{row.name}: answered {first.status} instead of {row.expected}", file=sys.stderr)
            continue
        for _ in range(WARM):
            ask(floor, "/", cookie=floor_cookie)
            row.again()
        row.sql = count_sql(app, row)
        if profile:
            _profile(row)
            continue
        for _ in range(TIMES):
            row.floors.append(ask(floor, "/", cookie=floor_cookie).seconds)
            answer = row.again()
            assert answer.status == row.expected, (row.name, answer.status)
            row.times.append(answer.seconds)
        found.append({"name": row.name, "ratio": median(row.times) / median(row.floors), "sql": row.sql, "bytes": row.bytes, "aim": row.aim})
    return found


def _profile(row: Row) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(50):
        row.again()
    profiler.disable()
    said = io.StringIO()
    stats = pstats.Stats(profiler, stream=said)
    stats.sort_stats("tottime").print_stats(25)
    stats.sort_stats("cumtime").print_stats(r"contest|templates|babel|wtf|sqlalchemy/orm|markupsafe", 45)
    print(f"── {row.name}\n" + re.sub(r"/\S*/(site-packages|main)/", "", said.getvalue()))


def table(small: list[dict[str, Any]], large: list[dict[str, Any]]) -> str:
    after = {row["name"]: row for row in large}
    lines = [f"{'':<32}{'aim':>6}{'1,000':>8}{'20,000':>8}{'growth':>8}{'SQL':>5}{'bytes':>9}"]
    for row in small:
        then = after.get(row["name"])
        aim = f"{row['aim']:.1f}" if row["aim"] else ""
        grown = f"{then['ratio']:>8.2f}{then['ratio'] / row['ratio']:>8.2f}" if then else f"{'–':>8}{'–':>8}"
        lines.append(f"{row['name']:<32}{aim:>6}{row['ratio']:>8.2f}{grown}{row['sql']:>5}{row['bytes']:>9,}")
    return "\n".join(lines)


def main() -> None:
    asked = [each for each in sys.argv[1:] if each.isdecimal()]
    words = dict(each.split("=", 1) for each in sys.argv[1:] if "=" in each)
    if len(asked) == 1:
        found = measure(int(asked[0]), words.get("profile", ""), words.get("only", ""))
        if "json" in words:
            Path(words["json"]).write_text(json.dumps(found), encoding="utf-8")
        elif found:
            print("\n".join(f"{r['name']:<32}{r['ratio']:>8.2f}{r['sql']:>5}{r['bytes']:>9,}" for r in found))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for works in SIZES:  # a process each, so that neither finds the other's caches
            file = Path(folder) / f"{works}.json"
            subprocess.run([sys.executable, __file__, str(works), f"json={file}"], check=True)
            results.append(json.loads(file.read_text(encoding="utf-8")))
    print(table(*results))


if __name__ == "__main__":
    main()
