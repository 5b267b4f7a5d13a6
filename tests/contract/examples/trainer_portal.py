"""Requests of trainers to their portal that succeed."""

from typing import Any

from stvos.dynamodb.table import update
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at, booked, written
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import in_days
from tests.contract.examples.programmes import subscribe
from tests.contract.scene import Ask, Scene
from tests.video import livekit
from trainer_portal import add_exception as take_off
from trainer_portal import create_group_class as create_class
from trainers import join_group_class


def add_exception(scene: Scene) -> Ask:
    return Ask(body={"from": f"{in_days(3)}", "to": f"{in_days(4)}", "kind": "off"})


def remove_exception(scene: Scene) -> Ask:
    made = scene.trainer.call(take_off, body=add_exception(scene).body).data["exception"]
    return Ask(path={"id": made["id"]})


def change_service(scene: Scene) -> Ask:
    return Ask(path={"id": scene.trainer.service()}, body={"price": 60, "duration": 45})


def remove_service(scene: Scene) -> Ask:
    return Ask(path={"id": scene.trainer.service()})


def _booking(scene: Scene, **rules: Any) -> int:
    scene.trainer.offer(**rules)
    return booked(scene.member, scene.trainer, scene.trainer.service(), next(scene.times))


def get_trainer_booking(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)})


def confirm_booking(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene, autoConfirm=False)}, body={})


def decline_booking(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene, autoConfirm=False)}, body={"reason": "On holiday."})


def cancel_booking(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)}, body={"reason": "On holiday."})


def reschedule_booking(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)}, body={"startsAt": written(next(scene.times))})


def complete_booking(scene: Scene) -> Ask:
    booking_id = _booking(scene)
    key = scene.world.keys.booking(booking_id)
    begun = {"starts_at": at(-1, 10).isoformat(), "ends_at": at(-1, 11).isoformat()}
    scene.world.table.write(update(key, sets=begun))
    return Ask(path={"id": booking_id}, body={})


mark_no_show = complete_booking


def get_trainer_client(scene: Scene) -> Ask:
    _booking(scene)
    return Ask(path={"userId": scene.member.id})


def change_client_notes(scene: Scene) -> Ask:
    return Ask(path=get_trainer_client(scene).path, body={"notes": "Left knee: no jumps."})


def create_group_class(scene: Scene) -> Ask:
    return Ask(
        body={
            "name": "Morning Flow",
            "startsAt": written(next(scene.times)),
            "duration": 60,
            "capacity": 10,
            "price": 12.5,
            "currency": "GBP",
            "recurrence": {"freq": "weekly", "count": 3},
        }
    )


def get_group_class(scene: Scene) -> Ask:
    return Ask(path={"id": created(scene.trainer, next(scene.times))})


cancel_group_class = get_group_class


def change_group_class(scene: Scene) -> Ask:
    [class_id, *_] = _series(scene)
    body = {"name": "Evening Flow", "capacity": 12, "scope": "following"}
    return Ask(path={"id": class_id}, body=body)


def _series(scene: Scene) -> list[int]:
    body = create_group_class(scene).body
    made = scene.trainer.call(create_class, body=body).data["classes"]
    return [each["id"] for each in made]


def list_participants(scene: Scene) -> Ask:
    ask = get_group_class(scene)
    assert scene.member.call(join_group_class, body={}, **ask.path).status == 200
    return ask


def record_attendance(scene: Scene) -> Ask:
    ask = list_participants(scene)
    begun = {"starts_at": at(-1, 10).isoformat(), "ends_at": at(-1, 11).isoformat()}
    key = scene.world.keys.group_class(int(ask.path["id"]))
    scene.world.table.write(update(key, sets=begun))
    members = [scene.member.id]
    return Ask(path=ask.path, body={"attended": members}, ids={"body.absent": members})


def launch_group_class(scene: Scene) -> Ask:
    livekit()
    return Ask(path=get_group_class(scene).path, body={})


def launch_booking(scene: Scene) -> Ask:
    livekit()
    return Ask(path={"id": _booking(scene)}, body={})


def create_programme(scene: Scene) -> Ask:
    return Ask(body=PROGRAMME)


def get_programme(scene: Scene) -> Ask:
    return Ask(path=subscribe(scene).path)


def change_programme(scene: Scene) -> Ask:
    return Ask(path=subscribe(scene).path, body={"name": "Stronger", "price": 39})


def delete_programme(scene: Scene) -> Ask:
    return Ask(path=subscribe(scene).path)


def list_subscribers(scene: Scene) -> Ask:
    return Ask(path=subscribe(scene).path)
