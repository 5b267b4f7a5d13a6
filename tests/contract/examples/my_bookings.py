"""Requests of members to their bookings that succeed."""

from datetime import timedelta

from my_bookings import pause_subscription as pause
from programmes import subscribe as follow
from stvos.clock import utc_now
from stvos.dynamodb.table import update
from tests.api.my_bookings.calendars import address_of, file_of
from tests.api.trainers.bookings import booked, written
from tests.contract.examples.programmes import subscribe
from tests.contract.examples.trainers import leave_group_class
from tests.contract.scene import Ask, Scene
from tests.video import livekit
from trainer_portal import launch_booking, launch_group_class


def _booking(scene: Scene) -> int:
    service = scene.trainer.service()
    return booked(scene.member, scene.trainer, service, next(scene.times))


def get_booked_session(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)})


preview_cancellation = get_booked_session


def cancel_booked_session(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)}, body={"reason": "I am ill."})


def reschedule_booked_session(scene: Scene) -> Ask:
    return Ask(path={"id": _booking(scene)}, body={"startsAt": written(next(scene.times))})


def list_booked_sessions(scene: Scene) -> Ask:
    _booking(scene)
    return Ask(query={"when": "upcoming", "status": "confirmed"})


def summarise_bookings(scene: Scene) -> Ask:
    _booking(scene)
    return Ask()


def join_booked_session(scene: Scene) -> Ask:
    livekit()
    booking_id = _booking(scene)
    now = utc_now()
    begun = {"starts_at": (now - timedelta(minutes=5)).isoformat()}
    begun |= {"ends_at": (now + timedelta(minutes=55)).isoformat()}
    scene.world.table.write(update(scene.world.keys.booking(booking_id), sets=begun))
    assert scene.trainer.call(launch_booking, id=booking_id).status == 200
    return Ask(path={"id": booking_id}, body={})


def join_class_room(scene: Scene) -> Ask:
    livekit()
    path = leave_group_class(scene).path
    now = utc_now()
    begun = {"starts_at": (now - timedelta(minutes=5)).isoformat()}
    begun |= {"ends_at": (now + timedelta(minutes=55)).isoformat()}
    key = scene.world.keys.group_class(int(path["id"]))
    scene.world.table.write(update(key, sets=begun))
    assert scene.trainer.call(launch_group_class, body={}, **path).status == 200
    return Ask(path=path, body={})


def _subscription(scene: Scene) -> Ask:
    ask = subscribe(scene)
    made = scene.member.call(follow, body={}, **ask.path)
    return Ask(path={"id": made.data["subscription"]["id"]}, body={})


def pause_subscription(scene: Scene) -> Ask:
    return _subscription(scene)


def resume_subscription(scene: Scene) -> Ask:
    ask = _subscription(scene)
    scene.member.call(pause, body={}, **ask.path)
    return ask


def cancel_subscription(scene: Scene) -> Ask:
    return _subscription(scene)


def read_calendar(scene: Scene) -> Ask:
    return Ask(path={"token": file_of(address_of(scene.member))})


def list_class_seats(scene: Scene) -> Ask:
    assert leave_group_class(scene)
    return Ask(query={"when": "upcoming", "status": "confirmed"})


def cancel_class_seat(scene: Scene) -> Ask:
    return Ask(path=leave_group_class(scene).path, body={"reason": "I am ill."})
