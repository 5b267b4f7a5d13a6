"""What counts of a member who left: what was done before it, whenever it is delivered."""

from datetime import timedelta

from stvos.dynamodb.keys import UserId
from stvos.months import Month
from stvos.usage.counters import Use
from stvos.usage.memberships import Memberships
from tests.unit.usage.test_counting import EVENING
from tests.usage_samples import Company
from tests.world import World


def test_who_left_is_counted_as_left_once_and_does_no_more(world: World) -> None:
    company = Company(world)
    account = company.account(EVENING)
    eva = company.told_of(account)
    left_at = EVENING + timedelta(hours=1)
    company.tell(company.joined(eva), *company.watched(eva, EVENING, [(300, 300)]))
    world.table.transact(*Memberships(world.table, world.tenant).end(account, left_at))

    after = left_at + timedelta(seconds=1)
    company.tell(*company.watched(eva, after, [(300, 300)]), company.logged(eva, after))

    month = company.counters.months(Month(2026, 1), Month(2026, 1))[Month(2026, 1)]
    assert month == Use(active=1, joined=1, left=1, watched_ms=300_000, plays=1)
    assert company.counters.members() == 0
    assert company.counters.latest(EVENING.date(), EVENING.date()) == 0
    assert Memberships(world.table, world.tenant).end(account, left_at) == ()


def test_what_was_done_before_a_removal_counts_when_it_is_delivered_after_it(world: World) -> None:
    company = Company(world)
    account = company.account(EVENING)
    eva = company.told_of(account)
    left_at = EVENING + timedelta(hours=1)
    before = company.watched(eva, EVENING, [(300, 300), (300, 300)], completes=True)
    logged = company.logged(eva, left_at)
    world.table.transact(*Memberships(world.table, world.tenant).end(account, left_at))

    company.tell(*before, logged, *before)

    month = company.counters.months(Month(2026, 1), Month(2026, 1))[Month(2026, 1)]
    assert month == Use(
        active=1, joined=1, left=1, watched_ms=600_000, plays=1, completions=1, logs=1
    )
    assert company.counters.members() == 0
    assert company.counters.latest(EVENING.date(), EVENING.date()) == 0
    assert not [
        item
        for item in world.table.all(world.keys.everything_of(UserId(eva.id)))
        if item["type"] == "member_place"
    ]


def test_of_a_viewing_that_goes_on_after_a_removal_what_was_announced_before_it_counts(
    world: World,
) -> None:
    company = Company(world)
    account = company.account(EVENING)
    eva = company.told_of(account)
    session = company.watched(eva, EVENING, [(300, 300), (300, 300), (300, 300)])
    left_at = EVENING + timedelta(seconds=650)
    world.table.transact(*Memberships(world.table, world.tenant).end(account, left_at))

    company.tell(*session[::-1])

    day = company.counters.days(EVENING.date(), EVENING.date())[EVENING.date()]
    assert (day.watched_ms, day.plays, day.active) == (600_000, 1, 1)


def test_a_joining_that_is_delivered_after_the_leaving_and_the_erasure_is_counted(
    world: World,
) -> None:
    company = Company(world)
    company.crowd(2, EVENING)
    account = company.account(EVENING)
    joined = company.joined(company.told_of(account))
    memberships = Memberships(world.table, world.tenant)
    world.table.transact(*memberships.end(account, EVENING + timedelta(days=2)))

    company.tell(joined)

    _erase(world, account.id)
    company.tell(joined)
    january, february = Month(2026, 1), Month(2026, 2)
    months = company.counters.months(january, february)
    assert (months[january].joined, months[february].left) == (3, 1)
    assert company.counters.members() == 2


def test_of_an_erased_member_late_news_leaves_nothing(world: World) -> None:
    company = Company(world)
    eva = company.member(EVENING)
    late = company.watched(eva, EVENING, [(300, 300)])
    _erase(world, eva.id)

    company.tell(*late)

    assert not list(world.table.all(world.keys.everything_of(UserId(eva.id))))


def _erase(world: World, user: int) -> None:
    for item in list(world.table.all(world.keys.everything_of(UserId(user)))):
        key = {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
        world.table._dynamodb.delete_item(TableName=world.table.name, Key=key)
