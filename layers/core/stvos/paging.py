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
from stvos.models import Answer, OmittedIfNone, Query

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class SortKeys(Protocol):
    """A run of sort keys, as a list is read by."""

    def holds(self, sk: str) -> bool: ...


class Pagination(Answer):
    """Where this page is in the whole list. `totalPages`: those that answer; a list that is longer
    goes on by `nextCursor`.
    """

    page: int
    limit: int
    total: int
    total_pages: int

    @classmethod
    def of(cls, page: int, limit: int, total: int, *, deepest: int | None = None) -> "Pagination":
        """`deepest`: how many items the list is read by page number to."""
        pages = -(-total // limit)
        reached = pages if deepest is None else min(pages, deepest // limit)
        return cls(page=page, limit=limit, total=total, total_pages=reached)


class PageQuery(Query):
    """`page` from 1, `limit` up to 100."""

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT

    @property
    def start(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.limit

    def is_within(self, deepest: int) -> bool:
        """Whether a list that is read by page number up to `deepest` items has this page."""
        return self.start + self.limit <= deepest

    def cut[T](self, everything: Iterable[T]) -> list[T]:
        """This page of a list that is at hand whole, or read up to the page's end."""
        return list(islice(everything, self.start, self.start + self.limit))

    def pagination(self, total: int, *, deepest: int | None = None) -> Pagination:
        return Pagination.of(self.page, self.limit, total, deepest=deepest)


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

    next_cursor: OmittedIfNone[str] = None


def cursor_of(sort_key: str | None) -> str | None:
    return urlsafe_b64encode(sort_key.encode()).rstrip(b"=").decode() if sort_key else None


def _foreign_cursor() -> InvalidInput:
    return InvalidInput.at("query.cursor", "is not a cursor of this list")
