"""PUT /v1/admin/clients/{id}/live-classes/{liveId}."""

from operators import change_live_class, list_live_classes
from tests.api.operators.brands import add_category, add_live_class, trail
from tests.world import World


def test_what_is_left_out_stays_and_null_clears(world: World) -> None:
    made = add_live_class(world, capacity=20, categoryId=add_category(world))
    body = {"capacity": None, "categoryId": None, "startsAt": "2100-05-01T09:00:00Z"}

    after = world.operate(change_live_class, liveId=made["id"], body=body).data["liveClass"]

    changed = body | {"startsAt": "2100-05-01T09:00:00Z", "updatedAt": after["updatedAt"]}
    assert after == made | changed
    assert world.operate(list_live_classes).data["items"] == [after]
    entry = trail(world)[0]
    assert (entry["action"], entry["before"]) == ("live_class.change", made)
    assert entry["after"] == after


def test_a_new_start_must_lie_ahead(world: World) -> None:
    made = add_live_class(world)
    body = {"startsAt": "2020-01-01T09:00:00Z"}

    reply = world.operate(change_live_class, liveId=made["id"], body=body)

    assert (reply.status, reply.paths) == (400, ["body.startsAt"])
    assert world.operate(list_live_classes).data["items"] == [made]


def test_another_brand_s_things_are_unknown(world: World, other_world: World) -> None:
    made, theirs = add_live_class(world), add_live_class(other_world)
    body = {"trainerId": theirs["trainerId"]}

    stolen = world.operate(change_live_class, liveId=made["id"], body=body)
    foreign = world.operate(change_live_class, liveId=theirs["id"], body={"name": "Mine"})

    assert (stolen.status, stolen.paths) == (400, ["body.trainerId"])
    assert foreign.code == "NOT_FOUND"
    assert other_world.operate(list_live_classes).data["items"] == [theirs]


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    made = add_live_class(world)
    body = {"name": None, "duration": 601, "spotsLeft": 1}

    reply = world.operate(change_live_class, liveId=made["id"], body=body)

    assert set(reply.paths) == {"body.name", "body.duration", "body.spotsLeft"}


def test_a_wrong_key_changes_nothing(world: World) -> None:
    made = add_live_class(world)

    reply = world.operate(
        change_live_class, liveId=made["id"], headers={"X-Admin-Key": "x"}, body={"name": "X"}
    )

    assert reply.status == 401
    assert world.operate(list_live_classes).data["items"] == [made]
