"""What is answered about the classes of a trainer."""

from typing import Self
from zoneinfo import ZoneInfo

from stvos.catalogue.records import Intensity, ListedClass
from stvos.group_classes.models import GroupClass
from stvos.marketplace.classes import TrainerClassList
from stvos.models import Answer, Instant


class RecordedClassAnswer(Answer):
    """A recorded class. `duration` in minutes."""

    id: int
    name: str
    duration: int
    intensity: Intensity

    @classmethod
    def of(cls, listed: ListedClass) -> Self:
        return cls.model_validate(listed.record)


class UpcomingClassAnswer(Answer):
    """A group class to come. `scheduledDate` and `scheduledTime` are of the trainer's zone."""

    id: int
    name: str
    scheduled_date: str
    scheduled_time: str
    starts_at: Instant
    capacity: int
    spots_left: int

    @classmethod
    def of(cls, group_class: GroupClass, free: int) -> Self:
        local = group_class.starts_at.astimezone(ZoneInfo(group_class.timezone))
        return cls(
            id=group_class.id,
            name=group_class.name,
            scheduled_date=local.date().isoformat(),
            scheduled_time=f"{local:%H:%M}",
            starts_at=group_class.starts_at,
            capacity=group_class.capacity,
            spots_left=free,
        )


class TrainerClassesAnswer(Answer):
    """At most a hundred of each: the newest recorded ones, and the soonest to come."""

    recorded_classes: list[RecordedClassAnswer]
    upcoming_group_classes: list[UpcomingClassAnswer]

    @classmethod
    def of(cls, classes: TrainerClassList) -> Self:
        return cls(
            recorded_classes=[RecordedClassAnswer.of(each) for each in classes.recorded],
            upcoming_group_classes=[
                UpcomingClassAnswer.of(each, classes.free[each.id]) for each in classes.upcoming
            ],
        )
