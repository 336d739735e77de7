"""Column kinds used by every table."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes on SQLite and PostgreSQL alike; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive values, store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Always aware, always UTC."""
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


class JsonText(TypeDecorator[Any]):
    """A JSON value in a text column, in one canonical spelling on both stores."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Sorted keys, no spaces, real letters."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The value that was stored."""
        return None if value is None else json.loads(value)


class LocalizedText(JsonText):
    """Content in several languages, `{code: text}`. Replace the mapping, do not change it in place."""

    cache_ok = True


Id = Annotated[int, mapped_column(primary_key=True)]
Key = Annotated[str, mapped_column(String(20))]
Name = Annotated[str, mapped_column(String(200))]
Long = Annotated[str, mapped_column(Text)]
Blob = bytes
Digest = Annotated[str, mapped_column(String(64))]
Address = Annotated[str, mapped_column(String(320))]
LanguageCode = Annotated[str, mapped_column(String(2))]
Zone = Annotated[str, mapped_column(String(40))]


def points_to(target: str, *, index: bool = True, **given: Any) -> Any:
    """A foreign key column to the left, indexed unless told not to."""
    return mapped_column(ForeignKey(target), index=index, **given)
