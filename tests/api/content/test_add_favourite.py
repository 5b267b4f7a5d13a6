"""PUT /v1/users/me/favourites/{classId}."""

from datetime import timedelta

from content import add_favourite
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from tests.api.content.stock import Stock
from tests.world import World


def test_marking_twice_marks_once(stock: Stock) -> None:
    member, added = stock.world.member(), stock.fitness_class()
    key = stock.world.keys.favourite(UserId(member.id), added.id)

    first = member.call(add_favourite, classId=added.id)
    stored = stock.world.table.find(key)
    second = member.call(add_favourite, classId=added.id)
    again = stock.world.table.find(key)

    assert [item["id"] for item in first.data["items"]] == [added.id]
    assert second.data == first.data
    assert stored
    assert again
    assert stored["added_at"] == again["added_at"]


def test_what_cannot_be_seen_cannot_be_marked(stock: Stock, other_world: World) -> None:
    member = stock.world.member()
    scheduled = stock.fitness_class(published_at=utc_now() + timedelta(hours=1))
    theirs = Stock.of(other_world).fitness_class()

    replies = [member.call(add_favourite, classId=i) for i in (scheduled.id, theirs.id, 1, "x")]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}
    for class_id in (scheduled.id, theirs.id, 1):
        assert (
            stock.world.table.find(stock.world.keys.favourite(UserId(member.id), class_id)) is None
        )


def test_the_same_idempotency_key_answers_alike(stock: Stock) -> None:
    member, added = stock.world.member(), stock.fitness_class()
    headers = {"Idempotency-Key": "once"}

    first = member.call(add_favourite, classId=added.id, headers=headers)
    second = member.call(add_favourite, classId=added.id, headers=headers)

    assert second.text == first.text
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_call_without_a_token_is_refused(world: World) -> None:
    assert world.call(add_favourite, classId=1).status == 401
