"""What the content service finds, before it is an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from stvos.catalogue.records import CountedCategory, ListedClass
from stvos.catalogue_search.live import Listing

type Shown = ListedClass | Listing
"""A recorded or a live class, with its trainer and category."""


@dataclass(frozen=True, slots=True)
class ClassResults:
    """One page of classes, and how many there are in all."""

    items: Sequence[Shown]
    total: int


@dataclass(frozen=True, slots=True)
class ClassWithRelated:
    """A class and those most like it."""

    shown: Shown
    related: Sequence[ListedClass]


@dataclass(frozen=True, slots=True)
class UnfinishedSession:
    """A viewing that a member may go on with."""

    session_id: int
    class_id: int
    position_seconds: int
    percent_complete: int


@dataclass(frozen=True, slots=True)
class UnfinishedClass:
    """An unfinished viewing with its class."""

    listed: ListedClass
    session_id: int
    position_seconds: int
    percent_complete: int


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the app shows first."""

    featured: Sequence[ListedClass]
    unfinished: Sequence[UnfinishedClass]
    upcoming_live: Sequence[Listing]
    categories: Sequence[CountedCategory]
    new_this_week: Sequence[ListedClass]
