"""The worker that makes reports final: once, in order, whatever comes twice."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from operators import change_partner, delete_partner
from stvos.billing.files import ReportFiles
from stvos.billing.models import Report
from stvos.billing.reports import ReportDrafts
from stvos.clock import epoch
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    FEBRUARY_DUE,
    JANUARY,
    MARCH,
    MARCH_DUE,
    at,
    clock_of,
    count,
    due_of,
    files_of,
    final,
    ledger_of,
    make,
    old_partner,
    report_mails,
    report_of,
)
from tests.api.partners.world import BILLING
from tests.world import World


def test_a_month_s_report_is_frozen_with_all_it_is_made_of(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, joined=120, active=47, watched_ms=90 * 60_000, plays=5, completions=4)

    assert make(owner, JANUARY, DUE) == []

    report = final(owner, JANUARY)
    assert report.subtotal == Decimal("166.50")
    assert report.finalised_at == DUE
    assert report.emailed_at is None
    assert (report.inputs.counted.members, report.inputs.counted.active) == (120, 47)
    assert report.inputs.usage.watched_minutes == 90
    assert ledger_of(owner, JANUARY) == ("queued", None)
    assert clock_of(owner).next == FEBRUARY
    assert due_of(owner) == epoch(FEBRUARY_DUE)


def test_the_files_hold_the_frozen_report(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)

    make(owner, JANUARY, DUE)

    files = files_of(owner)
    assert sorted(files) == ["2026-01.csv", "2026-01.json"]
    rows = csv.DictReader(io.StringIO(files["2026-01.csv"].decode(), newline=""))
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("166.50")
    content = json.loads(files["2026-01.json"])
    assert content["report"]["digest"] == final(owner, JANUARY).digest
    assert content["report"]["subtotal"] == 166.5
    assert "emailedAt" not in content["report"]


def test_the_mail_is_handed_on_with_the_report(world: World) -> None:
    owner = old_partner(world, reportEmails=["ann@example.com", "bob@example.com"])

    make(owner, JANUARY, DUE)

    [mail] = report_mails(owner)
    assert mail["content"]["to"] == ["ann@example.com", "bob@example.com"]
    assert mail["content"]["csv"].encode() == files_of(owner)["2026-01.csv"]


def test_nobody_to_mail_to_is_said_in_the_ledger(world: World) -> None:
    owner = old_partner(world, reportEmails=[])

    make(owner, JANUARY, DUE)

    assert report_mails(owner) == []
    assert ledger_of(owner, JANUARY) == ("skipped", "no_addresses")
    assert final(owner, JANUARY).subtotal == 100


def test_a_message_that_comes_again_changes_nothing(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)
    make(owner, JANUARY, DUE)
    first, files = final(owner, JANUARY), files_of(owner)
    count(owner, JANUARY, active=5)

    for when in (DUE, at("2026-02-01T23:00")):
        assert make(owner, JANUARY, when) == []

    assert final(owner, JANUARY) == first
    assert files_of(owner) == files
    assert len(report_mails(owner)) == 1
    assert clock_of(owner).next == FEBRUARY


def test_a_month_that_is_not_over_there_is_not_made(world: World) -> None:
    owner = old_partner(world, timezone="America/Los_Angeles")

    assert make(owner, JANUARY, at("2026-02-01T07:59")) == []
    assert report_of(owner, JANUARY) is None
    assert ledger_of(owner, JANUARY) is None

    assert make(owner, JANUARY, at("2026-02-01T08:00")) == []
    assert final(owner, JANUARY).finalised_at == at("2026-02-01T08:00")


def test_what_an_outage_left_behind_is_made_in_order(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, joined=20, active=12)
    count(owner, FEBRUARY, joined=5, left=1, active=14)
    count(owner, MARCH, active=20)

    assert make(owner, JANUARY, MARCH_DUE) == []

    reports = [final(owner, month) for month in (JANUARY, FEBRUARY, MARCH)]
    assert [report.inputs.counted.members for report in reports] == [20, 24, 24]
    assert [len(report.inputs.earlier) for report in reports] == [0, 1, 2]
    months = [mail["content"]["month"] for mail in report_mails(owner)]
    assert months == ["2026-01", "2026-02", "2026-03"]
    assert len(files_of(owner)) == 6
    assert due_of(owner) == epoch(at("2026-05-01T04:00"))


def test_a_later_month_that_is_asked_for_first_brings_the_earlier_ones(world: World) -> None:
    owner = old_partner(world)

    assert make(owner, FEBRUARY, FEBRUARY_DUE) == []
    assert make(owner, JANUARY, FEBRUARY_DUE) == []

    assert final(owner, FEBRUARY).inputs.earlier[0].settled.month == JANUARY
    assert [mail["content"]["month"] for mail in report_mails(owner)] == ["2026-01", "2026-02"]


def test_late_activity_is_billed_in_the_next_month_and_not_again(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, joined=60, active=47)
    count(owner, FEBRUARY, active=40)
    make(owner, JANUARY, DUE)
    frozen = final(owner, JANUARY)
    count(owner, JANUARY, active=2)

    make(owner, FEBRUARY, FEBRUARY_DUE)
    make(owner, MARCH, MARCH_DUE)

    assert final(owner, JANUARY) == frozen
    late = final(owner, FEBRUARY).lines[-1]
    assert late.description == "Late activity in 2026-01: 2 further active members"
    assert late.amount == Decimal("9.00")
    assert final(owner, FEBRUARY).subtotal == Decimal("144.00")
    assert not [ln for ln in final(owner, MARCH).lines if ln.description.startswith("Late")]


def test_late_activity_is_billed_by_the_terms_of_its_own_month(world: World) -> None:
    owner = old_partner(world)
    count(owner, JANUARY, active=47)
    make(owner, JANUARY, DUE)
    dearer = BILLING | {"unitPrice": 9, "minimum": 0}
    body = {"billing": dearer, "billingFrom": "2026-02"}
    world.operate(change_partner, partnerId=owner.partner_id, body=body)
    count(owner, JANUARY, active=1)
    count(owner, FEBRUARY, active=11)

    make(owner, FEBRUARY, FEBRUARY_DUE)

    assert [line.amount for line in final(owner, FEBRUARY).lines] == [0, 9, Decimal("4.50")]


def test_terms_that_change_while_a_report_is_made_are_the_ones_it_is_made_by(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = old_partner(world)
    drafted = ReportDrafts.next
    moved = BILLING | {"timezone": "Europe/London", "unitPrice": 5, "minimum": 0}

    def draft_and_change(self: ReportDrafts, *given: Any, **more: Any) -> Report:
        report = drafted(self, *given, **more)
        monkeypatch.setattr(ReportDrafts, "next", drafted)
        body = {"billing": moved, "billingFrom": "2026-01"}
        world.operate(change_partner, partnerId=owner.partner_id, body=body)
        return report

    monkeypatch.setattr(ReportDrafts, "next", draft_and_change)
    assert make(owner, JANUARY, at("2026-02-01T06:00")) == []

    assert final(owner, JANUARY).inputs.terms.unit_price == 5
    assert due_of(owner) == epoch(at("2026-03-01T06:00"))


def test_a_partner_that_is_gone_is_not_billed(world: World) -> None:
    owner = old_partner(world)
    world.operate(delete_partner, partnerId=owner.partner_id)

    assert make(owner, JANUARY, DUE) == []

    assert report_of(owner, JANUARY) is None
    assert files_of(owner) == {}


def test_a_worker_that_cannot_store_the_files_gives_the_message_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = old_partner(world)
    with monkeypatch.context() as broken:
        broken.setattr(ReportFiles, "store", lambda *_: 1 / 0)
        assert len(make(owner, JANUARY, DUE)) == 1

    assert make(owner, JANUARY, DUE) == []

    assert len(files_of(owner)) == 2
    assert len(report_mails(owner)) == 1


def test_the_ledger_says_when_a_report_could_not_be_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = old_partner(world)
    with monkeypatch.context() as broken:
        broken.setattr(ReportDrafts, "next", lambda *_, **__: 1 / 0)
        assert len(make(owner, JANUARY, DUE, delivery=4)) == 1
        assert ledger_of(owner, JANUARY) is None
        assert len(make(owner, JANUARY, DUE, delivery=5)) == 1
    assert ledger_of(owner, JANUARY) == ("failed", "not_made")

    assert make(owner, JANUARY, DUE) == []

    assert ledger_of(owner, JANUARY) == ("queued", None)


def test_a_report_that_is_made_is_not_said_to_have_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = old_partner(world)
    monkeypatch.setattr(ReportFiles, "store", lambda *_: 1 / 0)

    assert len(make(owner, JANUARY, DUE, delivery=5)) == 1

    assert ledger_of(owner, JANUARY) == ("queued", None)


def test_another_brand_s_partner_of_the_same_time_is_untouched(
    world: World, other_world: World
) -> None:
    owner, other = old_partner(world), old_partner(other_world)
    count(other, JANUARY, active=99)

    make(owner, JANUARY, DUE)

    assert report_of(other, JANUARY) is None
    assert clock_of(other).next == JANUARY
    assert final(owner, JANUARY).inputs.counted.active == 0
