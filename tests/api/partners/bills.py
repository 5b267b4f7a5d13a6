"""A partner that was made some months ago, what its members did, and the worker that bills it."""

import json
from datetime import UTC, datetime
from typing import Any

import boto3

from jobs import make_report
from stvos.billing import clock as clocks
from stvos.billing.models import BillingClock, Report
from stvos.billing.repository import BillingDirectory, BillingRepository
from stvos.clock import standing
from stvos.dynamodb.keys import Directory
from stvos.dynamodb.table import put
from stvos.months import Month
from stvos.partners.models import Partner
from stvos.partners.repository import PartnerRepository
from stvos.settings import settings
from stvos.usage.counters import PartnerCounters
from tests.api.partners.world import BILLING, StaffMember, new_partner
from tests.world import World

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)


def at(text: str) -> datetime:
    """An instant given in UTC, such as `2026-02-01T05:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# 06:00 on the 1st in Berlin, and what is before it.
DUE = at("2026-02-01T05:00")
FEBRUARY_DUE, MARCH_DUE = at("2026-03-01T05:00"), at("2026-04-01T04:00")


def old_partner(world: World, since: str = "2026-01-10T12:00", **terms: Any) -> StaffMember:
    """The owner of a partner that was made then, in Berlin unless said otherwise."""
    more = {name: terms.pop(name) for name in ("name", "memberVisibility") if name in terms}
    owner = new_partner(world, billing=BILLING | terms, **more)
    partner = partner_of(owner).model_copy(update={"created_at": at(since)})
    item = partner.to_item() | {"type": "partner"}
    world.table.write(put(world.keys.partner(partner.id), item))
    start = clocks.started(partner)
    world.table.write(put(start.key, start.item))
    return owner


def partner_of(owner: StaffMember) -> Partner:
    return PartnerRepository(owner.world.table, owner.world.tenant).require(owner.partner_id)


def clock_of(owner: StaffMember) -> BillingClock:
    clock = BillingDirectory(owner.world.table).find_clock(owner.partner_id)
    assert clock is not None
    return clock


def due_of(owner: StaffMember) -> int:
    """The epoch second at which the partner's next report is due, as the index has it."""
    item = owner.world.table.find(Directory.billing(owner.partner_id), consistent=True)
    assert item is not None
    return int(item["gsi1sk"].partition("#")[0])


def count(owner: StaffMember, month: Month, **changes: int) -> None:
    """What a month's counters grow by: `joined=3, active=2, watched_ms=60_000`."""
    counters = PartnerCounters(owner.world.table, owner.world.tenant, owner.partner_id)
    owner.world.table.write(counters.count_month(month, 1, changes))


def event_for(owner: StaffMember, month: Month, delivery: int = 1) -> dict[str, Any]:
    """The message of the billing queue that asks for a month."""
    content = {"partner_id": owner.partner_id, "month": str(month)}
    return {
        "Records": [
            {
                "messageId": f"sqs-{owner.partner_id}-{month}",
                "body": json.dumps({"clientId": owner.world.client.id, "content": content}),
                "attributes": {"ApproximateReceiveCount": str(delivery)},
            }
        ]
    }


def make(owner: StaffMember, month: Month, when: datetime, delivery: int = 1) -> list[str]:
    """Let the worker do it at that time; answers the messages it gave back."""
    with standing(when):
        answer = make_report.handler(event_for(owner, month, delivery), None)
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]


def repository_of(owner: StaffMember) -> BillingRepository:
    return BillingRepository(owner.world.table, owner.world.tenant, owner.partner_id)


def report_of(owner: StaffMember, month: Month) -> Report | None:
    return repository_of(owner).find_report(month)


def final(owner: StaffMember, month: Month) -> Report:
    report = report_of(owner, month)
    assert report is not None
    return report


def ledger_of(owner: StaffMember, month: Month) -> tuple[str, str | None] | None:
    """State and reason of a month in the ledger."""
    [row] = BillingDirectory(owner.world.table).ledger([clock_of(owner)], month)
    return (row.state.value, row.reason) if row else None


def files_of(owner: StaffMember) -> dict[str, bytes]:
    """The partner's report files, by the ends of their names."""
    s3, bucket = boto3.client("s3"), settings().bucket
    prefix = f"billing/{owner.world.client.id}/{owner.partner_id}/"
    found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return {
        item["Key"].removeprefix(prefix): s3.get_object(Bucket=bucket, Key=item["Key"])[
            "Body"
        ].read()
        for item in found
    }


def report_mails(owner: StaffMember) -> list[dict[str, Any]]:
    """The mail queue's messages with this partner's reports, oldest first."""
    return [
        {
            "clientId": item["client_id"],
            "messageId": item["message_id"],
            "createdAt": item["created_at"],
            "content": item["content"],
        }
        for item in owner.world.outbox()
        if item["content"].get("partner_id") == owner.partner_id
    ]
