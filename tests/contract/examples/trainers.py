"""Requests of members to trainers that succeed."""

from tests.api.trainers.bookings import written
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import in_days
from tests.contract.scene import Ask, Scene
from trainers import join_group_class as join
from trainers import list_services as services_of


def _trainer(scene: Scene) -> Ask:
    return Ask(path={"id": scene.trainer.trainer_id})


get_trainer = list_services = _trainer


def list_trainer_classes(scene: Scene) -> Ask:
    created(scene.trainer, next(scene.times))
    return _trainer(scene)


def list_open_slots(scene: Scene) -> Ask:
    ask = _trainer(scene)
    service = scene.member.call(services_of, **ask.path).data["services"][0]["id"]
    query = {"serviceId": str(service), "from": f"{in_days(1)}", "to": f"{in_days(2)}"}
    return Ask(path=ask.path, query=query)


def book_session(scene: Scene) -> Ask:
    ask = list_open_slots(scene)
    assert ask.query is not None
    body = {"serviceId": int(ask.query["serviceId"]), "startsAt": written(next(scene.times))}
    return Ask(path=ask.path, body=body)


def list_trainers(scene: Scene) -> Ask:
    assert scene.trainer
    return Ask(query={"specialisation": "yoga"})


def join_group_class(scene: Scene) -> Ask:
    return Ask(path={"id": created(scene.trainer, next(scene.times))}, body={})


def leave_group_class(scene: Scene) -> Ask:
    ask = join_group_class(scene)
    assert scene.member.call(join, **ask.path, body={}).status == 200
    return ask
