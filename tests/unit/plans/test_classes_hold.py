"""An independent checker of class plans, over random members and catalogues."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from stvos.errors import Conflict, InvalidInput
from stvos.exercises.vocabulary import Level
from stvos.plans.class_models import ClassOfPlan, ClassPlan
from stvos.plans.class_planner import ClassesWanted, ClassOffer, planned_classes

PROFILES: Final = 1_000
ZONES: Final = ("UTC", "Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu")
TOO_HARD: Final = {Level.BEGINNER: {"high"}, Level.INTERMEDIATE: set(), Level.ADVANCED: set()}
# A week in which clocks change in London and Lord Howe is within a plan from here.
NOW: Final = datetime(2027, 3, 15, 12, tzinfo=UTC)


def faults(plan: ClassPlan, wanted: ClassesWanted, offers: list[ClassOffer]) -> Iterator[str]:
    """What is wrong with a plan, in sentences."""
    known = {offer.id: offer for offer in offers}
    if [week.week for week in plan.weeks] != list(range(1, wanted.weeks + 1)):
        yield "the weeks are not numbered on"
    for week in plan.weeks:
        first = wanted.starts_on + timedelta(weeks=week.week - 1)
        dates = [planned.date for planned in week.classes]
        if dates != sorted(set(dates)):
            yield "two classes are on a day, or the days are in disorder"
        if not all(first <= day < first + timedelta(weeks=1) for day in dates):
            yield "a class is outside its week"
        for planned in week.classes:
            yield from faults_of_class(planned, known.get(planned.class_id), wanted)
    yield from faults_of_repetition(plan, wanted, offers)


def faults_of_class(
    planned: ClassOfPlan, offer: ClassOffer | None, wanted: ClassesWanted
) -> Iterator[str]:
    if offer is None:
        yield "a class is not of the catalogue"
        return
    if planned.date.isoweekday() not in wanted.days:
        yield "a class is on a day that is not free"
    if wanted.minutes is not None and offer.duration > wanted.minutes * 1.1:
        yield "a class is too long"
    if offer.intensity in TOO_HARD[wanted.level]:
        yield "a class is too hard"
    if planned.starts_at != offer.starts_at:
        yield "a class is planned for another time than it is held"
    if offer.starts_at is not None:
        if offer.starts_at <= wanted.not_before:
            yield "a live class is over"
        if offer.starts_at.astimezone(ZoneInfo(wanted.zone)).date() != planned.date:
            yield "a live class is on another date in the member's zone"


def faults_of_repetition(
    plan: ClassPlan, wanted: ClassesWanted, offers: list[ClassOffer]
) -> Iterator[str]:
    fitting = {
        offer.id
        for offer in offers
        if offer.starts_at is None
        and (wanted.minutes is None or offer.duration <= wanted.minutes * 1.1)
        and offer.intensity not in TOO_HARD[wanted.level]
    }
    times = Counter(dict.fromkeys(fitting, 0))
    times.update(
        planned.class_id
        for week in plan.weeks
        for planned in week.classes
        if planned.starts_at is None
    )
    if times and max(times.values()) - min(times.values()) > 1:
        yield "a class comes again before the others had their turn"


def member(chance: Random) -> ClassesWanted:
    return ClassesWanted(
        starts_on=date(2027, 3, 15) + timedelta(days=chance.randint(0, 6)),
        weeks=chance.choice([1, 2, 4, 8]),
        days=tuple(sorted(chance.sample(range(1, 8), chance.randint(1, 7)))),
        level=chance.choice(list(Level)),
        minutes=chance.choice([None, 15, 30, 60]),
        zone=chance.choice(ZONES),
        not_before=NOW,
    )


def catalogue(chance: Random) -> list[ClassOffer]:
    return [
        ClassOffer(
            id=number,
            name=f"Class {number}",
            duration=chance.choice([10, 15, 16, 30, 33, 34, 60, 90]),
            intensity=chance.choice(["low", "medium", "high"]),
            category_id=chance.randint(1, 4),
            starts_at=(
                NOW + timedelta(minutes=chance.randint(-2_000, 80_000))
                if chance.random() < 0.3
                else None
            ),
        )
        for number in range(chance.randint(0, 25))
    ]


def test_the_class_plans_of_random_members_keep_every_rule() -> None:
    chance, refused = Random(2027), 0
    for seed in range(PROFILES):
        wanted, offers = member(chance), catalogue(chance)
        suggested = frozenset(chance.sample(range(-5, 40), chance.choice([0, 0, 3, 20])))
        try:
            plan = planned_classes(wanted, offers, seed, suggested)
        except (InvalidInput, Conflict):
            refused += 1
            assert not any(
                offer.starts_at is None and not list(_unfit(offer, wanted)) for offer in offers
            ), (seed, "a class fits, and there is no plan")
            continue
        assert list(faults(plan, wanted, offers)) == [], (seed, wanted)

    assert refused < PROFILES * 0.25


def test_the_checker_sees_what_is_wrong() -> None:
    chance = Random(1)
    wanted = member(chance)
    offers = [ClassOffer(n, f"Class {n}", 30, "high", 1) for n in range(3)]
    easy = ClassesWanted(wanted.starts_on, 2, (1,), Level.ADVANCED, None, "UTC", NOW)
    plan = planned_classes(easy, offers, 1)
    strict = ClassesWanted(wanted.starts_on, 2, (2,), Level.BEGINNER, 10, "UTC", NOW)
    words = " ".join(faults(plan, strict, offers))

    assert list(faults(plan, easy, offers)) == []
    assert "not free" in words
    assert "too long" in words
    assert "too hard" in words
    assert "not of the catalogue" in " ".join(faults(plan, easy, []))


def _unfit(offer: ClassOffer, wanted: ClassesWanted) -> Iterator[str]:
    day = next(
        wanted.starts_on + timedelta(days=n)
        for n in range(7)
        if (wanted.starts_on + timedelta(days=n)).isoweekday() in wanted.days
    )
    planned = ClassOfPlan(
        date=day, class_id=offer.id, name=offer.name, duration=offer.duration, starts_at=None
    )
    yield from faults_of_class(planned, offer, wanted)
