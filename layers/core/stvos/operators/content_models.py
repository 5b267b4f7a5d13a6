"""What the operator asks and gets to see of categories, trainers, classes and live classes."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from stvos.catalogue.models import Category, FitnessClass, LiveClass, Trainer, VideoSource
from stvos.catalogue.records import Intensity
from stvos.models import (
    Answer,
    Body,
    Id,
    Instant,
    Line40,
    Line120,
    Patch,
    Text5000,
    Url,
    Zone,
    left_out,
)
from stvos.paging import Pagination

_Tags = Annotated[list[Line40], Field(max_length=30)]
_Position = Annotated[int, Field(ge=0, le=100_000)]
_Minutes = Annotated[int, Field(ge=1, le=600, description="minutes")]
_Seats = Annotated[int, Field(ge=1, le=1_000_000)]
_Ref = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[!-~]+$")]

# ---------------------------------------------------------------- categories


class CreateCategoryBody(Body):
    """Categories are shown by `position`, then by name."""

    name: Line120
    image: Url | None = None
    position: _Position = 0


class ChangeCategoryBody(Patch):
    name: Line120 = left_out()
    image: Url | None = None
    position: _Position = left_out()


class OperatorCategoryAnswer(Answer):
    id: int
    name: str
    image: str | None
    position: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, category: Category) -> Self:
        return cls.model_validate(category)


class CategoryEnvelope(Answer):
    category: OperatorCategoryAnswer

    @classmethod
    def of(cls, category: Category) -> Self:
        return cls(category=OperatorCategoryAnswer.of(category))


class OperatorCategoriesAnswer(Answer):
    """Categories, oldest first."""

    items: list[OperatorCategoryAnswer]
    pagination: Pagination


# ---------------------------------------------------------------- trainers


class CreateTrainerBody(Body):
    """Somebody who teaches; without `timezone` they live in their brand's."""

    name: Line120
    bio: Text5000 = ""
    image: Url | None = None
    specialisations: _Tags = Field(default_factory=list)
    languages: _Tags = Field(default_factory=list)
    timezone: Zone | None = None
    active: bool = True


class ChangeTrainerBody(Patch):
    name: Line120 = left_out()
    bio: Text5000 = left_out()
    image: Url | None = None
    specialisations: _Tags = left_out()
    languages: _Tags = left_out()
    timezone: Zone = left_out()
    active: bool = left_out()


class OperatorTrainerAnswer(Answer):
    id: int
    name: str
    bio: str
    image: str | None
    specialisations: list[str]
    languages: list[str]
    timezone: str
    active: bool
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, trainer: Trainer) -> Self:
        return cls.model_validate(trainer)


class TrainerEnvelope(Answer):
    trainer: OperatorTrainerAnswer

    @classmethod
    def of(cls, trainer: Trainer) -> Self:
        return cls(trainer=OperatorTrainerAnswer.of(trainer))


class OperatorTrainersAnswer(Answer):
    """Trainers, oldest first."""

    items: list[OperatorTrainerAnswer]
    pagination: Pagination


# ---------------------------------------------------------------- classes


class VideoBody(Body):
    """`ref`: for `s3` the `ref` of an upload of kind `video`, for `vimeo` the video's number, for
    `hls` the https address of the playlist.
    """

    source: VideoSource
    ref: _Ref


class CreateClassBody(Body):
    """A recorded class. With a `publishedAt` ahead it is scheduled, without one it is out now."""

    name: Line120
    description: Text5000 = ""
    category_id: Id
    trainer_id: Id
    duration: _Minutes
    intensity: Intensity
    is_premium: bool = False
    equipment: _Tags = Field(default_factory=list)
    tags: _Tags = Field(default_factory=list)
    featured: bool = False
    published_at: Instant | None = None
    thumbnail_url: Url | None = None
    video: VideoBody


class ChangeClassBody(Patch):
    name: Line120 = left_out()
    description: Text5000 = left_out()
    category_id: Id = left_out()
    trainer_id: Id = left_out()
    duration: _Minutes = left_out()
    intensity: Intensity = left_out()
    is_premium: bool = left_out()
    equipment: _Tags = left_out()
    tags: _Tags = left_out()
    featured: bool = left_out()
    published_at: Instant = left_out()
    thumbnail_url: Url | None = None
    video: VideoBody = left_out()


class OperatorVideoAnswer(Answer):
    source: VideoSource
    ref: str


class OperatorClassAnswer(Answer):
    """A class as the operator keeps it, with where its video is stored."""

    id: int
    name: str
    description: str
    category_id: int
    trainer_id: int
    duration: int
    intensity: Intensity
    is_premium: bool
    equipment: list[str]
    tags: list[str]
    featured: bool
    published_at: Instant
    thumbnail_url: str | None
    video: OperatorVideoAnswer
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, fitness_class: FitnessClass) -> Self:
        return cls.model_validate(fitness_class)


class ClassEnvelope(Answer):
    class_: Annotated[OperatorClassAnswer, Field(alias="class")]

    @classmethod
    def of(cls, fitness_class: FitnessClass) -> Self:
        return cls(class_=OperatorClassAnswer.of(fitness_class))


class OperatorClassesAnswer(Answer):
    """Classes, published and scheduled, oldest first."""

    items: list[OperatorClassAnswer]
    pagination: Pagination


class ImportedAnswer(Answer):
    """`ids` in the order of the lines."""

    imported: int
    ids: list[int]


# ---------------------------------------------------------------- live classes


class CreateLiveClassBody(Body):
    """A class taught live. Without `capacity` anybody may join."""

    name: Line120
    description: Text5000 = ""
    trainer_id: Id
    category_id: Id | None = None
    starts_at: Instant
    duration: _Minutes
    capacity: _Seats | None = None
    thumbnail_url: Url | None = None


class ChangeLiveClassBody(Patch):
    name: Line120 = left_out()
    description: Text5000 = left_out()
    trainer_id: Id = left_out()
    category_id: Id | None = None
    starts_at: Instant = left_out()
    duration: _Minutes = left_out()
    capacity: _Seats | None = None
    thumbnail_url: Url | None = None


class OperatorLiveClassAnswer(Answer):
    id: int
    name: str
    description: str
    trainer_id: int
    category_id: int | None
    starts_at: Instant
    duration: int
    capacity: int | None
    thumbnail_url: str | None
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, live_class: LiveClass) -> Self:
        return cls.model_validate(live_class)


class LiveClassEnvelope(Answer):
    live_class: OperatorLiveClassAnswer

    @classmethod
    def of(cls, live_class: LiveClass) -> Self:
        return cls(live_class=OperatorLiveClassAnswer.of(live_class))


class OperatorLiveClassesAnswer(Answer):
    """Live classes, past and coming, by their start."""

    items: list[OperatorLiveClassAnswer]
    pagination: Pagination
