"""A partner over HTTP: made by the operator, as old as last month, its owner signed in."""

import csv
import io
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from stvos.billing import clock as clocks
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table, put
from stvos.months import Month
from stvos.partners.models import Partner
from tests.end_to_end.api import Api
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.trip import PASSWORD, code_for

LAST_MONTH = Month.of(datetime.now(UTC).date()).before


def add_partner(
    operator: Api, brand: Brand, terms: dict[str, Any], name: str = "Acme Works"
) -> dict[str, Any]:
    owner = {"email": f"owner-{uuid4().hex[:8]}@example.com", "name": "Olga Owner"}
    body = {
        "name": name,
        "billing": terms,
        "owner": owner,
    }
    made = operator.post(f"/admin/clients/{brand.client_id}/partners", body)
    partner: dict[str, Any] = made.data["partner"]
    return partner | {"owner": owner["email"], "client_id": brand.client_id}


def make_old(stack: LaptopStack, partner: dict[str, Any]) -> None:
    """Let the partner be as old as last month."""
    table = table_of(stack)
    tenant = ClientId(partner["client_id"])
    key = Keys(tenant).partner(partner["id"])
    item = table.find(key, consistent=True)
    assert item is not None
    made = datetime.combine(LAST_MONTH.first_day, datetime.min.time(), UTC) + timedelta(days=4)
    older = Partner.of_item(item).model_copy(update={"created_at": made})
    start = clocks.started(older)
    table.write(put(key, item | older.to_item()))
    table.write(put(start.key, start.item))


def table_of(stack: LaptopStack) -> Table:
    return Table(stack.table, stack.aws("dynamodb"))


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
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
