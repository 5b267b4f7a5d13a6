"""What an employer may see that has chosen to see no single person (`aggregate`).

A group of fewer than ten people is withheld, and so is what would give it away by subtraction:
the few who are left over when a larger group is taken from all. Use is shown for whole calendar
months that are over and for nothing else, so two periods never differ by a day or by a person's
last visit.
"""

from collections.abc import Mapping

from stvos.errors import Forbidden
from stvos.partners.models import Partner, Visibility
from stvos.usage.counters import ClassUse, Use

MIN_GROUP_SIZE = 10
"""The smallest group that is shown."""


def sees_groups_only(partner: Partner) -> bool:
    return partner.member_visibility is Visibility.AGGREGATE


def require_singly(partner: Partner) -> None:
    """Raises Forbidden for a partner that sees no single person."""
    if sees_groups_only(partner):
        raise Forbidden("This partner sees its members in groups only.")


def group(people: int) -> int | None:
    """How many people a group has, unless they are too few."""
    return people if people >= MIN_GROUP_SIZE else None


def part(people: int, of_all: int) -> int | None:
    """How many of a known group did something, unless they or the others are too few."""
    others = max(0, of_all - people)
    return (
        people if people >= MIN_GROUP_SIZE and (others == 0 or others >= MIN_GROUP_SIZE) else None
    )


def is_shown(month: Use, members: int) -> bool:
    """Whether a month's use may be shown, of a partner who had so many members in it."""
    return part(month.active, members) is not None


def classes_shown(classes: Mapping[int, ClassUse]) -> dict[int, ClassUse]:
    """The classes of a month whose use may be shown.

    What they leave over of the month's sum is the use of the others. Where those are few people,
    the least used of the large ones is withheld with them.
    """
    shown = {number: use for number, use in classes.items() if use.people >= MIN_GROUP_SIZE}
    if shown and len(shown) < len(classes):
        least = min(shown, key=lambda number: (shown[number].people, number))
        if all(
            use.people < MIN_GROUP_SIZE for number, use in classes.items() if number not in shown
        ):
            del shown[least]
    return shown


def cells_shown[K](cells: Mapping[K, int], of_all: Mapping[K, int]) -> dict[K, int | None]:
    """Parts of a column whose sum is known: each that may be shown, and none that the others give
    away.
    """
    visible = {place: part(people, of_all[place]) for place, people in cells.items()}
    hidden = sum(cells[place] for place, people in visible.items() if people is None)
    if 0 < hidden < MIN_GROUP_SIZE:
        open_ = [place for place, people in visible.items() if people is not None]
        if open_:
            visible[min(open_, key=lambda place: cells[place])] = None
    return visible
