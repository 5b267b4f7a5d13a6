"""Queue of spreadsheets."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from jobs import make_spreadsheet
from local import template
from local.place import ROOT
from partners import export_vouchers
from stvos.clock import standing, utc_now
from stvos.exports import worker as spreadsheet_worker
from stvos.exports.jobs import SpreadsheetJobs
from stvos.exports.service import FRESH_FOR, GIVE_UP_AFTER
from stvos.exports.stored_files import SpreadsheetFiles
from stvos.exports.worker import DELIVERIES
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.vouchers import Voucher, VoucherState
from tests.api.members.workers import work_off
from tests.api.partners.files import carry_out, fetched, orders, place_of, rows_of, stored
from tests.api.partners.world import StaffMember, codes_of, new_partner
from tests.world import Reply, World


class Died(BaseException):
    """The process is gone: nothing catches this, and nothing tidies up."""


@pytest.fixture
def owner(world: World, monkeypatch: pytest.MonkeyPatch) -> StaffMember:
    """One who has ordered a list of three vouchers, which is a long one here."""
    monkeypatch.setattr("stvos.exports.service.MAX_INLINE_ROWS", 2)
    owner = new_partner(world)
    codes_of(owner, 3)
    assert export(owner).data == {"status": "running"}
    return owner


def export(owner: StaffMember, **filters: str) -> Reply:
    return owner.call(export_vouchers, query=filters)


def test_an_order_that_comes_twice_is_carried_out_once(world: World, owner: StaffMember) -> None:
    told = orders(world)
    assert work_off(make_spreadsheet, told) == []
    first = export(owner)

    assert work_off(make_spreadsheet, told * 2) == []

    assert stored(world) == [place_of(first)]
    assert place_of(export(owner)) == place_of(first)


def test_a_worker_that_was_killed_is_followed_by_another(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = orders(world)
    for point in ("store", "finish"):
        kind: Any = SpreadsheetFiles if point == "store" else SpreadsheetJobs
        with monkeypatch.context() as killed:
            killed.setattr(kind, point, _dies)
            with pytest.raises(Died):
                make_spreadsheet.handler({"Records": told}, None)
        assert export(owner).data == {"status": "running"}

    assert work_off(make_spreadsheet, told) == []

    assert len(rows_of(fetched(export(owner)))) == 4


def _dies(*_: object, **__: object) -> Any:
    raise Died


def test_of_two_workers_on_one_order_one_leaves_its_file(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = orders(world)
    store = SpreadsheetFiles.store

    def another_is_faster(files: SpreadsheetFiles, *given: Any) -> str:
        with monkeypatch.context() as patched:
            patched.setattr(SpreadsheetFiles, "store", store)
            assert work_off(make_spreadsheet, told) == []
        return store(files, *given)

    with monkeypatch.context() as patched:
        patched.setattr(SpreadsheetFiles, "store", another_is_faster)
        assert work_off(make_spreadsheet, told) == []

    assert stored(world) == [place_of(export(owner))]
    assert len(fetched(export(owner))) > 100


def test_an_order_fails_with_its_last_delivery_and_not_before(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {delivery: orders(world, delivery) for delivery in range(1, DELIVERIES + 1)}

    with monkeypatch.context() as patched:
        patched.setattr(spreadsheet_worker, "write", _breaks)
        for delivery in range(1, DELIVERIES):
            assert work_off(make_spreadsheet, told[delivery]) == ["0"]
            assert export(owner).data == {"status": "running"}
        assert work_off(make_spreadsheet, told[DELIVERIES]) == ["0"]

    assert export(owner).data == {"status": "failed"}
    assert stored(world) == []


def _breaks(*_: object) -> Any:
    raise ConnectionError("the table does not answer")


def test_an_order_that_nobody_waits_for_is_not_carried_out(
    world: World, owner: StaffMember
) -> None:
    told = orders(world)
    with standing(utc_now() + GIVE_UP_AFTER + timedelta(minutes=1)):
        export(owner)
        export(owner)
        anew = [record for record in orders(world) if record["body"] != told[0]["body"]]

        assert work_off(make_spreadsheet, told) == []
        assert stored(world) == []
        assert work_off(make_spreadsheet, anew) == []

    assert len(stored(world)) == 1


def test_an_order_given_up_while_it_was_made_leaves_no_file(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SpreadsheetFiles.store

    def given_up_meanwhile(files: SpreadsheetFiles, *given: Any) -> str:
        with standing(utc_now() + GIVE_UP_AFTER + timedelta(minutes=1)):
            assert export(owner).data == {"status": "failed"}
        return store(files, *given)

    with monkeypatch.context() as patched:
        patched.setattr(SpreadsheetFiles, "store", given_up_meanwhile)
        assert work_off(make_spreadsheet, orders(world)) == []

    assert stored(world) == []


def test_nothing_of_an_order_stays_in_the_outbox(world: World, owner: StaffMember) -> None:
    export(owner, status="active")
    assert len(orders(world)) == 2

    carry_out(world)

    assert orders(world) == []


def test_a_voucher_that_has_just_left_a_state_is_no_row_of_it(
    world: World, owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(owner, status="active")
    resolve = VoucherRepository.resolve

    def one_is_revoked(vouchers: VoucherRepository, items: Iterable[Any]) -> list[Voucher]:
        first, *rest = resolve(vouchers, items)
        return [first.model_copy(update={"status": VoucherState.REVOKED}), *rest]

    monkeypatch.setattr(VoucherRepository, "resolve", one_is_revoked)

    carry_out(world)

    header, *rows = rows_of(fetched(export(owner, status="active")))
    assert [row[header.index("status")] for row in rows] == ["active", "active"]


def test_times_and_numbers_of_the_template_are_the_programs() -> None:
    resources = template.load(ROOT / "template.yaml")["Resources"]
    queue = resources["SpreadsheetQueue"]["Properties"]
    function = resources["MakeSpreadsheetFunction"]["Properties"]
    rules = resources["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    [kept] = [rule for rule in rules if rule.get("Prefix") == "spreadsheets/"]

    assert queue["RedrivePolicy"]["maxReceiveCount"] == DELIVERIES
    assert queue["VisibilityTimeout"] > function["Timeout"]
    assert timedelta(seconds=DELIVERIES * queue["VisibilityTimeout"]) < GIVE_UP_AFTER
    assert timedelta(days=kept["ExpirationInDays"]) > FRESH_FOR
