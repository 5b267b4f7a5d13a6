"""What a catalogue snapshot is made of: the public side of classes, categories and trainers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

Intensity = Literal["low", "medium", "high"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    id: int
    name: str
    image: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class TrainerRecord:
    """`active`: whether members can find and book them."""

    id: int
    name: str
    image: str | None = None
    active: bool = True
    specialisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A class as any member may know it: no video reference is ever in a snapshot."""

    id: int
    name: str
    trainer_id: int
    category_id: int
    duration: int
    intensity: Intensity
    published_at: datetime
    description: str = ""
    thumbnail_url: str | None = None
    is_premium: bool = False
    is_live: bool = False
    is_vimeo: bool = False
    featured: bool = False
    plays: int = 0
    equipment: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    duration_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything one client offers, published or scheduled."""

    classes: tuple[ClassRecord, ...] = ()
    categories: tuple[CategoryRecord, ...] = ()
    trainers: tuple[TrainerRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of some classes, categories and trainers, by their ids; None: it is gone."""

    classes: Mapping[int, ClassRecord | None] = field(default_factory=dict)
    categories: Mapping[int, CategoryRecord | None] = field(default_factory=dict)
    trainers: Mapping[int, TrainerRecord | None] = field(default_factory=dict)

    def applied_to(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue as it is after them."""
        return Catalogue(
            _replaced(catalogue.classes, self.classes),
            _replaced(catalogue.categories, self.categories),
            _replaced(catalogue.trainers, self.trainers),
        )


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A published class together with its trainer and category."""

    record: ClassRecord
    trainer: TrainerRecord
    category: CategoryRecord

    @property
    def id(self) -> int:
        return self.record.id


@dataclass(frozen=True, slots=True)
class CountedCategory:
    """A category and how many of its classes are published by now."""

    category: CategoryRecord
    class_count: int


def to_micros(instant: datetime) -> int:
    """The instant as whole microseconds since 1970, exact where a float timestamp is not."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _replaced[T: (CategoryRecord, TrainerRecord, ClassRecord)](
    known: tuple[T, ...], changes: Mapping[int, T | None]
) -> tuple[T, ...]:
    now: dict[int, T | None] = {record.id: record for record in known}
    now.update(changes)
    return tuple(record for record in now.values() if record is not None)
