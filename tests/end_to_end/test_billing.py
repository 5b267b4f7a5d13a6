"""A partner's month on the laptop stack: schedule, queue, worker, stream, mail, portal."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from stvos.billing import clock as clocks
from stvos.keys import ClientId, Keys
from stvos.partners.models import Partner
from stvos.table import Table, put
from stvos.usage.counters import PartnerCounters
from stvos.usage.months import Month
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.trip import PASSWORD, code_for, mails_to

LAST_MONTH = Month.of(datetime.now(UTC).date()).before
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
    partner = add_partner(operator, brand, books)
    make_old(stack, partner, active=47)

    fire_schedule(stack, "BillDuePartners")

    [mail] = until(lambda: list(mails_to(stack, books)), seconds=60)
    assert f"{LAST_MONTH.first:%B %Y}" in mail["Subject"]
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
    partner = add_partner(operator, brand, books)
    make_old(stack, partner, active=12)
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


def add_partner(operator: Api, brand: Brand, books: str) -> dict[str, Any]:
    owner = {"email": f"owner-{uuid4().hex[:8]}@example.com", "name": "Olga Owner"}
    body = {
        "name": "Acme Works",
        "billing": TERMS | {"reportEmails": [books]},
        "owner": owner,
    }
    made = operator.post(f"/admin/clients/{brand.client_id}/partners", body)
    partner: dict[str, Any] = made.data["partner"]
    return partner | {"owner": owner["email"], "client_id": brand.client_id}


def make_old(stack: LaptopStack, partner: dict[str, Any], active: int) -> None:
    """Let the partner be as old as last month, with so many members active in it."""
    table = Table(stack.table, stack.aws("dynamodb"))
    tenant = ClientId(partner["client_id"])
    key = Keys(tenant).partner(partner["id"])
    item = table.get(key, consistent=True)
    assert item is not None
    made = datetime.combine(LAST_MONTH.first, datetime.min.time(), UTC) + timedelta(days=4)
    older = Partner.of_item(item).model_copy(update={"created_at": made})
    start = clocks.started(older)
    table.write(put(key, older.to_item() | {"type": "partner"}))
    table.write(put(start.key, start.item))
    counters = PartnerCounters(table, tenant, older.id)
    table.write(counters.count_month(LAST_MONTH, 0, {"joined": active, "active": active}))


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


def sign_in(stack: LaptopStack, partner: dict[str, Any]) -> Api:
    anyone = Api(stack.base_url)
    code = code_for(stack, partner["owner"], "partner portal")
    reset = {"email": partner["owner"], "code": code, "newPassword": PASSWORD}
    assert anyone.post("/partner-auth/reset-password", reset).status == 200
    login = anyone.post("/partner-auth/login", {"email": partner["owner"], "password": PASSWORD})
    return anyone.signed_in(login.data["accessToken"])


def mailed(portal: Api) -> dict[str, Any] | None:
    """Last month's report, once its mail is sent."""
    report: dict[str, Any] = portal.get(f"/partner/billing/{LAST_MONTH}").data["report"]
    return report if report["emailedAt"] else None


def rows_of(mail: EmailMessage) -> list[dict[str, str]]:
    [attachment] = mail.iter_attachments()
    content = attachment.get_payload(decode=True)
    assert isinstance(content, bytes)
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
