"""A partner's month on the laptop stack: schedule, queue, worker, stream, mail, portal."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from stvos.dynamodb.keys import ClientId
from stvos.usage.counters import PartnerCounters
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.partner import (
    LAST_MONTH,
    add_partner,
    mailed,
    make_old,
    rows_of,
    sign_in,
    table_of,
)
from tests.end_to_end.trip import mails_to

TERMS = {
    "model": "per_active_member",
    "unitPrice": 4.5,
    "currency": "EUR",
    "includedMembers": 10,
    "timezone": "Etc/GMT-14",  # Where the last month has been over for longest.
}


def test_the_schedule_bills_who_is_due_and_mails_the_report(
    stack: LaptopStack, operator: Api, brand: Brand
) -> None:
    books = f"books-{uuid4().hex[:8]}@example.com"
    partner = billed(operator, brand, books)
    old(stack, partner, active=47)

    fire_schedule(stack, "bill-due-partners")

    [mail] = until(lambda: list(mails_to(stack, books)), seconds=60)
    assert f"{LAST_MONTH.first_day:%B %Y}" in mail["Subject"]
    assert "166.50 EUR" in mail.get_body(("plain",)).get_content()
    assert sum(Decimal(row["amount"]) for row in rows_of(mail)) == Decimal("166.50")
    portal = sign_in(stack, partner)
    report = until(lambda: mailed(portal))
    assert (report["subtotal"], len(report["digest"])) == (166.5, 64)
    objects = stack.aws("s3").list_objects_v2(Bucket=stack.bucket, Prefix="billing/")["Contents"]
    folder = f"billing/{brand.client_id}/{partner['id']}"
    names = {found["Key"] for found in objects if found["Key"].startswith(folder)}
    assert names == {f"{folder}/{LAST_MONTH}.csv", f"{folder}/{LAST_MONTH}.json"}

    again = {"month": str(LAST_MONTH), "partnerId": partner["id"]}
    [told] = operator.post("/admin/billing/run", again).data["partners"]
    assert (told["status"], told["reason"], told["ledger"]["state"]) == ("skipped", "final", "sent")
    assert len(list(mails_to(stack, books))) == 1


def test_the_operator_runs_a_month_by_hand_twice(
    stack: LaptopStack, operator: Api, brand: Brand
) -> None:
    books = f"books-{uuid4().hex[:8]}@example.com"
    partner = billed(operator, brand, books)
    old(stack, partner, active=12)
    asked = {"month": str(LAST_MONTH), "partnerId": partner["id"]}

    dry = operator.post("/admin/billing/run", asked | {"dryRun": True}).data
    runs = [operator.post("/admin/billing/run", asked) for _ in range(2)]

    assert (dry["partners"][0]["status"], dry["report"]["subtotal"]) == ("due", 9.0)
    assert [run.status for run in runs] == [202, 202]
    portal = sign_in(stack, partner)
    assert until(lambda: mailed(portal))["subtotal"] == 9.0
    assert len(list(mails_to(stack, books))) == 1
    trail = operator.get(f"/admin/clients/{brand.client_id}/audit").data["items"]
    assert [entry["action"] for entry in trail[:2]] == ["billing.run", "billing.run"]


def billed(operator: Api, brand: Brand, books: str) -> dict[str, Any]:
    return add_partner(operator, brand, TERMS | {"reportEmails": [books]})


def old(stack: LaptopStack, partner: dict[str, Any], active: int) -> None:
    """As old as last month, with so many members active in it."""
    make_old(stack, partner)
    counters = PartnerCounters(table_of(stack), ClientId(partner["client_id"]), partner["id"])
    counted = {"joined": active, "active": active}
    counters_of_month = counters.count_month(LAST_MONTH, 0, counted)
    table_of(stack).write(counters_of_month)


def fire_schedule(stack: LaptopStack, name: str) -> None:
    """Have the scheduler call, in a moment, what the deployed schedule calls every hour."""
    scheduler = stack.aws("scheduler")
    [found] = [s for s in scheduler.list_schedules()["Schedules"] if name in s["Name"]]
    schedule = scheduler.get_schedule(Name=found["Name"], GroupName=found["GroupName"])
    assert schedule["ScheduleExpression"] == "rate(1 hour)"
    moment = datetime.now(UTC) + timedelta(seconds=2)
    scheduler.create_schedule(
        Name=f"now-{uuid4().hex[:8]}",
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        Target=schedule["Target"],
        FlexibleTimeWindow={"Mode": "OFF"},
    )
