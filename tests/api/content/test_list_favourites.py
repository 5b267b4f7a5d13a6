"""GET /v1/users/me/favourites."""

from datetime import timedelta

from content import add_favourite, list_favourites
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.world import Member, World


def ids(member: Member, **query: str) -> list[int]:
    return [item["id"] for item in member.call(list_favourites, query=query).data["items"]]


def test_the_last_marked_comes_first_page_by_page(stock: Stock) -> None:
    member, marked = stock.world.member(), [stock.fitness_class().id for _ in range(3)]
    for class_id in marked:
        member.call(add_favourite, classId=class_id)

    assert ids(member) == marked[::-1]
    assert ids(member, limit="2", page="2") == [marked[0]]


def test_a_favourite_that_is_withdrawn_disappears_and_comes_back(stock: Stock) -> None:
    member, added = stock.world.member(), stock.fitness_class()
    member.call(add_favourite, classId=added.id)
    withdrawn = added.model_copy(update={"published_at": utc_now() + timedelta(days=1)})
    stock.content.replace_class(added, withdrawn)
    stock.changed(("class", added.id))

    assert ids(member) == []

    stock.content.replace_class(withdrawn, added)
    stock.changed(("class", added.id))
    assert ids(member) == [added.id]


def test_favourites_are_the_member_s_own(stock: Stock) -> None:
    stock.world.member().call(add_favourite, classId=stock.fitness_class().id)

    assert ids(stock.world.member()) == []


def test_a_call_without_a_token_is_refused(world: World) -> None:
    assert world.call(list_favourites).status == 401


def test_a_query_it_does_not_know_is_refused(world: World) -> None:
    reply = world.member().call(list_favourites, query={"sort": "name"})

    assert (reply.status, reply.paths) == (400, ["query.sort"])
