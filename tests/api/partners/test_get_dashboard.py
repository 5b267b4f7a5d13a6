"""GET /v1/partner/dashboard"""

from datetime import timedelta

from partners import get_dashboard
from tests.api.partners.usage import Portal
from tests.api.partners.world import new_partner
from tests.reads import counted
from tests.world import World


def test_a_new_partner_has_nothing_to_show_yet(world: World) -> None:
    owner = new_partner(world)

    assert owner.call(get_dashboard).data == {
        "totalMembers": 0,
        "activeMembers": 0,
        "totalWatchTimeMinutes": 0,
        "totalClassesWatched": 0,
        "trends": {"membersChange": "0%", "watchTimeChange": "0%"},
    }


def test_it_counts_members_watch_time_and_classes_and_compares_two_months(world: World) -> None:
    portal = Portal.of(world)
    eva, tom = portal.member(), portal.member()
    portal.member(days_ago=3)
    portal.company.watches(eva, portal.at(45), 40)
    portal.company.watches(eva, portal.at(10), 30, completes=True)
    portal.company.watches(tom, portal.at(1), 15)
    portal.company.watches(tom, portal.at(1), 0.5)

    assert portal.owner.call(get_dashboard).data == {
        "totalMembers": 3,
        "activeMembers": 2,
        "totalWatchTimeMinutes": 85,
        "totalClassesWatched": 1,
        "trends": {"membersChange": "+50%", "watchTimeChange": "+14%"},
    }


def test_every_role_reads_it_with_five_reads(world: World) -> None:
    portal = Portal.of(world)
    viewer = portal.owner.colleague("viewer")
    portal.company.watches(portal.member(), portal.at(1), 15)

    with counted(world.table) as calls:
        assert viewer.call(get_dashboard).status == 200

    # One of the six is the authorizer's, which has its own look at the brand.
    assert sum(calls.values()) - 1 <= 5, calls


def test_another_partner_s_members_are_not_in_it(world: World) -> None:
    portal, other = Portal.of(world), Portal.of(world)
    portal.company.watches(portal.member(), portal.at(1), 15)

    assert other.owner.call(get_dashboard).data["totalMembers"] == 0


def test_few_people_are_withheld_from_who_sees_groups_only(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    for member in portal.company.crowd(9, portal.at(90)):
        portal.company.watches(member, portal.last_month(), 10)

    assert portal.owner.call(get_dashboard).data == {
        "totalMembers": None,
        "activeMembers": None,
        "totalWatchTimeMinutes": None,
        "totalClassesWatched": None,
        "trends": {"membersChange": None, "watchTimeChange": None},
    }


def test_ten_people_are_shown_for_the_months_that_are_over(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    people = portal.company.crowd(10, portal.last_month() - timedelta(days=40))
    for member in people:
        portal.company.watches(member, portal.last_month(), 10)
    portal.company.watches(people[0], portal.at(), 600)

    shown = portal.owner.call(get_dashboard).data

    assert (shown["totalMembers"], shown["activeMembers"]) == (10, 10)
    assert shown["totalWatchTimeMinutes"] == 100


def test_a_few_inactive_ones_are_not_given_away_by_subtraction(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    people = portal.company.crowd(12, portal.last_month() - timedelta(days=40))
    for member in people[:10]:
        portal.company.watches(member, portal.last_month(), 10)

    shown = portal.owner.call(get_dashboard).data

    assert (shown["totalMembers"], shown["activeMembers"]) == (12, None)
    assert shown["totalWatchTimeMinutes"] is None
