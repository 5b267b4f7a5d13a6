"""What is answered about a brand's trainers."""

from collections.abc import Sequence
from typing import Self

from stvos.catalogue.records import TrainerRecord
from stvos.clock import day_of
from stvos.group_classes.models import GroupClass
from stvos.models import Answer
from stvos.money import Amount
from stvos.paging import Pagination
from stvos.pictures import PictureUrl
from stvos.programmes.models import Programme
from stvos.trainers.models import Service
from stvos.trainers.repository import Offer
from stvos.trainers.requests import TrainersQuery


class TrainerCardAnswer(Answer):
    """A trainer in a list."""

    id: int
    name: str
    image: PictureUrl | None
    specialisations: list[str]

    @classmethod
    def of(cls, trainer: TrainerRecord) -> Self:
        return cls.model_validate(trainer)


class TrainersAnswer(Answer):
    """`items` are the `trainers` again."""

    trainers: list[TrainerCardAnswer]
    items: list[TrainerCardAnswer]
    pagination: Pagination

    @classmethod
    def of(cls, trainers: Sequence[TrainerRecord], asked: TrainersQuery) -> Self:
        """`trainers`: all that pass the filters."""
        cards = [TrainerCardAnswer.of(trainer) for trainer in asked.cut(trainers)]
        return cls(trainers=cards, items=cards, pagination=asked.pagination(len(trainers)))


class OfferedServiceAnswer(Answer):
    """A one-to-one session. `duration` in minutes."""

    id: int
    name: str
    duration: int
    price: Amount
    currency: str

    @classmethod
    def of(cls, service: Service) -> Self:
        return cls.model_validate(service)


class OfferedClassAnswer(Answer):
    """A group class to come. `scheduledDate` is of the trainer's zone."""

    id: int
    name: str
    scheduled_date: str

    @classmethod
    def of(cls, group_class: GroupClass) -> Self:
        day = day_of(group_class.starts_at, group_class.timezone)
        return cls(id=group_class.id, name=group_class.name, scheduled_date=day.isoformat())


class OfferedProgrammeAnswer(Answer):
    """A programme; `weeks` is how many it has."""

    id: int
    name: str
    price: Amount
    currency: str
    weeks: int

    @classmethod
    def of(cls, programme: Programme) -> Self:
        return cls.model_validate(programme)


class TrainerPageAnswer(Answer):
    """A trainer with what they offer."""

    id: int
    name: str
    bio: str
    image: PictureUrl | None
    specialisations: list[str]
    timezone: str
    services: list[OfferedServiceAnswer]
    classes: list[OfferedClassAnswer]
    programmes: list[OfferedProgrammeAnswer]

    @classmethod
    def of(
        cls, offer: Offer, classes: Sequence[GroupClass], programmes: Sequence[Programme]
    ) -> Self:
        trainer = offer.trainer
        return cls(
            id=trainer.id,
            name=trainer.name,
            bio=trainer.bio,
            image=trainer.image,
            specialisations=list(trainer.specialisations),
            timezone=trainer.timezone,
            services=[OfferedServiceAnswer.of(s) for s in offer.schedule.active_services],
            classes=[OfferedClassAnswer.of(each) for each in classes],
            programmes=[OfferedProgrammeAnswer.of(programme) for programme in programmes],
        )


class TrainerPageEnvelope(Answer):
    trainer: TrainerPageAnswer

    @classmethod
    def of(
        cls, offer: Offer, classes: Sequence[GroupClass], programmes: Sequence[Programme]
    ) -> Self:
        return cls(trainer=TrainerPageAnswer.of(offer, classes, programmes))
