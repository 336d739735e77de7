"""Commands: thin, around actions."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from waitress import serve

import contest.awards.states
import contest.editions.states
import contest.entries.states
import contest.exhibitions.states
import contest.judging.states
import contest.post.states
from config import ROOT
from contest.accounts import actions as accounts
from contest.core import clock
from contest.core.workflow import Workflow
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.ledger.queries import first_fault
from contest.policy import SYSTEM
from contest.printed import policy_page, states_page

LIVES: Mapping[str, Workflow[StrEnum]] = {
    "Edition": contest.editions.states.LIFE,
    "Entry": contest.entries.states.LIFE,
    "Round": contest.judging.states.ROUND_LIFE,
    "Sheet": contest.judging.states.SHEET_LIFE,
    "Allocation": contest.awards.states.LIFE,
    "Exhibition": contest.exhibitions.states.LIFE,
    "Letter": contest.post.states.LIFE,
}

staff = AppGroup("staff", help="People of the secretariat.")


@staff.command("add")
@click.argument("email")
@click.option("--name", default="", help="How the person is called.")
@click.option("--language", type=click.Choice(["en", "ko", "zh", "ja", "ru", "mn"]), default="en", show_default=True)
def add(email: str, name: str, language: str) -> None:
    """Let EMAIL in as staff; prints a one-time sign-in link."""
    with transaction() as session:
        link = accounts.add_staff(session, SYSTEM, email, name or email.split("@")[0], language, now=clock.now())
    click.echo(link)


@click.command("docs")
def docs() -> None:
    """Print docs/states.md and docs/policy.md from the code."""
    for name, text in pages().items():
        Path(ROOT / "docs" / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The generated pages of the documentation, by file name."""
    return {"states.md": states_page(LIVES), "policy.md": policy_page()}


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(staff)
    for command in (docs,):
        app.cli.add_command(command)
