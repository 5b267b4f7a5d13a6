"""What the content routes are asked."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stvos.catalogue.records import Intensity
from stvos.catalogue_search.filters import Filter, Sort, SortKey
from stvos.models import Id, Instant, Line120
from stvos.paging import PageQuery

_SortWish = Literal[
    "newest", "popular", "duration", "name", "-newest", "-popular", "-duration", "-name"
]

_Minutes = Annotated[int, Field(ge=0, le=1440)]

_SORTS: dict[str, SortKey] = {
    "newest": "newest",
    "popular": "popular",
    "duration": "duration",
    "name": "name",
}


class FilterQuery(PageQuery):
    """Filters of the catalogue; each one given narrows the list further."""

    lists = frozenset({"equipment"})
    category: Annotated[Line120, Field(description="name, however it is written, or id")] | None = (
        None
    )
    trainer: Id | None = None
    intensity: Intensity | None = None
    min_duration: _Minutes | None = None
    max_duration: _Minutes | None = None
    is_live: Annotated[
        bool | None,
        Field(description="true: live classes on or to come, false: recorded ones; else both"),
    ] = None
    equipment: (
        Annotated[Line120, Field(description="several separated by commas: all are used")] | None
    ) = None

    @property
    def filter(self) -> Filter:
        """The filters, as the catalogue index takes them."""
        things = (self.equipment or "").split(",")
        return Filter(
            category=self.category,
            trainer_id=self.trainer,
            intensity=self.intensity,
            min_duration=self.min_duration,
            max_duration=self.max_duration,
            equipment=tuple(thing.strip() for thing in things if thing.strip()),
        )


class BrowseQuery(FilterQuery):
    """`sort`: `newest`, `popular`, `duration` (short first), `name`; a `-` before reverses it."""

    sort: _SortWish = "newest"

    @property
    def order(self) -> Sort:
        return Sort(_SORTS[self.sort.removeprefix("-")], is_reversed=self.sort.startswith("-"))


class SearchQuery(FilterQuery):
    """`q`: every word must match; the last letters may be missing, one may be mistyped."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class LiveQuery(PageQuery):
    """Live classes that are on or start between two instants; without them all to come."""

    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None
