"""A trainer, where a few facts are enough."""

from typing import Self

from stvos.catalogue.models import Trainer
from stvos.models import Answer
from stvos.pictures import PictureUrl


class TrainerNameAnswer(Answer):
    """A trainer, where a few facts are enough."""

    id: int
    name: str
    image: PictureUrl | None

    @classmethod
    def of(cls, trainer: Trainer) -> Self:
        return cls.model_validate(trainer)
