"""The digest: what it depends on, and what it does not."""

import hashlib
import json

import pytest

from stvos.billing.inputs import Counted, Earlier, Inputs, Terms
from stvos.partners.models import BillingTerms
from tests.unit.billing.made_up import JANUARY, billed_month, inputs, terms


def whole() -> Inputs:
    earlier = Earlier(
        settled=billed_month(JANUARY.before, terms(), Counted(active=3)), now=Counted(active=4)
    )
    return inputs(Counted(members=9, active=4), terms(), JANUARY, earlier)


def test_anybody_can_work_the_digest_out_of_the_stored_inputs() -> None:
    stored = whole().to_item()

    text = json.dumps(stored, sort_keys=True, separators=(",", ":"))

    assert whole().digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_is_the_same_for_ever() -> None:
    """A change of it says that reports made before can no longer be proved: see `RULES_EDITION`."""
    assert whole().digest == ("30f8a0d45aa89db6521b4337cbbda7bf7e7862290adcf616083060b3df36eeb1")


@pytest.mark.parametrize(
    "change",
    [
        {"partner_id": 3},
        {"client_id": 3},
        {"month": JANUARY.after},
        {"terms": terms(minimum="1")},
        {"counted": Counted(members=9, active=5)},
        {"usage": whole().usage.model_copy(update={"plays": 57})},
        {"earlier": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_input_is_in_the_digest(change: dict[str, object]) -> None:
    assert whole().model_copy(update=change).digest != whole().digest


def test_stored_inputs_read_back_as_they_were() -> None:
    assert Inputs.of_item(whole().to_item()) == whole()


def test_whom_a_report_is_mailed_to_is_no_input() -> None:
    with_mails = BillingTerms(
        model="flat",
        unit_price="1",
        currency="EUR",
        minimum="0",
        timezone="UTC",
        report_emails=("billing@example.com",),
    )

    assert "billing@example.com" not in Terms.of(with_mails, "UTC").model_dump_json()
