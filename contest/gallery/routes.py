"""The public pages: the same for everybody, so that they may be kept by caches."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import segno
from babel.dates import format_interval
from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.clock import today
from contest.core.errors import Missing
from contest.core.localized import pick
from contest.core.text import N_, clean, safe_cell
from contest.db.extension import db
from contest.db.unit import site_address
from contest.editions import queries as editions_of
from contest.editions.models import Edition
from contest.entries.queries.published import PUBLISHED
from contest.gallery import queries
from contest.gallery.queries import Filters, Options, WorkCard
from contest.gallery.rules import Season
from contest.governments.countries import COUNTRIES
from contest.web import headers
from contest.web.filters import day, locale
from contest.web.i18n import current
from contest.web.paging import Page, asked_page

bp = Blueprint("gallery", __name__)
Shown = ResponseReturnValue
PER_PAGE = 48

# A deadline is announced in the edition's own zone and, beside it, in one that most readers of a language live near.
BESIDE = {"zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ru": "Asia/Vladivostok"}


@bp.app_template_filter("from_to")
def from_to(first: date, last: date) -> str:
    """The days from one to another, written as briefly as the language allows: 18–30 November."""
    if current().code == "mn":  # CLDR writes Mongolian spans with Roman months, as nobody reads them
        if (first.year, first.month) == (last.year, last.month):
            return f"{day(first)}–{last.day}"
        until = day(last)
        if first.year == last.year:  # the year is said once
            until = until.partition("оны")[2].strip() or until
        return f"{day(first)} – {until}"
    span: str = format_interval(first, last, "yMMMMd", locale=locale())
    return span


def _page(template: str, **values: Any) -> Response:
    other_zone = BESIDE.get(current().code, "Asia/Ulaanbaatar")
    return headers.public(make_response(render_template(template, countries=COUNTRIES, other_zone=other_zone, **values)))


# ── home ──


@bp.get("/")
def entrance() -> Shown:
    """To the home page in the reader's language."""
    return redirect(url_for("gallery.home"), 302)


@bp.get("/<lang:lang>/")
def home() -> Shown:
    """The state of the contest in one look, a picture first."""
    session, now = db.session(), clock.now()
    editions = queries.editions(session, now)
    cards = queries.best(session, current().code, 9) if any(each.results for each in editions) else []
    visits = queries.visits(session, now)
    return _page(
        "gallery/home.html", edition=editions[0] if editions else None, past=editions[1:], best=cards[0] if cards else None, more=cards[1:],
        visit=visits[0] if visits else None, Season=Season,
    )  # fmt: skip


# ── editions ──


@bp.get("/<lang:lang>/editions/")
def editions() -> Shown:
    """All editions."""
    return _page("gallery/editions.html", editions=queries.editions(db.session(), clock.now()))


@bp.get("/<lang:lang>/editions/<int:number>/")
def edition(number: int) -> Shown:
    """One edition: its call and, once results are out, its figures."""
    session, now = db.session(), clock.now()
    call = queries.call(session, number, current().code, now)
    return _page("gallery/edition.html", call=call, shows=queries.shows_of(session, number, now))


def _published(number: int) -> Edition:
    found = editions_of.by_number(db.session(), number)
    if found.state not in PUBLISHED:
        raise Missing(N_("The winners of this edition are not published yet."))
    return found


@bp.get("/<lang:lang>/editions/<int:number>/winners")
def winners(number: int) -> Shown:
    """Winners by tier; before they are published a page that says so and nothing else."""
    session = db.session()
    found = editions_of.by_number(session, number)
    out = found.state in PUBLISHED
    cards = queries.winners(session, current().code, number) if out else []
    return _page(
        "gallery/winners.html", edition=found, out=out, figures=queries.figures_of(session, number) if out else None,
        cards={mark: [card for card in cards if card.tier_mark == mark] for mark in dict.fromkeys(card.tier_mark for card in cards)},
    )  # fmt: skip


def _address(card: WorkCard) -> str:
    return site_address(db.session(), f"/works/{card.public_number}")


