"""The application factory: with `cli`, the only module that knows every feature."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import contest.awards.models
import contest.awards.states
import contest.editions.rules
import contest.editions.states
import contest.entries.models
import contest.entries.states
import contest.exhibitions.models
import contest.exhibitions.states
import contest.governments.rules
import contest.judging.models
import contest.judging.states
import contest.ledger.models
import contest.media.models
import contest.post.models
import contest.post.states
from config import ROOT, Config
from contest.accounts.actions import touch
from contest.accounts.queries import find_actor
from contest.core.keys import Keyring
from contest.core.text import N_
from contest.db.extension import db
from contest.db.sqlite import tune
from contest.gallery.routes import bp as gallery
from contest.media import extension as media
from contest.media.routes import blueprint as pictures
from contest.policy import May
from contest.web import assets, errors, filters, headers, i18n, limits, navigation, who
from contest.web.navigation import Place

LABELS: filters.Labels = {
    **contest.governments.rules.LABELS,
    **contest.editions.rules.LABELS,
    **contest.editions.states.LABELS,
    **contest.entries.states.LABELS,
    **contest.judging.states.LABELS,
    **contest.awards.states.LABELS,
    **contest.exhibitions.states.LABELS,
    **contest.post.states.LABELS,
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
        Place(N_("Entries"), "entries_staff.entries", May.ENTRY_SCREEN, ("entries_staff.",)),
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
    ),
    "judge": (Place(N_("My rounds"), "desk.judge"),),
    "account": (Place(N_("My account"), "accounts.account"),),
}

DOORS: tuple[media.Door, ...] = ()

BLUEPRINTS: tuple[Blueprint, ...] = (pictures, gallery,)

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
    app.jinja_options = {
        "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }  # fmt: skip
    if config.PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.PROXIES, x_proto=config.PROXIES, x_host=0)  # type: ignore[method-assign]
    _store(app, config)
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
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _store(app: Flask, config: Config) -> None:
    if config.SQLALCHEMY_DATABASE_URI.startswith("sqlite"):
        config.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)
    with app.app_context():
        tune(db.engine)
    db.session.session_factory.configure(info={"keys": Keyring(config.SECRET_KEY), "public_url": config.PUBLIC_URL})
