"""Letting people in: invitations, one-time links, browsers signed in, grants given and taken."""

from contest.accounts.actions.browsers import close_browser, close_browsers, open_browser, sweep, touch
from contest.accounts.actions.invitations import (
    accept_invitation,
    check_may_accept,
    decline_invitation,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from contest.accounts.actions.people import add_grant, add_staff, block, remove_grant, unblock
from contest.accounts.actions.signing_in import (
    change_password,
    change_profile,
    check_password,
    note_failure,
    request_link,
    sign_in,
    sign_in_link,
    sign_out_everywhere,
    use_link,
)

__all__ = [
    "accept_invitation",
    "add_grant",
    "add_staff",
    "block",
    "change_password",
    "change_profile",
    "check_may_accept",
    "check_password",
    "close_browser",
    "close_browsers",
    "decline_invitation",
    "invite",
    "note_failure",
    "open_browser",
    "remove_grant",
    "renew_invitation",
    "request_link",
    "sign_in",
    "sign_in_link",
    "sign_out_everywhere",
    "sweep",
    "touch",
    "unblock",
    "use_link",
    "withdraw_invitation",
]
