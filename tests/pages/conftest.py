"""Who looks at the pages."""

from __future__ import annotations

import pytest

from contest.policy import Role
from tests import make
from tests.browser import Browser


@pytest.fixture
def staff(browser: Browser) -> Browser:
    """The secretariat, signed in."""
    return browser.sign_in(make.account(Role.STAFF))
