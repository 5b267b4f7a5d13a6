"""What is answered about group classes."""

from collections.abc import Mapping, Sequence
from typing import Self
from zoneinfo import ZoneInfo

from stvos.group_classes.models import ClassStatus, GroupClass, SeenClass
from stvos.group_classes.repository import GroupClassPage
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.money import Amount
from stvos.paging import CursorPage, cursor_of


class GroupClassAnswer(Answer):
    """A class as its trainer sees it. `scheduledDate` and `scheduledTime` are of `timezone`, the
    trainer's; `duration` in minutes. `seriesId`: of a class that is one of a weekly series.
    """

    id: int
    series_id: OmittedIfNone[int] = None
    name: str
    description: str
    status: ClassStatus
    scheduled_date: str
    scheduled_time: str
    starts_at: Instant
    ends_at: Instant
    timezone: str
    duration: int
    capacity: int
    spots_left: int
    waitlist: bool
    price: Amount
    currency: str
    version: int

    @classmethod
    def of(cls, group_class: GroupClass, free: int) -> Self:
        local = group_class.starts_at.astimezone(ZoneInfo(group_class.timezone))
        return cls(
            id=group_class.id,
            series_id=group_class.series_id,
            name=group_class.name,
            description=group_class.description,
            status=group_class.status,
            scheduled_date=local.date().isoformat(),
            scheduled_time=f"{local:%H:%M}",
            starts_at=group_class.starts_at,
            ends_at=group_class.ends_at,
            timezone=group_class.timezone,
            duration=group_class.duration,
            capacity=group_class.capacity,
            spots_left=free if group_class.status is ClassStatus.SCHEDULED else 0,
            waitlist=group_class.waitlist,
            price=group_class.price,
            currency=group_class.currency,
            version=group_class.version,
        )


class GroupClassEnvelope(Answer):
    group_class: GroupClassAnswer

    @classmethod
    def of(cls, group_class: GroupClass, free: int) -> Self:
        return cls(group_class=GroupClassAnswer.of(group_class, free))


class ChangedClassesAnswer(GroupClassEnvelope):
    """What was made or changed: the class that was named, or the first of a series, and `classes`,
    all of them in their order, this one included.
    """

    classes: list[GroupClassAnswer]

    @classmethod
    def of_all(cls, changed: Sequence[SeenClass]) -> Self:
        classes = [GroupClassAnswer.of(*each) for each in changed]
        return cls(group_class=classes[0], classes=classes)


class GroupClassesAnswer(CursorPage):
    """A trainer's classes; `items` are the `classes` again."""

    classes: list[GroupClassAnswer]
    items: list[GroupClassAnswer]

    @classmethod
    def of(cls, page: GroupClassPage, free: Mapping[int, int]) -> Self:
        classes = [GroupClassAnswer.of(each, free[each.id]) for each in page.classes]
        return cls(classes=classes, items=classes, next_cursor=cursor_of(page.after))
