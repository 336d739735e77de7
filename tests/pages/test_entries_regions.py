"""The list of regions is kept between pages: what staff change is in the next one."""

import html
import re

import pytest

from contest.core import clock
from contest.governments.models import Membership
from contest.governments.rules import Standing
from tests import make
from tests.pages.test_entries_student import begin


@pytest.fixture
def edition(session):
    return make.open_edition(number=9051)


@pytest.fixture
def region(session):
    return make.government(country="MN", names={"en": "Ömnögovi & Co"})


@pytest.fixture
def offered(browser, edition, region):
    path = begin(browser)

    def names(code="en"):
        said = browser.get(f"{path.replace('/en/', f'/{code}/')}/school").text
        return [html.unescape(name) for name in re.findall(r"<option data-names[^>]*>([^<]*)<", said)]

    assert names() == ["Ömnögovi & Co"]
    return names


def test_a_new_name_is_told_at_once_in_each_language(session, region, offered):
    region.names = {"en": "Ömnögovi", "mn": "Өмнөговь"}
    session.flush()
    assert offered() == ["Ömnögovi"]
    assert offered("mn") == ["Өмнөговь"]
    assert offered() == ["Ömnögovi"]


def test_a_new_government_and_one_that_leaves_are_heard_at_once(session, region, offered):
    make.government(country="CN", names={"en": "Example Province"})
    session.flush()
    assert offered() == ["Example Province", "Ömnögovi & Co"]
    session.query(Membership).filter_by(government_id=region.id).update({"ends": clock.now().date()})
    session.flush()
    assert offered() == ["Example Province"]


def test_an_edition_that_admits_others_offers_others(session, edition, region, offered):
    edition.standings = [Standing.OBSERVER.value]
    session.flush()
    assert offered() == []


def test_the_days_of_a_membership_are_those_of_the_editions_closing(session, edition, region, offered):
    later = clock.today(edition.closes_at, edition.zone)
    session.query(Membership).filter_by(government_id=region.id).update({"starts": later})
    session.flush()
    assert offered() == ["Ömnögovi & Co"]
    edition.closes_at = clock.now().replace(microsecond=0) + (edition.closes_at - clock.now()) / 2
    session.flush()
    assert offered() == []
