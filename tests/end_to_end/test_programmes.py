"""A programme on the laptop stack, from the trainer's invitation to the day it completes by itself.

The schedule of due work runs each minute there as it does on AWS.
"""

from datetime import timedelta
from typing import Any

from stvos.clock import epoch_ms, utc_now
from stvos.dynamodb.keys import ClientId, Directory, Keys, UserId
from stvos.dynamodb.table import update
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.partner import table_of

PASSWORD = "correct horse battery"
WEEK = {"week": 1, "days": [{"day": 1, "title": "Legs", "kind": "workout"}]}
PROGRAMME = {"name": "One strong week", "price": 19.5, "currency": "EUR", "weeks": [WEEK]}


def test_a_programme_is_followed_paused_resumed_and_completes_by_itself(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    trainer, trainer_id = registered_trainer(operator, brand, app, f"trainer-{address}")
    programme = trainer.post("/trainer/programmes", PROGRAMME).data["programme"]["id"]
    registration = {"email": address, "password": PASSWORD, "name": "Mia Member"}
    account = app.post("/auth/register", registration).data
    member = app.signed_in(account["accessToken"])
    [offered] = member.get(f"/trainers/{trainer_id}/programmes").data["programmes"]
    assert (offered["id"], offered["weeks"]) == (programme, 1)

    subscription = member.post(f"/programmes/{programme}/subscribe").data["subscription"]
    mine = f"/my-bookings/programmes/{subscription['id']}"
    assert member.post(f"/programmes/{programme}/subscribe").status == 409
    assert member.post(f"{mine}/pause").data["subscription"]["status"] == "paused"
    assert member.post(f"{mine}/pause").code == "INVALID_STATE"
    resumed = member.post(f"{mine}/resume").data["subscription"]
    assert (resumed["status"], resumed["dayIndex"]) == ("active", 1)

    begin_earlier(stack, brand, account["user"]["id"], subscription["id"])
    [shown] = member.get("/my-bookings/programmes").data["programmes"]
    assert (shown["status"], shown["dayIndex"]) == ("completed", 7)
    key = Keys(ClientId(brand.client_id)).subscription(
        UserId(account["user"]["id"]), subscription["id"]
    )
    stored = until(
        lambda: (item := table_of(stack).find(key)) and item["status"] == "completed" and item,
        seconds=100,
    )
    assert stored["ended_on"] == shown["endsOn"]
    subscribers = f"/trainer/programmes/{programme}/subscribers"
    [row] = trainer.get(subscribers).data["subscribers"]
    assert (row["name"], row["status"], row["dayIndex"]) == ("Mia Member", "completed", 7)


def registered_trainer(operator: Api, brand: Brand, app: Api, email: str) -> tuple[Api, int]:
    """A trainer who accepted their invitation, and the trainer's id."""
    trainers = f"/admin/clients/{brand.client_id}/trainers"
    made = operator.post(trainers, {"name": "Petra Programme"}).data["trainer"]["id"]
    code = operator.post(f"{trainers}/{made}/invite").data["inviteCode"]
    body = {"inviteCode": code, "email": email, "password": PASSWORD}
    signed_in = app.post("/trainer-auth/register", body).data
    return app.signed_in(signed_in["accessToken"]), made


def begin_earlier(stack: LaptopStack, brand: Brand, user: int, subscription: int) -> None:
    """As if the subscription had begun two weeks ago and nothing had been done since."""
    key = Keys(ClientId(brand.client_id)).subscription(UserId(user), subscription)
    now = utc_now()
    sets: dict[str, Any] = {"start_date": f"{(now - timedelta(days=14)).date()}"}
    due = Directory.due(epoch_ms(now - timedelta(days=7)), subscription)
    table_of(stack).write(update(key, sets=sets, index=due))
