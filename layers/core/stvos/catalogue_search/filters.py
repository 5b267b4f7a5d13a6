"""What a member may narrow the catalogue by, and the orders it can be listed in."""

from dataclasses import dataclass
from typing import Literal

from stvos.catalogue.records import ClassRecord, Intensity, to_micros
from stvos.catalogue_search.snapshot import INTENSITIES, label
from stvos.text import fold

SortKey = Literal["newest", "popular", "duration", "name"]

_LARGEST_ID = 1 << 53

# Ties are broken newest first and by the id, so that a page never repeats a class.
_ORDERS: dict[SortKey, tuple[str, ...]] = {
    "newest": ("published DESC", "id DESC"),
    "popular": ("plays DESC", "published DESC", "id DESC"),
    "duration": ("duration ASC", "published DESC", "id DESC"),
    "name": ("name ASC", "published DESC", "id DESC"),
}
_REVERSED = {"ASC": "DESC", "DESC": "ASC"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Every field that is set narrows further."""

    category: str | None = None
    """A category's name, however it is written, or its id."""
    trainer_id: int | None = None
    intensity: Intensity | None = None
    min_duration: int | None = None
    max_duration: int | None = None
    is_live: bool | None = None
    equipment: tuple[str, ...] = ()
    """Only classes that use all of these."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the catalogue; reversed it is exactly the other way round, ties included."""

    key: SortKey = "newest"
    is_reversed: bool = False

    @property
    def order_by(self) -> str:
        columns = [column.split() for column in _ORDERS[self.key]]
        return ", ".join(
            f"{name} {_REVERSED[way] if self.is_reversed else way}" for name, way in columns
        )

    def place(self, record: ClassRecord) -> tuple[int | str, ...]:
        """What the same order compares outside the database; reversed it is compared the other way
        round.
        """
        newest = (-to_micros(record.published_at), -record.id)
        match self.key:
            case "newest":
                return newest
            case "popular":
                return (-record.plays, *newest)
            case "duration":
                return (record.duration, *newest)
            case "name":
                return (fold(record.name), *newest)


def where(wanted: Filter, *, now: int) -> tuple[str, list[int | str]]:
    """The condition on the table `class`, and its values; `now` is in microseconds."""
    # Nearly all classes are published: the plus keeps SQLite from looking them up by that.
    conditions = ["+published <= ?"]
    values: list[int | str] = [now]

    def add(condition: str, *bound: int | str) -> None:
        conditions.append(condition)
        values.extend(bound)

    if wanted.category is not None:
        add(
            "category IN (SELECT id FROM category WHERE folded = ? OR id = ?)",
            fold(wanted.category),
            _as_id(wanted.category),
        )
    for column, body in (
        ("trainer = ?", wanted.trainer_id),
        ("intensity = ?", _intensity(wanted)),
        ("duration >= ?", wanted.min_duration),
        ("duration <= ?", wanted.max_duration),
        ("live = ?", wanted.is_live),
    ):
        if body is not None:
            add(column, body)
    for thing in wanted.equipment:
        add(
            "number IN (SELECT number FROM labelled WHERE label = ?)",
            label("equipment", thing),
        )
    return " AND ".join(conditions), values


def _intensity(wanted: Filter) -> int | None:
    return None if wanted.intensity is None else INTENSITIES.index(wanted.intensity)


def _as_id(text: str) -> int:
    """The id that a text spells, or one that nothing has."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_ID)):
        return int(text)
    return 0
