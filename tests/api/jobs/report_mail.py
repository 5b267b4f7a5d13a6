"""A partner with a final report, and its message for the mail worker."""

from typing import Any

import pytest

from jobs import send_mail
from tests.api.jobs.post import event_of
from tests.api.partners.bills import DUE, JANUARY, count, make, old_partner, report_mails
from tests.api.partners.world import StaffMember
from tests.world import World


@pytest.fixture
def owner(world: World) -> StaffMember:
    """The owner of a partner whose January is final and 166.50 EUR."""
    owner = old_partner(world, reportEmails=["ann@example.com", "bob@example.com"])
    count(owner, JANUARY, joined=120, active=47)
    make(owner, JANUARY, DUE)
    return owner


def send(owner: StaffMember, delivery: int = 1) -> Any:
    """Give the mail worker the report's message."""
    [message] = report_mails(owner)
    event = event_of(message)
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(delivery)
    return send_mail.handler(event, None)