@bp.get("/<lang:lang>/editions/<int:number>/winners.csv")
def winners_csv(number: int) -> Shown:
    """The winners as a table for spreadsheets, in the language of the address."""
    _published(number)
    code = current().code
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(map(safe_cell, (
        _("Number"), _("Award"), _("Title"), _("Language"), _("Name"), _("Age"), _("Region"), _("Country"), _("Address"),
    )))  # fmt: skip
    for card in queries.winners(db.session(), code, number):
        row = (
            card.public_number, pick(card.tier or {}, code)[0], card.title, card.title_lang, card.name, card.age,
            pick(card.region, code)[0], pick(COUNTRIES.get(card.country, {}), code)[0], _address(card),
        )  # fmt: skip
        table.writerow([safe_cell(value) for value in row])
    answer = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="winners-{number}-{code}.csv"'
    return headers.public(answer)


@bp.get("/<lang:lang>/editions/<int:number>/winners.json")
def winners_json(number: int) -> Shown:
    """The winners as data, every text in all its languages."""
    found = _published(number)
    works = [
        {
            "number": card.public_number, "title": card.title, "title_language": card.title_lang, "name": card.name, "age": card.age,
            "region": card.region, "country": card.country, "award": card.tier, "mark": card.tier_mark, "address": _address(card),
            "picture": site_address(db.session(), card.picture.src),
        }
        for card in queries.winners(db.session(), current().code, number)
    ]  # fmt: skip
    return headers.public(jsonify(edition=number, year=found.year, titles=found.titles, works=works))


# ── works ──


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it says, and the page without it."""

    label: str
    href: str


def _asked(known: Options) -> Filters:
    """What the address asks for; nonsense is left out."""
    number = request.args.get("edition", type=int)
    country, tier, division = (request.args.get(name, "") for name in ("country", "tier", "division"))
    government = request.args.get("government", "")
    return Filters(
        edition=number if number in dict(known.editions) else None,
        country=country if country in known.countries else None,
        government=government if any(government == key for key, *_rest in known.governments) else None,
        tier=tier if any(tier == mark for _number, mark, _names in known.tiers) else None,
        division=division if division in dict(known.divisions) else None,
        q=clean(request.args.get("q"))[:100],
    )


def _tiers(known: Options, by: Filters) -> dict[str, Mapping[str, str]]:
    """Each mark with the name its tier has in the edition asked for, else in the newest one."""
    found: dict[str, Mapping[str, str]] = {}
    for number, mark, names in known.tiers:
        if by.edition in {None, number}:
            found.setdefault(mark, names)
    return found


def _chips(known: Options, by: Filters) -> list[Chip]:
    code = current().code
    said = {
        "edition": dict(known.editions).get(by.edition or 0, {}),
        "country": COUNTRIES.get(by.country or "", {}),
        "government": next((names for key, _country, names in known.governments if key == by.government), {}),
        "tier": _tiers(known, replace(by, edition=by.edition)).get(by.tier or "", {}) or {"en": by.tier or ""},
        "division": dict(known.divisions).get(by.division or "", {}),
    }
    asked = {field.name: getattr(by, field.name) for field in fields(Filters) if getattr(by, field.name)}
    return [
        Chip(value if name == "q" else pick(said[name], code)[0], url_for("gallery.works", **{k: v for k, v in asked.items() if k != name}))
        for name, value in asked.items()
    ]


@bp.get("/<lang:lang>/gallery")
def works() -> Shown:
    """All published works, narrowed by what the address asks."""
    session = db.session()
    known = queries.options(session)
    by = _asked(known)
    number = asked_page()
    cards, total = queries.works(session, current().code, by, offset=(number - 1) * PER_PAGE, limit=PER_PAGE) if known.editions else ([], 0)
    page = Page(cards, number if (number - 1) * PER_PAGE < max(total, 1) else 1, PER_PAGE, total)
    return _page("gallery/works.html", page=page, by=by, known=known, tiers=_tiers(known, by), chips=_chips(known, by))


@bp.get("/<lang:lang>/works/<public_number>")
def work(public_number: str) -> Shown:
    """One work."""
    found = queries.work(db.session(), current().code, public_number)
    return _page(
        "gallery/work.html", work=found, card=found.card, address=_address(found.card),
        picture_address=site_address(db.session(), found.card.picture.src),
    )  # fmt: skip


@bp.get("/works/<public_number>")
def work_anywhere(public_number: str) -> Shown:
    """A printed address: on to the work in the reader's language."""
    queries.numbered(db.session(), public_number)
    return redirect(url_for("gallery.work", public_number=public_number), 302)


