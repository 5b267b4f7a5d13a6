"""Suppression of small groups, for partners that see no single person (`aggregate`).

A group of fewer than ten people is withheld, and so is every figure that would reveal it by
subtraction from a larger one. Figures are shown for whole past calendar months only, so that two
periods never differ by one day or by one person's last visit: in drafts of bills, too. What
belongs to one member alone (a row, a history, the end of a membership, the instant at which a
voucher was redeemed) is not for such a partner at all.
"""

from collections.abc import Mapping

from stvos.errors import Forbidden
from stvos.partners.models import Partner
from stvos.usage.class_counters import ClassUse
from stvos.usage.counters import Use

MIN_GROUP_SIZE = 10
"""The smallest group that is shown."""


def require_detailed(partner: Partner) -> None:
    """Raises Forbidden for a partner that sees its members in groups only."""
    if partner.is_aggregate:
        raise Forbidden("This partner sees its members in groups only.")


def group(people: int) -> int | None:
    """The number of people in a group; None when they are too few."""
    return people if people >= MIN_GROUP_SIZE else None


def part(people: int, of_all: int) -> int | None:
    """How many people of a known group did something; None when they or the others are too few."""
    others = max(0, of_all - people)
    return (
        people if people >= MIN_GROUP_SIZE and (others == 0 or others >= MIN_GROUP_SIZE) else None
    )


def is_shown(month: Use, members: int) -> bool:
    """Whether a month's figures may be shown, given how many members the partner had."""
    return is_shown_of(month.active, members)


def is_shown_of(active: int, members: int) -> bool:
    """The same of a month in which so many members were active."""
    return part(active, members) is not None


def shown_classes(classes: Mapping[int, ClassUse]) -> dict[int, ClassUse]:
    """The classes of a month whose figures may be shown.

    The month's sum minus the shown classes reveals the others. When all of those have few people,
    the smallest of the large classes is withheld with them.
    """
    shown = {number: use for number, use in classes.items() if use.people >= MIN_GROUP_SIZE}
    if shown and len(shown) < len(classes):
        least = min(shown, key=lambda number: (shown[number].people, number))
        if all(
            use.people < MIN_GROUP_SIZE for number, use in classes.items() if number not in shown
        ):
            del shown[least]
    return shown


def shown_cells[K](cells: Mapping[K, int], of_all: Mapping[K, int]) -> dict[K, int | None]:
    """The parts of a known sum that may be shown; None for those that are withheld.

    When the withheld ones together are few people, the smallest of the others is withheld as well.
    """
    visible = {place: part(people, of_all[place]) for place, people in cells.items()}
    hidden = sum(cells[place] for place, people in visible.items() if people is None)
    if 0 < hidden < MIN_GROUP_SIZE:
        open_ = [place for place, people in visible.items() if people is not None]
        if open_:
            visible[min(open_, key=lambda place: cells[place])] = None
    return visible
