"""GET /v1/partner/analytics"""

from datetime import date, timedelta
from typing import Any

import pytest

from partners import get_analytics
from stvos.months import Month
from stvos.usage.class_counters import ClassCounters
from tests.api.content.stock import Stock
from tests.api.partners.bills import make
from tests.api.partners.usage import Portal
from tests.world import World


def asked(portal: Portal, **query: str) -> Any:
    reply = portal.owner.call(get_analytics, query={k.rstrip("_"): v for k, v in query.items()})
    assert reply.status == 200, reply.text
    return reply.data


def test_a_series_has_every_day_of_the_period_and_adds_up(world: World) -> None:
    portal = Portal.of(world)
    eva, tom = portal.member(days_ago=2), portal.member(days_ago=40)
    portal.company.watches(eva, portal.at(2), 20, completes=True)
    portal.company.watches(eva, portal.at(1), 10)
    portal.company.watches(tom, portal.at(1), 0.5)
    first, last = portal.at(3).date().isoformat(), portal.at().date().isoformat()

    data = asked(portal, from_=first, to=last)

    assert data["period"] == {"from": first, "to": last}
    assert [tuple(row.values()) for row in data["series"]] == [
        (portal.at(3).date().isoformat(), 0, 0, 0, 0),
        (portal.at(2).date().isoformat(), 1, 1, 20, 1),
        (portal.at(1).date().isoformat(), 1, 0, 10, 0),
        (last, 0, 0, 0, 0),
    ]


def test_thirty_days_are_shown_unless_asked_otherwise(world: World) -> None:
    data = asked(Portal.of(world))

    assert len(data["series"]) == 30
    assert data["groupBy"] == "day"


def test_a_week_counts_each_person_once_and_begins_on_monday(world: World) -> None:
    portal = Portal.of(world)
    eva = portal.member()
    monday = portal.today - timedelta(days=portal.today.weekday() + 7)
    for offset in (0, 2, 6):
        portal.company.watches(eva, portal.at((portal.today - monday).days - offset), 10)

    last = str(monday + timedelta(days=3))
    data = asked(portal, from_=str(monday), to=last, groupBy="week")

    assert data["period"] == {"from": str(monday), "to": str(monday + timedelta(days=6))}
    assert data["series"] == [
        {
            "date": str(monday),
            "activeMembers": 1,
            "newMembers": 0,
            "watchMinutes": 30,
            "classesWatched": 0,
        }
    ]


def test_a_month_counts_each_person_once(world: World) -> None:
    portal = Portal.of(world)
    eva, month = portal.member(days_ago=200), Month.of(portal.last_month().date())
    for day in (0, 3):
        portal.company.watches(eva, portal.last_month() - timedelta(days=day), 10)

    data = asked(portal, from_=str(month.first_day), to=str(month.first_day), groupBy="month")

    assert [(row["date"], row["activeMembers"], row["watchMinutes"]) for row in data["series"]] == [
        (str(month.first_day), 1, 20)
    ]


def test_popular_classes_and_categories_are_those_of_the_months_touched(world: World) -> None:
    portal = Portal.of(world)
    category = Stock.of(world).category("Yoga")
    eva, tom = portal.member(days_ago=200), portal.member(days_ago=200)
    for member, class_id, minutes in ((eva, 1, 30), (tom, 1, 10), (eva, 2, 60)):
        portal.company.watches(
            member, portal.last_month(), minutes, class_id=class_id, category_id=category.id
        )

    day = portal.last_month().date()
    data = asked(portal, from_=str(day), to=str(day))

    assert data["popularPeriod"] == {
        "from": str(Month.of(day).first_day),
        "to": str(Month.of(day).last_day),
    }
    assert data["popularClasses"] == [
        {"id": 1, "name": "Class 1", "plays": 2, "minutes": 40},
        {"id": 2, "name": "Class 2", "plays": 1, "minutes": 60},
    ]
    assert data["popularCategories"] == [
        {"id": category.id, "name": "Yoga", "plays": 3, "minutes": 100}
    ]


def test_a_month_that_is_over_is_ranked_by_its_rollup_unless_more_was_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Portal.of(world)
    category = Stock.of(world).category("Yoga")
    eva = portal.member(days_ago=200)
    month = Month.of(portal.last_month().date())
    before = portal.last_month() - timedelta(days=31)
    for day, class_id in ((before, 2), (portal.last_month(), 1), (portal.last_month(), 2)):
        portal.company.watches(eva, day, 20, class_id=class_id, category_id=category.id)
    period = {"from_": str(before.date()), "to": str(portal.last_month().date())}
    counted = asked(portal, **period)
    read: list[Month] = []
    monkeypatch.setattr(ClassCounters, "of_month", spy_on(ClassCounters.of_month, read))

    make(portal.owner, month, portal.at())
    read.clear()
    assert asked(portal, **period) == counted
    assert read == []

    portal.company.watches(eva, portal.last_month(), 5, class_id=2)
    data = asked(portal, **period)
    assert data["popularClasses"][0] == {"id": 2, "name": "Class 2", "plays": 3, "minutes": 45}
    assert read == [month]


