"""What the content routes answer. No field of a video is among them."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import Field

from stvos.catalogue.records import (
    CountedCategory,
    Intensity,
    ListedClass,
)
from stvos.catalogue_search.live import Listing
from stvos.catalogue_search.results import (
    ClassResults,
    ClassWithRelated,
    FrontPage,
    Shown,
    UnfinishedClass,
)
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.paging import PageQuery, Pagination
from stvos.pictures import PictureUrl


class NamedAnswer(Answer):
    """A trainer or category, as a card shows it."""

    id: int
    name: str


class ClassTrainerAnswer(NamedAnswer):
    """A trainer, as a class's own page shows them."""

    image: PictureUrl | None


class ClassCard(Answer):
    """A class in a list. A live one has `scheduledAt` and, where seats are limited, `spotsLeft`."""

    id: int
    name: str
    thumbnail_url: PictureUrl | None
    trainer: NamedAnswer
    category: NamedAnswer | None
    duration: int
    intensity: Intensity
    is_premium: bool
    is_live: bool
    published_at: Instant
    scheduled_at: OmittedIfNone[Instant] = None
    spots_left: OmittedIfNone[int] = None

    @classmethod
    def of(cls, shown: Shown) -> Self:
        return cls(**_card(shown))


class ClassPage(Answer):
    """A page of classes; `pagination.total` is exact."""

    items: list[ClassCard]
    pagination: Pagination

    @classmethod
    def of(cls, results: ClassResults, page: PageQuery) -> Self:
        return cls(
            items=[ClassCard.of(shown) for shown in results.items],
            pagination=page.pagination(results.total),
        )


class RelatedClassAnswer(Answer):
    id: int
    name: str
    duration: int
    thumbnail_url: PictureUrl | None


class ClassDetailAnswer(ClassCard):
    """A class on its own page. `isVimeo` says which player it needs; `durationSeconds` is the
    video's exact length, where it is known.
    """

    trainer: ClassTrainerAnswer
    duration_seconds: OmittedIfNone[int] = None
    description: str
    equipment: list[str]
    tags: list[str]
    is_vimeo: bool
    related_classes: list[RelatedClassAnswer]

    @classmethod
    def of_detail(cls, shown: Shown, related: Sequence[ListedClass]) -> Self:
        record = shown.record
        return cls(
            **_card(shown),
            duration_seconds=record.duration_seconds,
            description=record.description,
            equipment=list(record.equipment),
            tags=list(record.tags),
            is_vimeo=record.is_vimeo,
            related_classes=[RelatedClassAnswer.model_validate(item.record) for item in related],
        )


class ClassAnswer(Answer):
    class_: ClassDetailAnswer = Field(alias="class")

    @classmethod
    def of(cls, detail: ClassWithRelated) -> Self:
        return cls(class_=ClassDetailAnswer.of_detail(detail.shown, detail.related))


class LiveDetailAnswer(ClassCard):
    """A live class on its own page."""

    trainer: ClassTrainerAnswer
    description: str
    ends_at: Instant

    @classmethod
    def of_detail(cls, listing: Listing) -> Self:
        return cls(
            **_card(listing),
            description=listing.live.description,
            ends_at=listing.live.ends_at,
        )


class LiveClassAnswer(Answer):
    class_: LiveDetailAnswer = Field(alias="class")

    @classmethod
    def of(cls, listing: Listing) -> Self:
        return cls(class_=LiveDetailAnswer.of_detail(listing))


class CategoryAnswer(Answer):
    """A category and how many published classes it has."""

    id: int
    name: str
    class_count: int
    image: PictureUrl | None

    @classmethod
    def of(cls, counted: CountedCategory) -> Self:
        category = counted.category
        return cls(
            id=category.id,
            name=category.name,
            class_count=counted.class_count,
            image=category.image,
        )


class CategoriesAnswer(Answer):
    categories: list[CategoryAnswer]

    @classmethod
    def of(cls, counted: Sequence[CountedCategory]) -> Self:
        return cls(categories=[CategoryAnswer.of(item) for item in counted])


class UnfinishedClassAnswer(ClassCard):
    """A class the member began, and where they stopped."""

    session_id: int
    position_seconds: int
    percent_complete: int

    @classmethod
    def of_viewing(cls, viewing: UnfinishedClass) -> Self:
        return cls(
            **_card(viewing.listed),
            session_id=viewing.session_id,
            position_seconds=viewing.position_seconds,
            percent_complete=viewing.percent_complete,
        )


class DiscoverAnswer(Answer):
    """The front page."""

    featured: list[ClassCard]
    continue_watching: list[UnfinishedClassAnswer]
    upcoming_live: list[ClassCard]
    categories: list[CategoryAnswer]
    new_this_week: list[ClassCard]

    @classmethod
    def of(cls, page: FrontPage) -> Self:
        return cls(
            featured=[ClassCard.of(shown) for shown in page.featured],
            continue_watching=[UnfinishedClassAnswer.of_viewing(v) for v in page.unfinished],
            upcoming_live=[ClassCard.of(shown) for shown in page.upcoming_live],
            categories=[CategoryAnswer.of(counted) for counted in page.categories],
            new_this_week=[ClassCard.of(shown) for shown in page.new_this_week],
        )


def _card(shown: Shown) -> dict[str, Any]:
    """The fields of a card."""
    category = shown.category
    shared = {
        "trainer": ClassTrainerAnswer.model_validate(shown.trainer),
        "category": NamedAnswer.model_validate(category) if category else None,
    }
    if isinstance(shown, ListedClass):
        record = shown.record
        return shared | {name: getattr(record, name) for name in _CARD_FIELDS}
    live = shown.live
    return shared | {
        "id": live.id,
        "name": live.name,
        "thumbnail_url": live.thumbnail_url,
        "duration": live.duration,
        "intensity": live.intensity,
        "is_premium": live.is_premium,
        "is_live": True,
        "published_at": live.created_at,
        "scheduled_at": live.starts_at,
        "spots_left": shown.places_left,
    }


_CARD_FIELDS = (
    "id",
    "name",
    "thumbnail_url",
    "duration",
    "intensity",
    "is_premium",
    "is_live",
    "published_at",
)
