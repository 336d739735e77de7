"""Commands: thin, around actions."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import func, select
from waitress import create_server

import contest.awards.states
import contest.editions.states
import contest.entries.states
import contest.exhibitions.states
import contest.judging.states
import contest.post.states
from config import ROOT
from contest.accounts import actions as accounts
from contest.accounts.models import Account
from contest.accounts.passwords import hashed
from contest.core import clock
from contest.core.workflow import Workflow
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.demo import season
from contest.demo.frame import DOMAIN
from contest.demo.frame import STAGES as STAGES_OF_14
from contest.demo.links import is_demo, links
from contest.entries.actions.likeness import compare_all
from contest.ledger.queries import first_fault
from contest.media.check import faults
from contest.media.extension import current as media
from contest.policy import SYSTEM
from contest.printed import policy_page, states_page
from contest.web.arrival import Channel

LIVES: Mapping[str, Workflow[Any]] = {
    "Edition": contest.editions.states.LIFE,
    "Entry": contest.entries.states.LIFE,
    "Round": contest.judging.states.ROUND_LIFE,
    "Sheet": contest.judging.states.SHEET_LIFE,
    "Allocation": contest.awards.states.LIFE,
    "Exhibition": contest.exhibitions.states.LIFE,
    "Letter": contest.post.states.LIFE,
}

staff = AppGroup("staff", help="People of the secretariat.")
LANGUAGES = click.Choice(["en", "ko", "zh", "ja", "ru", "mn"])
STAGES = click.Choice(STAGES_OF_14)


@staff.command("add")
@click.argument("email")
@click.option("--name", default="", help="How the person is called.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
def add(email: str, name: str, language: str) -> None:
    """Let EMAIL in as staff; prints a one-time sign-in link."""
    with transaction() as session:
        link = accounts.add_staff(session, SYSTEM, email, name or email.split("@", maxsplit=1)[0], language, now=clock.now())
    click.echo(link)


def _empty() -> bool:
    return not db.session().scalar(select(func.count()).select_from(Account))


@click.command("demo")
@click.option("--stage", type=STAGES, default="open", show_default=True, help="How far the 14th edition has come.")
@click.option("--entries", default=46, show_default=True, help="How many works the 14th edition gets.")
@click.option("--password", default="", help="Set this password for all demo accounts, for scripts.")
@with_appcontext
def demo(stage: str, entries: int, password: str) -> None:
    """Load the 7th, 8th and 14th contest with invented people into an empty database."""
    if not _empty():
        click.echo("The database is not empty: the demo is loaded only once.")
        return
    click.echo("Loading the demo (once):")
    started = clock.now()
    season.load(Path(current_app.config["UPLOADS"]), media().store, stage=stage, entries=entries, say=click.echo)
    if password:
        with transaction() as session:
            secret = hashed(password)
            for account in session.scalars(select(Account).where(Account.address.endswith(f"@{DOMAIN}"))):
                account.password = secret
    click.echo(f"  {'in all':<44} {(clock.now() - started).total_seconds():5.1f} s")


@click.command("demo-links")
@with_appcontext
def demo_links() -> None:
    """Print fresh one-time sign-in links and a resume code (only for a demo on this computer)."""
    with transaction() as session:
        found = links(session, current_app.config["PUBLIC_URL"], now=clock.now())
    click.echo("\nOne-time sign-in links of the demo (`flask demo-links` prints fresh ones):")
    for who, what in found:
        click.echo(f"  {who:<34} {what}")


@click.command("check")
@with_appcontext
def check() -> None:
    """Compare database, files and the chain of the ledger; exit 1 and name what is wrong."""
    session = db.session()
    found = faults(session, media().store, now=clock.now())
    broken = first_fault(session)
    for fault in [*found, *([f"ledger: {broken}"] if broken else [])]:
        click.echo(fault)
    if found or broken:
        raise SystemExit(1)
    click.echo("Database, files and ledger agree.")


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
def work(once: bool) -> None:
    """Deliver letters and run what is due, again and again."""
    sweep = current_app.extensions["contest.sweep"]
    if once:
        raise SystemExit(1 if sweep.once() else 0)
    sweep.run()


@click.command("likeness")
@with_appcontext
def likeness() -> None:
    """Compare the pictures of all works ever received with each other; safe to run again."""
    started = clock.now()

    def say(what: str, done: int, of: int) -> None:
        click.echo(f"  {what}: {done} of {of}")

    found = compare_all(db.session(), transaction, media().store, started, say)
    took = (clock.now() - started).total_seconds()
    click.echo(f"{found.compared} works compared, {found.pairs} pairs look alike ({took:.1f} s).")
    if found.unreadable:
        click.echo(f"{found.unreadable} pictures could not be looked at: run `flask check`.")


@click.command("docs")
def docs() -> None:
    """Print docs/states.md and docs/policy.md from the code."""
    for name, text in pages().items():
        Path(ROOT / "docs" / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The generated pages of the documentation, by file name."""
    return {"states.md": states_page(LIVES), "policy.md": policy_page()}


@click.command("run-all")
@click.pass_context
@with_appcontext
def run_all(context: click.Context) -> None:
    """Migrate, load the demo into an empty database, print ways in, and serve. What `make run` does."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    os.umask(0o077)
    if current_app.config["DEMO"] and _empty():
        context.invoke(demo, stage="open", entries=46, password="")
    url = current_app.config["PUBLIC_URL"]
    if is_demo(db.session()) and current_app.config["DEMO"]:
        context.invoke(demo_links)
    elif _empty():
        click.echo("\nThe database is empty. Let the first member of staff in:\n  .venv/bin/flask --app wsgi staff add you@example.org")
    db.session.remove()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    largest = app.config["UPLOAD_LIMIT"] + 5_000_000
    server = create_server(app, host="127.0.0.1", port=app.config["PORT"], threads=16, ident="", max_request_body_size=largest)
    server.channel_class = Channel
    sweep = app.extensions["contest.sweep"]
    sweep.start()
    click.echo(f"\nServing on {url} (Ctrl+C stops)")
    try:
        server.run()
    finally:
        sweep.stop()
        app.extensions["contest.media"].decoders.close()


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(staff)
    for command in (demo, demo_links, check, work, likeness, docs, run_all):
        app.cli.add_command(command)
