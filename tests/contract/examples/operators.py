"""Requests of the operator's routes that succeed, each below a brand of its own."""

from datetime import timedelta
from typing import Any

from operators import create_live_class as announce
from stvos.clients.models import KeyKind
from stvos.clock import utc_now
from stvos.ids import new_id
from tests.api.operators.brands import a_class, add_category, add_class, add_trainer
from tests.contract.example_events import body_of
from tests.contract.scene import Ask, Scene
from tests.video import livekit


def _below(scene: Scene, body: Any = None, **more: int) -> Ask:
    return Ask(path={"id": scene.world.client.id} | more, body=body)


def create_client(scene: Scene) -> Ask:
    return Ask(body={"name": "Harbour Fitness", "slug": f"harbour-{new_id()}"})


def get_client(scene: Scene) -> Ask:
    return _below(scene)


def change_client(scene: Scene) -> Ask:
    return _below(scene, body_of("operators", "change_client"))


def delete_client(scene: Scene) -> Ask:
    return _below(scene)


def list_api_keys(scene: Scene) -> Ask:
    return _below(scene)


def create_api_key(scene: Scene) -> Ask:
    return _below(scene, body_of("operators", "create_api_key"))


def delete_api_key(scene: Scene) -> Ask:
    from operators import create_api_key as make

    body = {"kind": KeyKind.CLIENT.value, "label": "old", "plan": "trial"}
    made = scene.world.operate(make, body=body).data["apiKey"]
    return _below(scene, keyId=made["id"])


def list_categories(scene: Scene) -> Ask:
    return _below(scene)


def create_category(scene: Scene) -> Ask:
    return _below(scene, body_of("operators", "create_category"))


def change_category(scene: Scene) -> Ask:
    return _below(scene, {"position": 1}, categoryId=add_category(scene.world))


def delete_category(scene: Scene) -> Ask:
    return _below(scene, categoryId=add_category(scene.world))


def list_trainers(scene: Scene) -> Ask:
    return _below(scene)


def create_trainer(scene: Scene) -> Ask:
    return _below(scene, body_of("operators", "create_trainer"))


def change_trainer(scene: Scene) -> Ask:
    return _below(scene, {"active": False}, trainerId=add_trainer(scene.world))


def delete_trainer(scene: Scene) -> Ask:
    return _below(scene, trainerId=add_trainer(scene.world))


def list_classes(scene: Scene) -> Ask:
    return _below(scene)


def create_class(scene: Scene) -> Ask:
    return _below(scene, a_class(scene.world))


def get_class(scene: Scene) -> Ask:
    return _below(scene, classId=add_class(scene.world)["id"])


def change_class(scene: Scene) -> Ask:
    made = add_class(scene.world)
    filed = {"categoryId": add_category(scene.world), "trainerId": add_trainer(scene.world)}
    return _below(scene, {"featured": True} | filed, classId=made["id"])


def delete_class(scene: Scene) -> Ask:
    return _below(scene, classId=add_class(scene.world)["id"])


def import_classes(scene: Scene) -> Ask:
    import json

    return _below(scene, json.dumps(a_class(scene.world)) + "\n")


def create_upload(scene: Scene) -> Ask:
    return _below(scene, body_of("operators", "create_upload"))


def list_audit(scene: Scene) -> Ask:
    return _below(scene)


def _live_class(scene: Scene) -> dict[str, Any]:
    starts = utc_now() + timedelta(days=7)
    return {
        "name": "Sunday Stretch",
        "trainerId": add_trainer(scene.world),
        "categoryId": add_category(scene.world),
        "startsAt": starts.isoformat().replace("+00:00", "Z"),
        "duration": 45,
    }


def list_live_classes(scene: Scene) -> Ask:
    return _below(scene)


def create_live_class(scene: Scene) -> Ask:
    return _below(scene, _live_class(scene))


def change_live_class(scene: Scene) -> Ask:
    body = _live_class(scene)
    made = scene.world.operate(announce, body=body).data["liveClass"]
    filed = {"categoryId": body["categoryId"], "trainerId": body["trainerId"]}
    return _below(scene, {"capacity": 300} | filed, liveId=made["id"])


def delete_live_class(scene: Scene) -> Ask:
    made = scene.world.operate(announce, body=_live_class(scene)).data["liveClass"]
    return _below(scene, liveId=made["id"])


def launch_live_class(scene: Scene) -> Ask:
    livekit()
    made = scene.world.operate(announce, body=_live_class(scene)).data["liveClass"]
    return _below(scene, liveId=made["id"])


def list_partners(scene: Scene) -> Ask:
    return _below(scene)


def create_partner(scene: Scene) -> Ask:
    from tests.api.partners.world import BILLING

    owner = {"email": f"owner-{new_id()}@example.com", "name": "Olga Owner"}
    return _below(scene, {"name": "Acme Works", "billing": BILLING, "owner": owner})


def get_partner(scene: Scene) -> Ask:
    return _below(scene, partnerId=scene.staff.partner_id)


def change_partner(scene: Scene) -> Ask:
    return _below(scene, {"name": "Acme Mills"}, partnerId=scene.staff.partner_id)


def delete_partner(scene: Scene) -> Ask:
    return _below(scene, partnerId=scene.staff.partner_id)


def run_billing(scene: Scene) -> Ask:
    """Of one partner: a run over all would meet those of every other test."""
    return Ask(body={"month": "2025-01", "partnerId": scene.staff.partner_id, "dryRun": False})


def invite_trainer(scene: Scene) -> Ask:
    body = {"email": "tara@example.com"}
    return _below(scene, body, trainerId=add_trainer(scene.world))
