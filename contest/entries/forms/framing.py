"""What a press of a button on a framing page sends. Shape only."""

from __future__ import annotations

from wtforms import StringField

from contest.web.forms import PageForm


class FramingForm(PageForm):
    """`turn` or `act` say which button; `seen` is the framing the page showed, `corners` the four corners, `mask` the box to remove."""

    turn = StringField()
    act = StringField()
    seen = StringField()
    corners = StringField()
    mask = StringField()
