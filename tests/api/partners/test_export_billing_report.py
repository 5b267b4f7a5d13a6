"""GET /v1/partner/billing/{month}/export."""

import csv
import io
from decimal import Decimal

from partners import export_billing_report
from stvos.clock import standing
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    JANUARY,
    at,
    count,
    files_of,
    final,
    make,
    old_partner,
)
from tests.api.partners.world import StaffMember
from tests.world import Reply, World


def exported(owner: StaffMember, month: str) -> Reply:
    with standing(at("2026-02-10T12:00")):
        return owner.call(export_billing_report, month=month)


def test_a_final_report_is_exported_as_it_was_stored_and_mailed(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)
    make(owner, JANUARY, DUE)

    reply = exported(owner, "2026-01")

    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="billing-2026-01.csv"'
    assert reply.headers["X-Row-Count"] == "2"
    assert reply.text.encode() == files_of(owner)["2026-01.csv"]


def test_the_rows_sum_to_the_report(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=15)
    make(owner, JANUARY, DUE)

    rows = list(csv.DictReader(io.StringIO(exported(owner, "2026-01").text, newline="")))

    assert [row["amount"] for row in rows] == ["0.00", "22.50", "77.50"]
    assert sum(Decimal(row["amount"]) for row in rows) == final(owner, JANUARY).subtotal
    assert {row["currency"] for row in rows} == {"EUR"}


def test_a_draft_says_so_in_its_name(world: World) -> None:
    owner = old_partner(world)
    make(owner, JANUARY, DUE)
    count(owner, FEBRUARY, active=47)

    reply = exported(owner, "2026-02")

    assert 'filename="billing-2026-02-draft.csv"' in reply.headers["Content-Disposition"]
    assert "166.50" in reply.text


def test_a_wrong_month_is_refused_as_for_the_report(world: World) -> None:
    owner = old_partner(world)

    assert exported(owner, "2026-13").paths == ["path.month"]
    assert exported(owner, "2026-03").paths == ["path.month"]
    assert exported(owner, "2025-12").code == "NOT_FOUND"
