"""GET /v1/partner/analytics/export"""

import csv
import hashlib
import io

from partners import export_analytics
from tests.api.partners.usage import Portal
from tests.world import World


def test_the_series_is_a_table_of_its_own(world: World) -> None:
    portal = Portal.of(world)
    portal.company.watches(portal.member(), portal.at(1), 20, completes=True)
    first, last = portal.at(1).date().isoformat(), portal.at().date().isoformat()

    reply = portal.owner.call(export_analytics, query={"from": first, "to": last})

    assert list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff")))) == [
        ["date", "active_members", "new_members", "watch_minutes", "classes_watched"],
        [first, "1", "0", "20", "1"],
        [last, "0", "0", "0", "0"],
    ]
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["X-Row-Count"] == "2"
    assert reply.headers["X-Content-SHA256"] == hashlib.sha256(reply.text.encode()).hexdigest()


def test_what_is_withheld_is_empty(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    for member in portal.company.crowd(9, portal.at(90)):
        portal.company.watches(member, portal.last_month(), 20)
    day = portal.last_month().date().isoformat()

    reply = portal.owner.call(export_analytics, query={"from": day, "to": day})

    assert reply.text.splitlines()[1].endswith(",,,,")


def test_a_period_that_ends_before_it_begins_is_refused(world: World) -> None:
    query = {"from": "2026-02-02", "to": "2026-02-01"}

    assert Portal.of(world).owner.call(export_analytics, query=query).paths == ["query.to"]
