"""A partner that has ended: nobody joins, its last report is made, and what there is stays."""

import pytest

from accounts import validate_voucher
from operators import change_partner, get_partner, run_billing
from partners import (
    create_product,
    create_vouchers,
    get_billing_report,
    get_dashboard,
    list_billing_reports,
    list_members,
    list_vouchers,
    staff_me,
)
from stvos.billing.repository import BillingDirectory
from stvos.clock import real_now, standing
from stvos.months import Month
from tests.api.partners.bills import at, clock_of, final, make, old_partner, report_of
from tests.api.partners.world import (
    PRODUCT,
    StaffMember,
    codes_of,
    employee_of,
    new_partner,
    sign_up,
)
from tests.world import World

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)


def end(owner: StaffMember) -> None:
    body = {"ended": True}
    assert owner.world.operate(change_partner, partnerId=owner.partner_id, body=body).status == 200


def test_ending_a_partner_is_told_and_may_be_repeated(world: World) -> None:
    owner = new_partner(world)
    owner.call(create_vouchers, body={"quantity": 1})

    end(owner)
    first = world.operate(get_partner, partnerId=owner.partner_id).data["partner"]["endedAt"]
    end(owner)

    assert first is not None
    again = world.operate(get_partner, partnerId=owner.partner_id).data["partner"]["endedAt"]
    assert again == first


@pytest.mark.parametrize("value", [False, None, "true"])
def test_an_end_is_not_taken_back(world: World, value: object) -> None:
    owner = new_partner(world)

    reply = world.operate(change_partner, partnerId=owner.partner_id, body={"ended": value})

    assert (reply.status, reply.paths) == (400, ["body.ended"])


def test_nobody_joins_an_ended_partner(world: World) -> None:
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]
    end(owner)

    assert sign_up(world, code).code == "INVALID_VOUCHER"
    assert world.call(validate_voucher, body={"code": code}).status != 200
    assert owner.call(create_vouchers, body={"quantity": 1}).code == "CONFLICT"
    assert owner.call(create_product, body=PRODUCT).code == "CONFLICT"


def test_what_an_ended_partner_has_can_be_read(world: World) -> None:
    owner = new_partner(world)
    employee_of(owner, name="Eva Example")
    end(owner)

    for endpoint in (staff_me, get_dashboard, list_members, list_vouchers, list_billing_reports):
        assert owner.call(endpoint).status == 200


def test_the_month_of_the_end_is_the_last_that_is_billed(world: World) -> None:
    owner = old_partner(world, "2026-01-10T12:00")
    make(owner, JANUARY, at("2026-02-01T06:00"))
    with standing(at("2026-02-20T12:00")):
        end(owner)

    make(owner, MARCH, at("2026-04-02T12:00"))

    assert final(owner, FEBRUARY).month == FEBRUARY
    assert report_of(owner, MARCH) is None
    assert clock_of(owner).next == MARCH
    directory = BillingDirectory(world.table)
    assert owner.partner_id not in {clock.partner_id for clock in directory.due_by(real_now())}
    with standing(at("2026-04-02T12:00")):
        months = [row["month"] for row in owner.call(list_billing_reports).data["reports"]]
        assert months == ["2026-02", "2026-01"]
        assert owner.call(get_billing_report, month="2026-03").status == 400
        run = world.operate(
            run_billing,
            body={"month": "2026-03", "partnerId": owner.partner_id, "dryRun": True},
        ).data
    assert [(one["status"], one["reason"]) for one in run["partners"]] == [("skipped", "ended")]
