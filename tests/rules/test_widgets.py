"""Our writing of attributes is the library's, only faster."""

import importlib.util

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from contest.web.widgets import attributes

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
