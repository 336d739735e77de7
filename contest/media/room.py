"""Room on the disk: some is always kept free, and a full disk is said in words."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from contest.core.errors import NoRoom
from contest.core.text import N_
from contest.media.rules import FIELD
from contest.media.store import Store

RESERVE = 300_000_000  # bytes kept free, for the database and for making small pictures of large ones
NOT_SAVED = N_("We could not save the photo. Try again; your other answers are safe")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def refused() -> NoRoom:
    """What the sender reads."""
    return NoRoom(NOT_SAVED, FIELD)


@contextmanager
def room() -> Iterator[None]:
    """Whatever cannot be stored because a disk is full is refused with `NoRoom`, in words for the sender."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise refused() from None
    except OperationalError as error:
        if not any(sign in str(error.orig) for sign in ("disk is full", "No space left")):
            raise
        raise refused() from None


def ask_for(store: Store, count: int) -> None:
    """Refuse with `NoRoom` when so many bytes would not leave the reserve free where files are staged."""
    if shutil.disk_usage(store.stage().parent).free < RESERVE + count:
        raise refused()