@bp.get("/works/<public_number>/qr.svg")
def work_qr(public_number: str) -> Shown:
    """The printed address as a QR code."""
    queries.numbered(db.session(), public_number)
    code = io.BytesIO()
    address = site_address(db.session(), f"/works/{public_number}")
    plain = {"svgclass": None, "lineclass": None, "omitsize": True}
    segno.make_qr(address, error="m").save(code, kind="svg", border=4, light="#fff", dark="#000", **plain)
    return headers.public(Response(code.getvalue(), mimetype="image/svg+xml"))


# ── exhibitions ──


@bp.get("/<lang:lang>/exhibitions/")
def exhibitions() -> Shown:
    """Where and when works are shown."""
    return _page("gallery/exhibitions.html", shows=queries.shows(db.session(), current().code, clock.now()), Season=Season)


@bp.get("/<lang:lang>/exhibitions/<slug>/")
def exhibition(slug: str) -> Shown:
    """One exhibition: its places and days, and what hangs there."""
    show, walls = queries.exhibition(db.session(), current().code, slug, clock.now())
    same = len({tuple(card.public_number for card in wall) for wall in walls.values()}) <= 1
    return _page("gallery/exhibition.html", show=show, walls=walls, same=same, Season=Season)


@bp.get("/<lang:lang>/exhibitions/<slug>/slideshow")
def slideshow(slug: str) -> Shown:
    """One work after the other, each once."""
    show, walls = queries.exhibition(db.session(), current().code, slug, clock.now())
    cards = {card.public_number: card for wall in walls.values() for card in wall}
    numbers = list(cards)
    at = min(max(request.args.get("at", 1, type=int), 1), max(len(numbers), 1))
    return _page("gallery/slideshow.html", show=show, card=cards[numbers[at - 1]] if numbers else None, at=at, total=len(numbers))


# ── governments and figures ──


@bp.get("/<lang:lang>/governments/")
def governments() -> Shown:
    """The members and their part in the contest."""
    return _page("gallery/governments.html", governments=queries.governments(db.session(), today(clock.now(), "Asia/Seoul")))


@bp.get("/<lang:lang>/governments/<code>")
def government(code: str) -> Shown:
    """One government: names, standings, whom to ask, and its history in the contest."""
    session = db.session()
    found = queries.government(session, code, today(clock.now(), "Asia/Seoul"))
    cards = queries.of_government(session, current().code, found.id, 8) if any(winners for _n, _works, winners in found.history) else []
    return _page("gallery/government.html", government=found, cards=cards)


@bp.get("/<lang:lang>/statistics")
def statistics() -> Shown:
    """Figures of all editions, computed, with what others reported beside them."""
    session = db.session()
    listed = [each for each in queries.editions(session, clock.now()) if each.results]
    return _page("gallery/statistics.html", editions=listed, reported=queries.reported(session))


# ── short true pages ──


def _plain(template: str) -> Response:
    return _page(template, contact_email=current_app.config["CONTACT_EMAIL"])


@bp.get("/<lang:lang>/help", endpoint="help")
def help_page() -> Shown:
    """How to take part, for everybody who does."""
    return _plain("gallery/help.html")


@bp.get("/<lang:lang>/contact")
def contact() -> Shown:
    """Whom to ask."""
    return _plain("gallery/contact.html")


@bp.get("/<lang:lang>/privacy")
def privacy() -> Shown:
    """What is asked, who sees it, how long it is kept."""
    return _plain("gallery/privacy.html")


@bp.get("/<lang:lang>/accessibility")
def accessibility() -> Shown:
    """For everyone."""
    return _plain("gallery/accessibility.html")
