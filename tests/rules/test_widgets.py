"""Our writing of attributes is the library's, only faster."""

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from contest.web.widgets import Offered, OfferedSelect, answers, attributes

NAMES = st.sampled_from(["class_", "for_", "id", "data_behaviour", "aria_describedby", "aria-label", "value", "checked", "x"])
VALUES = st.one_of(st.booleans(), st.none(), st.integers(), st.text(), st.text().map(Markup), st.sampled_from(['"', "'", "&quot;", "<b>", "{v}", "%s"]))




def fresh_html_params():
    """The library's own function, whatever an app has put in its place."""
    spec = importlib.util.find_spec("wtforms.widgets.core")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.html_params


html_params = fresh_html_params()


@given(st.dictionaries(NAMES, VALUES))
def test_attributes_are_written_as_the_library_writes_them(values):
    assert attributes(**values) == html_params(**values)


CHOICES = [SelectChoice("", "Choose"), *(SelectChoice(str(n), f"“{n}” & <{n}>", {"data-names": f'"{n}"'}, f"group {n // 3}") for n in range(7))]


def whole(typed):
    return int(typed) if typed else None


class Twice(Form):
    theirs = SelectField("One", [InputRequired()], coerce=whole, choices=CHOICES)
    ours = SelectField("One", [InputRequired()], coerce=whole, choices=CHOICES, widget=OfferedSelect())


@pytest.mark.parametrize("chosen", ["", "0", "5", "99"])
def test_a_list_written_beforehand_is_the_librarys(app, chosen):
    form = Twice(MultiDict({"theirs": chosen, "ours": chosen}))
    form.ours.choices = Offered(CHOICES)
    assert form.ours(class_="input").replace("ours", "theirs") == form.theirs(class_="input")


class Asked(Form):
    radio = RadioField("One", [InputRequired()], choices=[SelectChoice("a", "A <&>"), SelectChoice("b", "B")])
    free = RadioField("One", choices=[SelectChoice('"', "A"), SelectChoice("b", "B")])
    ticks = SelectMultipleField("Some", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")], option_widget=CheckboxInput())


def test_answers_are_the_ones_the_library_gives(app):
    for field in Asked(MultiDict({"radio": "b", "free": "", "ticks": "a"})):
        theirs = [(each.id, str(each.label.text), each()) for each in field]
        assert [(own, words, control) for own, words, control, _more in answers(field, {})] == theirs


def test_a_hint_belongs_to_its_answer(app):
    first, second = answers(Asked(MultiDict({"radio": "b"})).radio, {"b": "More"})
    assert (first[3], second[3]) == (None, "More")
    assert "aria-describedby" not in first[2]
    assert 'aria-describedby="radio-1-hint" checked' in second[2]
