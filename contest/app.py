"""The application factory: with `cli`, the only module that knows every feature."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta
from functools import partial

from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

import contest.accounts.mails
import contest.accounts.rules
import contest.awards.mails
import contest.awards.models
import contest.awards.states
import contest.desk.mails
import contest.desk.rules
import contest.editions.rules
import contest.editions.states
import contest.entries.mails
import contest.entries.models
import contest.entries.rules
import contest.entries.states
import contest.exhibitions.models
import contest.exhibitions.states
import contest.gallery.rules
import contest.governments.rules
import contest.judging.mails
import contest.judging.models
import contest.judging.states
import contest.ledger.models
import contest.media.models
import contest.post.models
import contest.post.states
from config import ROOT, Config
from contest import cli
from contest.accounts.actions import sweep, touch
from contest.accounts.queries import find_actor
from contest.accounts.routes.public import bp as accounts
from contest.accounts.routes.staff import bp as accounts_staff
from contest.awards.actions import publish_due
from contest.awards.queries import based_on as awards_rest
from contest.awards.queries import printed as printed_awards
from contest.awards.routes.staff import bp as awards_staff
from contest.core.keys import Keyring
from contest.core.text import N_
from contest.db.extension import db
from contest.db.sqlite import tune
from contest.db.transaction import transaction
from contest.desk.actions.sending import send_due
from contest.desk.routes import bp as desk
from contest.editions.routes import bp as editions_staff
from contest.entries.actions.likeness import compare_due
from contest.entries.papers import receipt_for_letter
from contest.entries.queries.printed import Source
from contest.entries.queries.public import may_see as may_see_entry
from contest.entries.routes.guardian import bp as entries_guardian
from contest.entries.routes.likeness import bp as entries_likeness
from contest.entries.routes.org import bp as entries_org
from contest.entries.routes.org_letters import bp as entries_org_letters
from contest.entries.routes.papers import bp as entries_papers
from contest.entries.routes.staff import bp as entries_staff
from contest.entries.routes.student import bp as entries_student
from contest.exhibitions.queries import printed as printed_exhibitions
from contest.exhibitions.routes.public import bp as exhibitions
from contest.exhibitions.routes.staff import bp as exhibitions_staff
from contest.gallery.queries import may_see as may_see_public
from contest.gallery.routes import bp as gallery
from contest.governments.routes import bp as governments_staff
from contest.judging import queries as judging
from contest.judging.actions import deal_due, open_due, seat_invited, something_due
from contest.judging.queries.resting import Rests
from contest.judging.routes.judge import bp as judging_judge
from contest.judging.routes.staff import bp as judging_staff
from contest.media import check
from contest.media import extension as media
from contest.media.parts import expire as expire_uploads
from contest.media.routes import blueprint as pictures
from contest.policy import May
from contest.post.deliver import deliver
from contest.post.rules import Occasion
from contest.web import addresses, assets, errors, filters, headers, health, i18n, limits, navigation, who, widgets
from contest.web.navigation import Place
from contest.web.templating import Constant, Environment
from contest.work.loop import Job, Sweep

LABELS: filters.Labels = {
    **contest.governments.rules.LABELS,
    **contest.accounts.rules.LABELS,
    **contest.editions.rules.LABELS,
    **contest.editions.states.LABELS,
    **contest.entries.rules.LABELS,
    **contest.entries.states.LABELS,
    **contest.judging.states.LABELS,
    **contest.awards.states.LABELS,
    **contest.exhibitions.states.LABELS,
    **contest.gallery.rules.LABELS,
    **contest.post.states.LABELS,
    **contest.desk.rules.LABELS,
}

PLACES: dict[str, tuple[Place, ...]] = {
    "public": (
        Place(N_("The contest"), "gallery.home", also=("gallery.edition", "gallery.winners")),
        Place(N_("Gallery"), "gallery.works", also=("gallery.work",)),
        Place(N_("Exhibitions"), "gallery.exhibitions", also=("gallery.exhibition", "gallery.slideshow")),
        Place(N_("Governments"), "gallery.governments", also=("gallery.government",)),
        Place(N_("Enter"), "entries_student.start", also=("entries_student.",)),
        Place(N_("My entries"), "desk.my"),
    ),
    "staff": (
        Place(N_("Overview"), "desk.staff", May.LETTERS_READ),
        Place(N_("Entries"), "entries_staff.entries", May.ENTRY_SCREEN, ("entries_staff.", "entries_likeness.")),
        Place(N_("Rounds"), "judging_staff.rounds", May.ROUND_MANAGE, ("judging_staff.",)),
        Place(N_("Awards"), "awards_staff.all_editions", May.ALLOCATION_PROPOSE, ("awards_staff.",)),
        Place(N_("Exhibitions"), "exhibitions_staff.exhibitions", May.EXHIBITION_MANAGE, ("exhibitions_staff.",)),
        Place(N_("Editions"), "editions_staff.editions", May.EDITION_MANAGE, ("editions_staff.",)),
        Place(N_("Governments"), "governments_staff.governments", May.GOVERNMENT_MANAGE, ("governments_staff.",)),
        Place(N_("People"), "accounts_staff.people", May.PEOPLE_MANAGE, ("accounts_staff.",)),
        Place(N_("Letters"), "desk.letters", May.LETTERS_READ, ("desk.letter",)),
        Place(N_("Log"), "desk.log", May.LOG_READ),
    ),
    "org": (
        Place(N_("Overview"), "desk.org"),
        Place(N_("Works"), "entries_org.works", also=("entries_org.",)),
        Place(N_("Messages"), "entries_org_letters.messages", also=("entries_org_letters.",)),
    ),
    "judge": (Place(N_("My rounds"), "desk.judge"),),
    "account": (Place(N_("My account"), "accounts.account"),),
}

DOORS: tuple[media.Door, ...] = (media.Door(may_see_entry), media.Door(may_see_public), media.Door(judging.may_see, judging.find_blind))

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.bp,
    pictures,
    gallery,
    exhibitions,
    exhibitions_staff,
    accounts,
    accounts_staff,
    governments_staff,
    editions_staff,
    entries_student,
    entries_guardian,
    entries_papers,
    entries_org,
    entries_org_letters,
    entries_staff,
    entries_likeness,
    awards_staff,
    judging_judge,
    judging_staff,
    desk,
)

# Everything letters are written on, in the order a contest has it.
OCCASIONS: tuple[Occasion, ...] = (
    *contest.entries.mails.OCCASIONS, *contest.judging.mails.OCCASIONS, *contest.awards.mails.OCCASIONS, *contest.desk.mails.OCCASIONS,
    *contest.accounts.mails.OCCASIONS,
)  # fmt: skip

# What is on paper already when a permission is withdrawn, in the order in which it is printed.
PRINTED: tuple[Source, ...] = (printed_awards, printed_exhibitions)

# Who rests something firm on the results of a round.
RESTING: tuple[Rests, ...] = (awards_rest,)

# Asked again and again; each finds in the database what is due and does it once.
JOBS: tuple[Job, ...] = (sweep, seat_invited, open_due, publish_due)
# Between two parts of long work: longer than a writer on SQLite waits before it asks again.
REST = 0.15

csrf = CSRFProtect()
migrate = Migrate(directory=str(ROOT / "migrations"))


def create_app(config: Config) -> Flask:
    """The site, ready to serve. Touches the disk only to compile catalogues; never migrates, never prompts."""
    app = Flask("contest", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT))
    app.config.from_mapping({field.name: getattr(config, field.name) for field in fields(config)})
    app.config.update(
        MAX_CONTENT_LENGTH=2_000_000,  # routes that take pictures raise it for themselves
        MAX_FORM_MEMORY_SIZE=2_000_000,
        SESSION_COOKIE_NAME="__Host-contest" if config.https else "contest",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=60),
        WTF_CSRF_TIME_LIMIT=None,  # bound to the session instead
        WTF_CSRF_SSL_STRICT=False,  # headers.same_site checks the origin
    )
    app.jinja_environment = Environment
    app.jinja_options = {
        "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", Constant],
    }  # fmt: skip
    if config.PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.PROXIES, x_proto=config.PROXIES, x_host=0)  # type: ignore[method-assign]
    _store(app, config)
    addresses.init_app(app)
    i18n.init_app(app)
    headers.init_app(app, https=config.https)
    who.init_app(app, find_actor, touch)
    csrf.init_app(app)
    limits.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    media.init_app(app, DOORS, who.faces)
    filters.init_app(app, LABELS)
    navigation.init_app(app, PLACES)
    widgets.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _background(app, config)
    cli.init_app(app)
    return app


def _background(app: Flask, config: Config) -> None:
    """The work that is due by itself; `flask work` and `make run` start it, tests run it once."""
    tidied: list[datetime] = []

    def give_up(session: Session, now: datetime) -> None:
        expire_uploads(session, app.extensions["contest.media"].store, now=now)

    def tidy(now: datetime) -> None:  # goes through all files, so not every time; nobody is locked out unless there is something to do
        store = app.extensions["contest.media"].store
        if tidied and now < tidied[-1] + check.GRACE:
            return
        tidied[:] = [now]
        if check.left_over(db.session(), store, now):
            with transaction() as session:
                check.sweep(session, store, now=now)

    def deal(now: datetime) -> None:  # looked for without a writer's lock: judges go on marking meanwhile
        if something_due(db.session(), now):
            with transaction() as session:
                deal_due(session, now)

    def let_go(now: datetime) -> None:
        send_due(db.session(), transaction, now, rest=partial(time.sleep, REST))

    def send(now: datetime) -> None:
        papers = {"receipt": partial(receipt_for_letter, store=app.extensions["contest.media"].store)}
        deliver(transaction, config.SMTP_URL, now, sender=config.MAIL_FROM, attach=papers, look=_looking)

    def compare(now: datetime) -> None:
        compare_due(db.session(), transaction, now)

    app.extensions["contest.sweep"] = Sweep((*JOBS, give_up), context=app.app_context, errands=(deal, let_go, send, tidy, compare))


@contextmanager
def _looking() -> Iterator[Session]:
    """A session that only reads: what takes long in it holds up nobody."""
    yield db.session()


def _store(app: Flask, config: Config) -> None:
    if config.SQLALCHEMY_DATABASE_URI.startswith("sqlite"):
        config.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)
    with app.app_context():
        tune(db.engine)
    known = {occasion.key: occasion for occasion in OCCASIONS}
    db.session.session_factory.configure(
        info={
            "keys": Keyring(config.SECRET_KEY), "public_url": config.PUBLIC_URL, "occasions": known, "printed": PRINTED, "resting": RESTING,
        }
    )  # fmt: skip
