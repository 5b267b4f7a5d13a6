"""GET /v1/partner/members/{id}"""

from partners import get_member
from stvos.ids import new_id
from tests.api.partners.usage import Portal
from tests.world import World


def test_a_member_is_shown_with_what_they_watched_newest_first(world: World) -> None:
    portal = Portal.of(world)
    eva = portal.member()
    portal.company.watches(eva, portal.at(9), 20, completes=True, class_id=1)
    portal.company.watches(eva, portal.at(2), 5.5, class_id=2)
    portal.company.tell(portal.company.logged(eva, portal.at(3)))

    shown = portal.owner.call(get_member, id=eva.id).data["member"]

    assert shown["viewingHistory"] == [
        {
            "className": "Class 2",
            "date": portal.at(2).date().isoformat(),
            "minutes": 5,
            "completed": False,
        },
        {
            "className": "Class 1",
            "date": portal.at(9).date().isoformat(),
            "minutes": 20,
            "completed": True,
        },
    ]
    assert shown["stats"] == {
        "watchTimeMinutes": 25,
        "classesStarted": 2,
        "classesWatched": 1,
        "activeDays": 3,
    }
    assert (shown["name"], shown["email"], shown["status"]) == ("Eva Example", eva.email, "active")


def test_a_session_over_midnight_is_watched_on_both_days_of_the_partner_s_zone(
    world: World,
) -> None:
    portal = Portal.of(world)
    eva = portal.member()
    late = portal.at(2).replace(hour=23, minute=50)
    portal.company.tell(*portal.company.watched(eva, late, [(540, 540), (660, 600)]))

    shown = portal.owner.call(get_member, id=eva.id).data["member"]

    days = [(row["date"], row["minutes"]) for row in shown["viewingHistory"]]
    today, before = portal.at(1).date().isoformat(), portal.at(2).date().isoformat()
    assert days == [(today, 10), (before, 9)]


def test_others_members_and_unknown_ones_are_not_found(world: World, other_world: World) -> None:
    portal = Portal.of(world)
    strangers = [
        Portal.of(world).member().id,
        Portal.of(other_world).member().id,
        world.member().id,
        new_id(),
    ]
    for stranger in strangers:
        assert portal.owner.call(get_member, id=stranger).code == "NOT_FOUND"


def test_who_sees_groups_only_sees_nobody(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    eva = portal.member()

    assert portal.owner.call(get_member, id=eva.id).code == "FORBIDDEN"
