"""POST /v1/my-bookings/calendar."""

from my_bookings import create_calendar_address
from stvos.calendars.addresses import CalendarAddresses, Owner
from stvos.dynamodb.keys import Directory, UserId
from stvos.ids import fingerprint
from tests.api.my_bookings.calendars import address_of, fetch, file_of
from tests.world import World


def test_the_address_opens_the_calendar_without_credentials(world: World) -> None:
    url = address_of(world.member())

    assert url.startswith("https://api.example.com/api/v1/calendar/")
    assert fetch(url).status == 200


def test_a_new_address_ends_the_one_before(world: World) -> None:
    member = world.member()
    old, new = address_of(member), address_of(member)

    assert old != new
    assert fetch(old).status == 404
    assert fetch(new).status == 200
    assert _directory_item(world, old) is None


def test_a_new_address_leaves_those_of_other_members_alone(world: World) -> None:
    url = address_of(world.member())
    address_of(world.member())

    assert fetch(url).status == 200


def test_the_table_holds_no_address(world: World) -> None:
    member = world.member()
    url = address_of(member)
    token = file_of(url).removesuffix(".ics")

    stored = [
        world.table.find(world.keys.calendar(UserId(member.id))),
        _directory_item(world, url),
    ]
    assert all(stored)
    assert token not in str(stored)


def test_an_address_may_be_ended_twice(world: World) -> None:
    member = world.member()
    url = address_of(member)
    addresses = CalendarAddresses(world.table, Owner(world.tenant, UserId(member.id)))
    addresses.end()
    addresses.end()

    assert fetch(url).status == 404


def test_a_brand_without_coaching_has_no_calendars(cloud: None) -> None:
    member = World.with_client(enabled_features=()).member()
    reply = member.call(create_calendar_address)
    assert (reply.status, reply.code) == (403, "FEATURE_DISABLED")


def _directory_item(world: World, url: str) -> object:
    token = file_of(url).removesuffix(".ics")
    return world.table.find(Directory.calendar(fingerprint("calendar", token)))
