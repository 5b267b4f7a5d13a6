"""What a catalogue snapshot is made of: the public side of classes, categories and trainers."""

from dataclasses import dataclass
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
    id: int
    name: str
    image: str | None = None


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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything one client offers, published or scheduled."""

    classes: tuple[ClassRecord, ...] = ()
    categories: tuple[CategoryRecord, ...] = ()
    trainers: tuple[TrainerRecord, ...] = ()


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
