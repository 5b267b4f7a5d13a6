"""DELETE /v1/users/me/favourites/{classId}."""

from content import add_favourite, list_favourites, remove_favourite
from stvos.dynamodb.keys import UserId
from tests.api.content.stock import Stock
from tests.world import World


def test_a_mark_is_taken_off_once_or_twice(stock: Stock) -> None:
    member, kept, gone = stock.world.member(), stock.fitness_class(), stock.fitness_class()
    for added in (kept, gone):
        member.call(add_favourite, classId=added.id)

    replies = [member.call(remove_favourite, classId=gone.id) for _ in range(2)]

    for reply in replies:
        assert reply.status == 200
        assert [item["id"] for item in reply.data["items"]] == [kept.id]
    assert stock.world.table.find(stock.world.keys.favourite(UserId(member.id), gone.id)) is None


def test_a_mark_on_a_deleted_class_can_be_taken_off(stock: Stock) -> None:
    member, added = stock.world.member(), stock.fitness_class()
    member.call(add_favourite, classId=added.id)
    stock.content.delete_class(added.id)
    stock.changed(("class", added.id))

    assert member.call(remove_favourite, classId=added.id).status == 200
    assert member.call(remove_favourite, classId=added.id).status == 404


def test_an_unknown_class_and_another_brand_s_are_not_found(
    stock: Stock, other_world: World
) -> None:
    member, theirs = stock.world.member(), Stock.of(other_world).fitness_class()

    replies = [member.call(remove_favourite, classId=i) for i in (1, theirs.id)]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}


def test_another_member_s_mark_stays(stock: Stock) -> None:
    mine, theirs, added = stock.world.member(), stock.world.member(), stock.fitness_class()
    theirs.call(add_favourite, classId=added.id)

    mine.call(remove_favourite, classId=added.id)

    assert [i["id"] for i in theirs.call(list_favourites).data["items"]] == [added.id]


def test_a_call_without_a_token_is_refused(world: World) -> None:
    assert world.call(remove_favourite, classId=1).status == 401
