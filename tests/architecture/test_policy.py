"""Who may do what, cell by cell; and every address, asked by nobody."""

import pytest
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter

from contest.core.errors import NotAllowed
from contest.db.transaction import transaction
from contest.ledger.models import Event
from contest.policy import PUBLIC, SYSTEM, TABLE, Actor, May, Owned, Role, can, require
from tests import make

HERE, THERE = frozenset({1}), frozenset({2})


def account(number, *roles, governments=frozenset()):
    return Actor("account", number, frozenset(roles), governments)


# The thing asked about: of government 1 and student 1; account 50 (a coordinator's); on the sheet of judge 60; proposed by staff 70.
THING = Owned(id=50, government_id=1, student_id=1, account_id=60, proposed_by_id=70, roles=frozenset({Role.COORDINATOR}))
CAST = {
    "public": PUBLIC,
    "own student": Actor("student", 1),
    "other student": Actor("student", 2),
    "asked guardian": Actor("guardian", 50),
    "other guardian": Actor("guardian", 51),
    "invited": Actor("invited", 50),
    "own coordinator": account(50, Role.COORDINATOR, governments=HERE),
    "other coordinator": account(51, Role.COORDINATOR, governments=THERE),
    "own teacher": account(52, Role.TEACHER, governments=HERE),
    "judge": account(60, Role.JUDGE, governments=THERE),
    "judge of own government": account(60, Role.JUDGE, governments=HERE),
    "other judge": account(61, Role.JUDGE),
    "staff": account(71, Role.STAFF),
    "proposer": account(70, Role.STAFF),
    "system": SYSTEM,
    "no role": account(80),
}
STAFF = {"staff", "proposer"}
OFFICE = {*STAFF, "system"}
MATRIX = {
    May.EDITION_SEE: set(CAST),
    May.EDITION_MANAGE: OFFICE,
    May.GOVERNMENT_MANAGE: OFFICE,
    May.PEOPLE_MANAGE: OFFICE,
    May.PERSON_BLOCK: STAFF,
    May.SIGN_IN_LINK: OFFICE,
    May.ACCOUNT_KEEP: {"own coordinator"},
    May.LETTERS_READ: STAFF,
    May.LETTERS_WRITE: STAFF,
    May.LETTER_PASS_ON: {"own coordinator", *STAFF},
    May.LOG_READ: STAFF,
    May.ENTRY_WRITE: {"own student"},
    May.ENTRY_SEE: {"own student", "own coordinator", *STAFF},
    May.ENTRY_ENDORSE: {"own coordinator", "system"},
    May.ENTRY_ENDORSE_ON_BEHALF: STAFF,
    May.ENTRY_SCREEN: OFFICE,
    May.ENTRY_TAKE_DOWN: STAFF,
    May.ENTRY_NEW_CODE: {"own coordinator", *STAFF},
    May.LATE_ALLOW: STAFF,
    May.LIKENESS_DECIDE: STAFF,
    May.CONSENT_ANSWER: {"asked guardian"},
    May.CONSENT_RECORD: {"own coordinator", *OFFICE},
    May.PICTURE_SEE: {"own student", "own coordinator", *STAFF},
    May.PICTURE_FRAME: STAFF,
    May.ROUND_MANAGE: OFFICE,
    May.ROUND_JUDGE: {"judge", "judge of own government"},
    May.SHEET_MARK: {"judge"},
    May.STANDINGS_SEE: OFFICE,
    May.ALLOCATION_PROPOSE: OFFICE,
    May.ALLOCATION_LOCK: {"staff"},
    May.ALLOCATION_PUBLISH: OFFICE,
    May.EXHIBITION_MANAGE: OFFICE,
}


def test_the_table_and_the_matrix_name_every_permission():
    assert set(TABLE) == set(May) == set(MATRIX)


@pytest.mark.parametrize("may", May)
def test_these_people_may_and_nobody_else(may):
    assert {name for name, actor in CAST.items() if can(actor, may, THING)} == MATRIX[may]


def test_a_work_without_a_government_belongs_to_no_coordinator():
    assert not can(CAST["own coordinator"], May.ENTRY_SEE, Owned(government_id=None))


def test_nobody_makes_a_way_in_for_a_colleague_or_blocks_themselves():
    colleague = Owned(id=72, roles=frozenset({Role.STAFF}))
    assert not can(CAST["staff"], May.SIGN_IN_LINK, colleague)
    assert can(account(72, Role.STAFF), May.SIGN_IN_LINK, colleague)
    assert not can(account(72, Role.STAFF), May.PERSON_BLOCK, colleague)


def test_what_may_not_be_done_is_refused():
    with pytest.raises(NotAllowed):
        require(PUBLIC, May.LOG_READ)
    require(CAST["staff"], May.LOG_READ)


# ── every address, as nobody ──

WORK = ("/staff", "/org", "/judge", "/account/")
OPEN = {"/judge/sw.js"}  # a script of the site, the same for everybody; its address says which pages it may serve


def address(app, rule):
    values = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
        else:
            values[name] = {"IntegerConverter": 1, "RowNumber": 1, "LanguageConverter": "en"}.get(type(converter).__name__, "x")
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods and rule.endpoint != "health.ready"]  # which asks the engine


@pytest.fixture
def furnished(session):
    """One of everything, under the number the addresses ask for."""
    with transaction():  # which writes down the acts of the builders
        make.government(key="x")
        make.open_round(works=1, judges=1, edition=make.open_edition(number=1))


def test_nobody_gets_past_a_door(app, browser, furnished):
    let_in, odd = [], []
    for rule in rules(app, "GET"):
        path = address(app, rule)
        answer = browser.client.get(path)
        behind = path.startswith(WORK) and path not in OPEN
        if behind and not (answer.status_code == 303 and answer.location.startswith("/login")):
            let_in.append((path, answer.status_code))
        elif answer.status_code not in {200, 302, 303, 304, 404, 410}:
            odd.append((path, answer.status_code))
    assert not let_in
    assert not odd


def test_nobody_changes_anything_behind_a_door(app, browser, session, furnished):
    before, wrong = session.scalar(select(func.count()).select_from(Event)), []
    for path in [address(app, rule) for rule in rules(app, "POST")]:
        if path.startswith(WORK):
            answer = browser.client.post(path)
            if answer.status_code != 404 and not (answer.status_code == 303 and answer.location.startswith("/login")):
                wrong.append((path, answer.status_code))
    assert not wrong
    assert session.scalar(select(func.count()).select_from(Event)) == before


def test_an_empty_form_is_answered_and_never_an_error(app, browser, furnished):
    for path in [address(app, rule) for rule in rules(app, "POST")]:
        if not path.startswith(WORK):
            assert browser.client.post(path).status_code in {303, 401, 404, 409, 410, 413, 422}, path


def test_no_address_changes_anything_when_it_is_only_read(app):
    both = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.rule.endswith(("/remove", "/lock", "/unlock", "/publish", "/delete"))]
    assert not both
