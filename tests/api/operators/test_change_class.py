"""PUT /v1/admin/clients/{id}/classes/{classId}."""

from typing import Any

import pytest

from operators import change_class, delete_trainer, get_class
from tests.api.operators.brands import add_category, add_class, add_trainer, trail
from tests.world import World


def test_what_is_left_out_stays_and_null_clears(world: World) -> None:
    made = add_class(world, thumbnailUrl="https://static.example.com/flow.jpg", tags=["slow"])

    body: dict[str, Any] = {"name": "Evening Flow", "thumbnailUrl": None, "tags": []}
    after = world.operate(change_class, classId=made["id"], body=body).data["class"]

    assert after | {"updatedAt": ""} == made | body | {"updatedAt": ""}
    assert world.operate(get_class, classId=made["id"]).data["class"] == after
    entry = trail(world)[0]
    assert (entry["before"], entry["after"]) == (made, after)


def test_a_class_can_move_and_be_scheduled(world: World) -> None:
    made = add_class(world)
    trainer = add_trainer(world)
    body = {
        "categoryId": add_category(world),
        "trainerId": trainer,
        "publishedAt": "2100-01-01T00:00:00Z",
        "video": {"source": "vimeo", "ref": "76979871"},
    }

    after = world.operate(change_class, classId=made["id"], body=body).data["class"]

    assert {name: after[name] for name in body} == body | {"publishedAt": "2100-01-01T00:00:00Z"}
    assert world.operate(delete_trainer, trainerId=trainer).code == "CONFLICT"
    assert world.operate(delete_trainer, trainerId=made["trainerId"]).status == 200


def test_a_new_video_has_no_length_until_it_is_named(world: World) -> None:
    made = add_class(world, durationSeconds=1190)
    vimeo = {"source": "vimeo", "ref": "76979871"}

    same = world.operate(change_class, classId=made["id"], body={"video": made["video"]})
    other = world.operate(change_class, classId=made["id"], body={"video": vimeo})
    named = world.operate(change_class, classId=made["id"], body={"durationSeconds": 1200})

    lengths = [reply.data["class"]["durationSeconds"] for reply in (same, other, named)]
    assert lengths == [1190, None, 1200]


@pytest.mark.parametrize("seconds", [0, -1, 10**9, 36_001, 250.5, "260", True])
def test_a_length_that_no_video_has_is_refused(world: World, seconds: object) -> None:
    made = add_class(world, durationSeconds=1190)
    body = {"durationSeconds": seconds, "name": "Renamed"}

    reply = world.operate(change_class, classId=made["id"], body=body)

    assert (reply.status, reply.paths) == (400, ["body.durationSeconds"])
    assert world.operate(get_class, classId=made["id"]).data["class"] == made


def test_another_brand_s_things_are_unknown(world: World, other_world: World) -> None:
    made, theirs = add_class(world), add_class(other_world)
    body = {"categoryId": theirs["categoryId"], "name": "Moved"}
    stolen = {"source": "s3", "ref": f"clients/{other_world.client.id}/video/a.mp4"}

    category = world.operate(change_class, classId=made["id"], body=body)
    video = world.operate(change_class, classId=made["id"], body={"video": stolen})
    their_class = world.operate(change_class, classId=theirs["id"], body={"name": "Mine"})

    assert (category.status, category.paths) == (400, ["body.categoryId"])
    assert (video.status, video.paths) == (400, ["body.video.ref"])
    assert their_class.code == "NOT_FOUND"
    assert world.operate(get_class, classId=made["id"]).data["class"] == made
    assert other_world.operate(get_class, classId=theirs["id"]).data["class"] == theirs


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    made = add_class(world)
    body = {"name": None, "duration": 0, "video": {"source": "hls"}, "id": 7}

    reply = world.operate(change_class, classId=made["id"], body=body)

    assert set(reply.paths) == {"body.name", "body.duration", "body.video.ref", "body.id"}


def test_a_wrong_key_changes_nothing(world: World) -> None:
    made = add_class(world)

    reply = world.operate(
        change_class, classId=made["id"], headers={"X-Admin-Key": "x"}, body={"name": "X"}
    )

    assert reply.status == 401
    assert world.operate(get_class, classId=made["id"]).data["class"] == made
