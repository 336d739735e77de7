import pytest
from flask import g
from jinja2 import StrictUndefined

from contest.core.languages import language
from contest.web.templating import Constant, Environment


@pytest.fixture
def written(app):
    environment = Environment(app, extensions=["jinja2.ext.i18n", Constant], undefined=StrictUndefined)

    def write(source, spoken="en", **given):
        with app.test_request_context():
            g.language = language(spoken)
            return environment.from_string(source).render(**given)

    return write


def test_a_constant_part_is_written_once_for_each_language(written):
    source = "{% constant %}{{ word }}{% endconstant %} {{ word }}"
    assert written(source, word="first") == "first first"
    assert written(source, word="second") == "first second"
    assert written(source, "mn", word="third") == "third third"


def test_in_a_loop_each_word_has_its_own(written):
    source = "{% for n in ns %}{% constant n %}{{ n }}{{ word }} {% endconstant %}{% endfor %}"
    assert written(source, ns=[1, 2], word="a") == "1a 2a "
    assert written(source, ns=[2, 3], word="b") == "2a 3b "


def test_what_stands_around_it_is_seen_inside(written):
    assert written("{% set x = 'seen' %}{% constant %}<b>{{ x }}</b>{% endconstant %}") == "<b>seen</b>"
