"""The partner's journey, from its invitation to its bill, in three zones around a month's end."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import put
from stvos.ids import id_at
from stvos.partners.attribution import Attribution
from stvos.viewing.models import Session
from tests.end_to_end.api import Answer, Api, until
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
from tests.end_to_end.trip import mails_to, sign_up

# Midnight of the month's end in UTC, and hours from it at which something happens.
MONTHS_END = datetime.combine(LAST_MONTH.after.first_day, datetime.min.time(), UTC)
AFTERNOON, MORNING, NIGHT = -5, -20, 3
# Who was active before the month ended where the partner is.
ACTIVE = {"Pacific/Auckland": 1, "Europe/London": 2, "America/Los_Angeles": 3}
PRICE = Decimal("4.50")


@dataclass(frozen=True)
class Employee:
    """Somebody who joined with a code."""

    id: int
    address: str
    code: str
    app: Api


@pytest.mark.parametrize("zone", ACTIVE)
def test_a_partner_from_its_invitation_to_its_bill(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, zone: str
) -> None:
    books = f"books-{uuid4().hex[:8]}@example.com"
    terms = {
        "model": "per_active_member",
        "unitPrice": float(PRICE),
        "currency": "EUR",
        "timezone": zone,
        "reportEmails": [books],
    }
    partner = add_partner(operator, brand, terms)
    make_old(stack, partner)
    portal = sign_in(stack, partner)

    codes = five_hundred_codes(portal)
    eva, tom, kim = (employee(app, partner, code) for code in codes[:3])
    watched(stack, brand, partner, zone, eva, MONTHS_END + timedelta(hours=AFTERNOON))
    watched(stack, brand, partner, zone, kim, MONTHS_END + timedelta(hours=MORNING))
    logged(stack, brand, partner, zone, tom, MONTHS_END + timedelta(hours=NIGHT))
    for person in (eva, tom, kim):
        assert person.app.post("/progress/water", {"amountMl": 250}).status == 201

    the_portal_shows_it(portal, eva)
    the_exports_agree(portal, (eva, tom, kim))
    the_month_is_billed_once(stack, operator, portal, partner, books, ACTIVE[zone])
    codes_are_revoked_unless_redeemed(portal, eva)
    a_viewer_makes_no_codes(stack, portal)
    another_partner_sees_nothing(stack, operator, brand, terms, (eva, tom, kim))


def five_hundred_codes(portal: Api) -> list[str]:
    expires = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    wish = {"quantity": 500, "prefix": "ACME", "expiresAt": expires}
    made = portal.post("/partner/vouchers", wish)
    assert made.status == 201
    codes = [voucher["code"] for voucher in made.data["vouchers"]]
    assert len(set(codes)) == 500
    exported = rows(portal.get("/partner/vouchers/export"))
    assert {row["code"] for row in exported} == set(codes)
    return codes


def employee(app: Api, partner: dict[str, Any], code: str) -> Employee:
    anyone = Api(app.base_url)
    opened = anyone.get(f"/app/join/{code.lower()}").data
    assert opened["partner"]["id"] == partner["id"]
    valid = app.post("/auth/voucher/validate", {"code": code.replace("-", "")}).data
    assert (valid["valid"], valid["voucher"]["code"]) == (True, code)
    address = f"{uuid4().hex[:12]}@example.com"
    member, data = sign_up(app, address, voucherCode=code, name=f"Employee {address[:4]}")
    assert member.get("/auth/me").data["partner"]["id"] == partner["id"]
    assert anyone.get(f"/app/join/{code}").code == "INVALID_VOUCHER"
    return Employee(data["user"]["id"], address, code, member)


def watched(
    stack: LaptopStack,
    brand: Brand,
    partner: dict[str, Any],
    zone: str,
    person: Employee,
    at: datetime,
) -> None:
    """A session of ten minutes at a moment that is over, as the table holds one: the clock of a
    deployed stack cannot be turned back. The real stream tells it.
    """
    label = Attribution(id=partner["id"], zone=zone)
    session = Session(
        id=id_at(at) + person.id % 8192, class_id=7, class_name="Morning Flow",
        duration_seconds=600, zone="UTC", partner=label, started_at=at,
        last_seen_at=at + timedelta(minutes=10), watched_ms=600_000,
        days={at.date().isoformat(): 600_000},
        partner_days={at.astimezone(ZoneInfo(zone)).date().isoformat(): 600_000},
    )  # fmt: skip
    key = Keys(ClientId(brand.client_id)).session(UserId(person.id), session.id)
    about = {"type": "session", "user_id": person.id}
    table_of(stack).write(put(key, session.to_item() | about))


def logged(
    stack: LaptopStack,
    brand: Brand,
    partner: dict[str, Any],
    zone: str,
    person: Employee,
    at: datetime,
) -> None:
    """A log made at a moment that is over."""
    number = id_at(at)
    key = Keys(ClientId(brand.client_id)).log(UserId(person.id), "water", at.date(), number)
    item = {
        "type": "log",
        "kind": "water",
        "id": number,
        "user_id": person.id,
        "date": at.date().isoformat(),
        "created_at": at.isoformat(),
        "amount_ml": 250,
        "partner": {"id": partner["id"], "zone": zone},
    }
    table_of(stack).write(put(key, item))


def the_portal_shows_it(portal: Api, eva: Employee) -> None:
    def all_told() -> bool:
        shown = portal.get("/partner/dashboard").data
        counts = shown["totalMembers"], shown["activeMembers"], shown["totalWatchTimeMinutes"]
        return bool(counts == (3, 3, 20))

    until(all_told, seconds=30)
    listed = portal.get("/partner/members", sort="watchTimeMinutes").data
    assert listed["pagination"]["total"] == 3
    assert [row["watchTimeMinutes"] for row in listed["items"]] == [10, 10, 0]
    found = portal.get("/partner/members", search=eva.code.lower()).data["items"]
    assert [row["id"] for row in found] == [eva.id]
    detail = portal.get(f"/partner/members/{eva.id}").data["member"]
    # What was watched before the membership began is counted, and no one's to read.
    assert detail["viewingHistory"] == []
    assert detail["stats"]["watchTimeMinutes"] == 10
    first, last = LAST_MONTH.first_day.isoformat(), LAST_MONTH.after.last_day.isoformat()
    analytics = portal.get("/partner/analytics", from_=first, to=last, groupBy="month").data
    assert sum(row["watchMinutes"] for row in analytics["series"]) == 20
    assert sum(row["newMembers"] for row in analytics["series"]) == 3


def the_exports_agree(portal: Api, people: tuple[Employee, ...]) -> None:
    members = rows(portal.get("/partner/members/export"))
    assert {row["email"] for row in members} == {person.address for person in people}
    vouchers = rows(portal.get("/partner/vouchers/export", status="redeemed"))
    assert {row["code"] for row in vouchers} == {person.code for person in people}
    first, last = LAST_MONTH.first_day.isoformat(), LAST_MONTH.after.last_day.isoformat()
    series = rows(portal.get("/partner/analytics/export", from_=first, to=last))
    assert sum(int(row["watch_minutes"]) for row in series) == 20


def the_month_is_billed_once(
    stack: LaptopStack,
    operator: Api,
    portal: Api,
    partner: dict[str, Any],
    books: str,
    active: int,
) -> None:
    asked = {"month": str(LAST_MONTH), "partnerId": partner["id"]}
    runs = [operator.post("/admin/billing/run", asked) for _ in range(2)]
    assert [run.status for run in runs] == [202, 202]

    report = until(lambda: mailed(portal), seconds=30)
    assert Decimal(str(report["subtotal"])) == PRICE * active
    assert report["members"]["active"] == active
    [mail] = mails_to(stack, books)
    assert sum(Decimal(row["amount"]) for row in rows_of(mail)) == PRICE * active
    exported = rows(portal.get(f"/partner/billing/{LAST_MONTH}/export"))
    assert sum(Decimal(row["amount"]) for row in exported) == PRICE * active
    reports = portal.get("/partner/billing").data["reports"]
    assert [(r["month"], r["status"]) for r in reports] == [
        (str(LAST_MONTH.after), "draft"),
        (str(LAST_MONTH), "final"),
    ]
    assert reports[0]["activeMembers"] == 3


def codes_are_revoked_unless_redeemed(portal: Api, eva: Employee) -> None:
    active = portal.get("/partner/vouchers", status="active", limit=1).data["vouchers"][0]
    redeemed = portal.get("/partner/vouchers", search=eva.code).data["vouchers"][0]
    revoked = portal.delete(f"/partner/vouchers/{active['id']}")
    assert revoked.data["voucher"]["status"] == "revoked"
    refused = portal.delete(f"/partner/vouchers/{redeemed['id']}")
    assert (refused.status, refused.code) == (409, "VOUCHER_REDEEMED")
    stats = portal.get("/partner/vouchers/stats").data
    assert (stats["total"], stats["redeemed"], stats["revoked"]) == (500, 3, 1)


def a_viewer_makes_no_codes(stack: LaptopStack, portal: Api) -> None:
    address = f"viewer-{uuid4().hex[:8]}@example.com"
    body = {"email": address, "name": "Vera Viewer", "role": "viewer"}
    assert portal.post("/partner/staff", body).status == 201
    viewer = sign_in(stack, {"owner": address})
    assert viewer.get("/partner/dashboard").status == 200
    refused = viewer.post("/partner/vouchers", {"quantity": 1})
    assert (refused.status, refused.code) == (403, "FORBIDDEN")


def another_partner_sees_nothing(
    stack: LaptopStack,
    operator: Api,
    brand: Brand,
    terms: dict[str, Any],
    people: tuple[Employee, ...],
) -> None:
    rival = sign_in(stack, add_partner(operator, brand, terms, name="Rival Works"))
    assert rival.get("/partner/dashboard").data["totalMembers"] == 0
    for path in ("/partner/members", "/partner/vouchers", "/partner/members/export"):
        answer = rival.get(path)
        assert answer.status == 200
        assert not any(person.address in answer.text for person in people)
        assert not any(person.code in answer.text for person in people)
    for person in people:
        assert rival.get(f"/partner/members/{person.id}").status == 404
        assert rival.delete(f"/partner/members/{person.id}").status == 404
    assert rival.get(f"/partner/billing/{LAST_MONTH}").status == 404


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.text
    text = answer.text.removeprefix("\ufeff")
    assert text != answer.text, "no byte order mark: a spreadsheet would misread names"
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert answer.headers["X-Row-Count"] == str(len(found))
    return found