def spy_on(function: Any, months: list[Month]) -> Any:
    """The same function, which also keeps the months that it was called with."""

    def called(self: Any, month: Month, *rest: Any) -> Any:
        months.append(month)
        return function(self, month, *rest)

    return called


def test_retention_says_how_many_of_those_who_joined_came_back(world: World) -> None:
    portal = Portal.of(world)
    joined = portal.last_month() - timedelta(days=31)
    eva, tom = (portal.company.member(joined) for _ in range(2))
    portal.company.watches(eva, joined, 10)
    portal.company.watches(tom, joined, 10)
    portal.company.watches(eva, portal.last_month(), 10)

    cohorts = asked(portal)["retention"]

    months = [Month.of(joined.date()).plus(n) for n in range(3)]
    assert cohorts == [
        {
            "month": str(months[0]),
            "joined": 2,
            "active": [
                {"month": str(months[0]), "members": 2, "rate": 1.0},
                {"month": str(months[1]), "members": 1, "rate": 0.5},
                {"month": str(months[2]), "members": 0, "rate": 0.0},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from": "2026-02-02", "to": "2026-02-01"}, "query.to"),
        ({"from": "2025-01-01", "to": "2026-02-01"}, "query.to"),
        ({"from": "2026-02-30"}, "query.from"),
        ({"from": "yesterday"}, "query.from"),
        ({"to": "1999-12-31"}, "query.to"),
        ({"groupBy": "year"}, "query.groupBy"),
    ],
)
def test_a_bad_period_is_refused_with_its_path(
    world: World, query: dict[str, str], path: str
) -> None:
    reply = Portal.of(world).owner.call(get_analytics, query=query)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [path])


# ---------------------------------------------------------------- groups only


def crowd_of(world: World, *classes: tuple[int, int]) -> tuple[Portal, date]:
    """A partner that sees groups only, and so many different people for each class last month."""
    portal = Portal.of(world, memberVisibility="aggregate")
    month = Month.of(portal.last_month().date())
    joined = portal.last_month() - timedelta(days=31)
    people = portal.company.crowd(max(size for _, size in classes), joined)
    for class_id, size in classes:
        for member in people[:size]:
            portal.company.watches(member, portal.last_month(), 10, class_id=class_id)
    return portal, month.first_day


def test_groups_of_nine_are_withheld_and_of_ten_are_shown(world: World) -> None:
    for people, shown in ((9, (None, None, None)), (10, (10, 100, 0))):
        portal, day = crowd_of(world, (1, people))
        (row,) = asked(portal, from_=str(day), to=str(day))["series"]
        assert (row["activeMembers"], row["watchMinutes"], row["classesWatched"]) == shown


def test_no_day_or_week_can_be_asked_for_whose_difference_shows_a_person(world: World) -> None:
    portal, day = crowd_of(world, (1, 12))

    for query in (
        {"groupBy": "day"},
        {"groupBy": "week"},
        {"from_": str(day + timedelta(days=9)), "to": str(day + timedelta(days=9))},
    ):
        data = asked(portal, **({"from_": str(day), "to": str(Month.of(day).last_day)} | query))
        assert data["groupBy"] == "month"
        assert [row["date"] for row in data["series"]] == [str(day)]


def test_the_running_month_is_withheld(world: World) -> None:
    portal, _ = crowd_of(world, (1, 12))
    today = str(portal.today)

    (row,) = asked(portal, from_=today, to=today)["series"]

    assert set(row.values()) == {str(Month.of(portal.today).first_day), None}


def test_a_class_of_few_people_is_withheld_and_not_what_the_others_leave_over(
    world: World,
) -> None:
    portal, day = crowd_of(world, (1, 20), (2, 15), (3, 4))

    data = asked(portal, from_=str(day), to=str(day))

    # 15 + 4 people are left over: the four cannot be told from the fifteen.
    assert [shown["id"] for shown in data["popularClasses"]] == [1]
    assert "Class 3" not in str(data)


def test_a_cohort_that_the_others_give_away_is_withheld(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    older = portal.last_month() - timedelta(days=31)
    large = portal.company.crowd(20, older - timedelta(days=31))
    small, middle = portal.company.crowd(12, older), portal.company.crowd(11, portal.last_month())
    for member in (*large, *small[:3], *middle):
        portal.company.watches(member, portal.last_month(), 10)

    cohorts = asked(portal)["retention"]

    told = {
        cohort["month"]: cell["members"]
        for cohort in cohorts
        for cell in cohort["active"]
        if cell["month"] == str(Month.of(portal.last_month().date()))
    }
    # Three are too few; without the eleven hidden too, the sum of the month would tell them.
    assert list(told.values()) == [20, None, None]
