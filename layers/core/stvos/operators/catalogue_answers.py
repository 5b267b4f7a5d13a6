"""What the operator is answered about categories, trainers, classes and live classes."""

from typing import Annotated, Self

from pydantic import Field

from stvos.catalogue.models import Category, FitnessClass, LiveClass, Trainer, VideoSource
from stvos.catalogue.records import Intensity
from stvos.models import Answer, Instant
from stvos.paging import Pagination
from stvos.pictures import PictureUrl
from stvos.trainers.invitations import NewInvitation


class OperatorCategoryAnswer(Answer):
    id: int
    name: str
    image: PictureUrl | None
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


class OperatorTrainerAnswer(Answer):
    id: int
    name: str
    bio: str
    image: PictureUrl | None
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


class InvitationAnswer(Answer):
    """The code is shown this once: only its hash is stored."""

    invite_code: str
    expires_at: Instant

    @classmethod
    def of(cls, issued: NewInvitation) -> Self:
        return cls(invite_code=issued.code, expires_at=issued.expires_at)


class OperatorTrainersAnswer(Answer):
    """Trainers, oldest first."""

    items: list[OperatorTrainerAnswer]
    pagination: Pagination


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
    duration_seconds: int | None
    intensity: Intensity
    is_premium: bool
    equipment: list[str]
    tags: list[str]
    featured: bool
    published_at: Instant
    thumbnail_url: PictureUrl | None
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


class OperatorLiveClassAnswer(Answer):
    id: int
    name: str
    description: str
    trainer_id: int
    category_id: int | None
    starts_at: Instant
    duration: int
    capacity: int | None
    thumbnail_url: PictureUrl | None
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
