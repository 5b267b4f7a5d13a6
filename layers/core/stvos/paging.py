"""Pages by number, for lists with a known total, and by cursor, for lists without end.

A cursor holds a sort key only. The partition is rebuilt from the caller, and a key outside the
list's span is refused, so a forged cursor cannot leave the list it was made for.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Protocol, Self

from pydantic import Field, StringConstraints, model_validator

from stvos.errors import InvalidInput
from stvos.models import Answer, Maybe, Query

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class SortKeys(Protocol):
    """A run of sort keys, as a list is read by."""

    def holds(self, sk: str) -> bool: ...


class Pagination(Answer):
    """Where this page is in the whole list."""

    page: int
    limit: int
    total: int
    total_pages: int

    @classmethod
    def of(cls, page: int, limit: int, total: int) -> "Pagination":
        return cls(page=page, limit=limit, total=total, total_pages=-(-total // limit))


class PageQuery(Query):
    """`page` from 1, `limit` up to 100."""

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT

    @property
    def start(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.limit

    def start_within(self, deepest: int, instead: str) -> int:
        """The same, of a list that is read from its beginning up to `deepest` items.

        Raises InvalidInput for a page beyond, saying what to do `instead`.
        """
        if self.start + self.limit > deepest:
            raise InvalidInput.at("query.page", f"reaches too deep; {instead}")
        return self.start

    def cut[T](self, everything: Iterable[T]) -> list[T]:
        """This page of a list that is at hand whole, or read up to the page's end."""
        return list(islice(everything, self.start, self.start + self.limit))

    def pagination(self, total: int) -> Pagination:
        return Pagination.of(self.page, self.limit, total)


class CursorQuery(Query):
    """`cursor` is the `nextCursor` of the page before."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=400)] | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT

    def after(self, span: SortKeys) -> str | None:
        """The sort key to go on after, when the cursor belongs to this span."""
        if self.cursor is None:
            return None
        try:
            sk = urlsafe_b64decode(self.cursor + "=" * (-len(self.cursor) % 4)).decode("ascii")
        except ValueError as error:
            raise _foreign_cursor() from error
        if not sk.isprintable() or not span.holds(sk):
            raise _foreign_cursor()
        return sk


class EndlessQuery(CursorQuery, PageQuery):
    """A page of a list without end: by its number, or by the `cursor` of the page before."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.cursor is not None and "page" in self.model_fields_set:
            raise ValueError("send either page or cursor")
        return self


class CursorPage(Answer):
    """The tail of a list answer that goes on by cursor."""

    next_cursor: Maybe[str] = None


def cursor_of(sort_key: str | None) -> str | None:
    return urlsafe_b64encode(sort_key.encode()).rstrip(b"=").decode() if sort_key else None


def _foreign_cursor() -> InvalidInput:
    return InvalidInput.at("query.cursor", "is not a cursor of this list")
