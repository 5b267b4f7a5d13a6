"""A month's billing of a partner with 100,000 active members, on DynamoDB Local."""

import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import batched
from typing import TYPE_CHECKING, Any

from local.bench.page import Section, marked
from local.bench.recording import ENVIRONMENT
from local.dynamodb_local import DynamoDbLocal, running
from local.place import CREDENTIALS, ROOT

if TYPE_CHECKING:
    from stvos.dynamodb.table import Table, Write

MEMBERS = 100_000
MOST_SECONDS, MOST_MEGABYTES, MOST_PERCENT = 60.0, 256.0, 1.0
# A year of months and days, as many as the portal's charts reach back.
MONTHS, DAYS = 12, 366
TENANT, PARTNER = 98_304_112_640_001, 251_112_873_984_512
MADE = datetime(2025, 1, 5, tzinfo=UTC)


def run() -> list[Section]:
    """Fill a table, bill the partner in a fresh interpreter, and tell what that took."""
    with running() as emulator, _objects() as s3:
        name = f"billing-{secrets.token_hex(4)}"
        emulator.create_table(name)
        items = _fill(emulator, name)
        told = _bill(emulator, name, s3)
    percent = 100 * told["items"] / items
    seconds = marked(told["seconds"], MOST_SECONDS)
    megabytes = marked(told["megabytes"], MOST_MEGABYTES, "{:.0f}")
    text = f"""
The twelfth month of a partner with {MEMBERS:,} members, all of them active in it. The table has
{items:,} items: of each member the account and the membership, of the partner a year of months and
days. The members' sessions and logs, a hundred times as many, are left out, so the share is at its
worst. The worker runs in a fresh interpreter; its files go to a stand-in for S3.

- {seconds} s for the report, its files and its mail's message, imports included; target
  {MOST_SECONDS:.0f} s
- {megabytes} MB at most, interpreter and libraries included; target {MOST_MEGABYTES:.0f} MB
- {told["items"]} items read in {told["reads"]} calls, {marked(percent, MOST_PERCENT, "{:.3f}")} %
  of the table; target {MOST_PERCENT:.0f} %

What is read of use are the partner's months since it was made, four items each, and they do not
grow with its members.
"""
    return [Section("A month's billing of 100,000 members", "billing", text)]


def _fill(emulator: DynamoDbLocal, name: str) -> int:
    """Partner, counters and members; answers how many items there are."""
    from stvos.dynamodb.table import Table

    table = Table(name, emulator.client())
    for write in _partner():
        table.write(write)
    counted = list(_counters(table))
    for write in counted:
        table.write(write)
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(table.write_many, batched(_members(), 500)):
            pass
    return len(_partner()) + len(counted) + 2 * MEMBERS


def _partner() -> list["Write"]:
    from stvos.billing import clock
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put
    from stvos.partners.models import Partner

    terms = {
        "model": "per_active_member",
        "unit_price": "4.5",
        "currency": "EUR",
        "included_members": 1000,
        "minimum": "100",
        "timezone": "Europe/Berlin",
        "report_emails": ["billing@example.com"],
    }
    partner = Partner.model_validate(
        {
            "id": PARTNER,
            "client_id": TENANT,
            "name": "Acme Works",
            "billing": terms,
            "created_at": MADE,
            "updated_at": MADE,
        }
    )
    item = partner.to_item() | {"type": "partner"}
    start = clock.started(partner)
    # Every month but the year's last is final.
    current = put(start.key, start.item | {"next": "2025-12"})
    return [put(Keys(ClientId(TENANT)).partner(PARTNER), item), current]


def _counters(table: "Table") -> Iterator["Write"]:
    from stvos.dynamodb.keys import ClientId
    from stvos.months import Month
    from stvos.usage.counters import SHARDS, PartnerCounters

    counters = PartnerCounters(table, ClientId(TENANT), PARTNER)
    share = MEMBERS // SHARDS
    use = {"active": share, "watched_ms": share * 3_600_000, "plays": 9 * share}
    for shard in range(SHARDS):
        for n in range(MONTHS):
            joined = {"joined": share} if n == 0 else {}
            yield counters.count_month(Month(2025, 1).plus(n), shard, use | joined)
        for n in range(DAYS):
            yield counters.count_day(MADE.date() + timedelta(days=n), shard, use)


def _members() -> Iterator["Write"]:
    from stvos.dynamodb.keys import ClientId, Keys, UserId
    from stvos.dynamodb.table import put

    keys = Keys(ClientId(TENANT))
    for n in range(MEMBERS):
        user = UserId(7_000_000_000_000 + n)
        account = {"type": "user", "id": user, "email": f"m{n}@example.com", "name": "Mia Member"}
        yield put(keys.user(user), account, index=keys.user_in_list(user))
        membership = {"type": "membership", "partner_id": PARTNER, "joined_at": MADE.isoformat()}
        place = keys.membership_in_list(PARTNER, user)
        yield put(keys.membership(user), membership, index=place)


def _bill(emulator: DynamoDbLocal, name: str, s3: str) -> dict[str, Any]:
    """Run the worker in an interpreter of its own; answers what it tells of itself."""
    environment = ENVIRONMENT | {
        "STVOS_TABLE": name,
        "AWS_ENDPOINT_URL_DYNAMODB": emulator.endpoint_url,
        "AWS_ENDPOINT_URL_S3": s3,
        "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
        "PYTHONPATH": os.pathsep.join(["layers/core", "functions", "."]),
    }
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "local.bench.billing_child", str(TENANT), str(PARTNER)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return told


@contextmanager
def _objects() -> Iterator[str]:
    """Somewhere to put objects; answers its address."""

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
