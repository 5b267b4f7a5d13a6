"""DELETE /v1/partner/members/{id}"""

from accounts import me
from partners import get_dashboard, get_member, list_members, remove_member
from stvos.ids import new_id
from stvos.months import Month
from tests.api.partners.usage import Portal
from tests.api.partners.world import employee_of
from tests.world import World


def test_the_membership_ends_and_the_account_stays(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner)
    portal.company.tell(portal.company.joined(eva))
    portal.company.watches(eva, portal.at(), 20)

    assert portal.owner.call(remove_member, id=eva.id).data == {"deleted": True}

    assert portal.owner.call(list_members).data["items"] == []
    assert portal.owner.call(get_member, id=eva.id).status == 404
    shown = portal.owner.call(get_dashboard).data
    assert (shown["totalMembers"], shown["activeMembers"]) == (0, 0)
    assert shown["totalWatchTimeMinutes"] == 20
    assert "partner" not in eva.call(me).data


def test_it_is_counted_as_left_once(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner)
    portal.company.tell(portal.company.joined(eva))

    first = portal.owner.call(remove_member, id=eva.id)
    second = portal.owner.call(remove_member, id=eva.id)

    assert (first.status, second.status) == (200, 404)
    month = Month.of(portal.today)
    use = portal.company.counters.months(month, month)[month]
    assert (use.joined, use.left) == (1, 1)


def test_managers_may_and_viewers_may_not(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner)

    assert portal.owner.colleague("viewer").call(remove_member, id=eva.id).code == "FORBIDDEN"
    assert portal.owner.colleague("manager").call(remove_member, id=eva.id).status == 200


def test_others_members_are_not_found_and_stay(world: World, other_world: World) -> None:
    portal, other = Portal.of(world), Portal.of(world)
    theirs = employee_of(other.owner)
    abroad = employee_of(Portal.of(other_world).owner)

    for stranger in (theirs.id, abroad.id, new_id()):
        assert portal.owner.call(remove_member, id=stranger).status == 404
    assert theirs.call(me).data["partner"]["id"] == other.owner.partner_id


def test_who_sees_groups_only_ends_no_single_membership(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    eva = employee_of(portal.owner)

    for number in (eva.id, new_id()):
        assert portal.owner.call(remove_member, id=number).code == "FORBIDDEN"
    assert eva.call(me).data["partner"]["id"] == portal.owner.partner_id
