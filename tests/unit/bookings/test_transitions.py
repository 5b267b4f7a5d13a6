"""The life of a booking, walked at random against the table of docs/bookings.md."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from local.place import ROOT
from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.bookings.transitions import RULES, Action, Cancellation, require_possible
from stvos.errors import InvalidState

START = datetime(2027, 3, 1, 10, tzinfo=UTC)


def booking(**fields: Any) -> Booking:
    usual: dict[str, Any] = {
        "id": 1,
        "client_id": 1,
        "trainer_id": 2,
        "user_id": 3,
        "service_id": 4,
        "service_name": "Session",
        "status": BookingStatus.CONFIRMED,
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "timezone": "UTC",
        "local_date": date(2027, 3, 1),
        "duration": 60,
        "price": Decimal(50),
        "currency": "GBP",
        "cancellation_hours": 24,
        "created_at": START - timedelta(days=9),
        "updated_at": START - timedelta(days=9),
    }
    return Booking.model_validate(usual | fields)


# What may be done, as a person would list it: by whom, from which states, on which side of the
# start.
REFERENCE = {
    ("confirm", "trainer"): ({"pending"}, "before"),
    ("decline", "trainer"): ({"pending"}, "any"),
    ("lapse", "system"): ({"pending"}, "any"),
    ("cancel", "member"): ({"pending", "confirmed"}, "before"),
    ("cancel", "trainer"): ({"pending", "confirmed"}, "before"),
    ("reschedule", "member"): ({"pending", "confirmed"}, "before"),
    ("reschedule", "trainer"): ({"pending", "confirmed"}, "before"),
    ("complete", "trainer"): ({"confirmed", "no_show"}, "after"),
    ("complete", "system"): ({"confirmed", "no_show"}, "after"),
    ("no_show", "trainer"): ({"confirmed", "completed"}, "after"),
    ("no_show", "system"): ({"confirmed", "completed"}, "after"),
}
LEADS_TO = {
    "confirm": "confirmed",
    "decline": "cancelled",
    "lapse": "cancelled",
    "cancel": "cancelled",
    "complete": "completed",
    "no_show": "no_show",
}


class Life(RuleBasedStateMachine):
    """Any action by anybody at any time, one after another."""

    @initialize(by_hand=st.booleans())
    def book(self, by_hand: bool) -> None:
        status = BookingStatus.PENDING if by_hand else BookingStatus.CONFIRMED
        self.booking = booking(status=status)
        self.reference = status.value
        self.was_cancelled = False

    @rule(
        action=st.sampled_from(Action),
        party=st.sampled_from(Party),
        minutes=st.sampled_from((-60, -1, 0, 1, 90)),
    )
    def act(self, action: Action, party: Party, minutes: int) -> None:
        now = START + timedelta(minutes=minutes)
        states, when = REFERENCE.get((action.value, party.value), (set(), "any"))
        in_time = when == "any" or (when == "before") == (minutes < 0)
        expected = self.reference in states and in_time
        if not expected:
            with pytest.raises(InvalidState) as refused:
                require_possible(self.booking, action, party, now)
            assert refused.value.extra["status"] == self.reference
            return
        found = require_possible(self.booking, action, party, now)
        after = found.after or self.booking.status
        self.booking = self.booking.model_copy(update={"status": after})
        self.reference = LEADS_TO.get(action.value, self.reference)
        self.was_cancelled |= self.reference == "cancelled"

    @invariant()
    def state_is_the_reference_s(self) -> None:
        if hasattr(self, "booking"):
            assert self.booking.status.value == self.reference
            # What was cancelled stays so, and only that holds no time.
            assert self.booking.status.holds_time != self.was_cancelled


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=200, stateful_step_count=12, deadline=None)


def test_the_documented_table_is_the_code_s() -> None:
    rows = re.findall(
        r"^\| ([a-z][a-z-]*) \| ([^|]+) \| [^|]+ \| ([^|]+) \|",
        (ROOT / "docs" / "bookings.md").read_text("utf-8"),
        re.MULTILINE,
    )
    shown = {
        name.replace("-", "_"): (set(re.findall(r"`(\w+)`", before)), set(by.split(", ")))
        for name, before, by in rows
        if name not in {"book", "action"}
    }
    coded = {
        action.value: ({s.value for s in r.before}, {p.value for p in r.parties})
        for action, r in RULES.items()
    }
    assert {name: (b, {p.strip() for p in by}) for name, (b, by) in shown.items()} == coded


@pytest.mark.parametrize(
    ("party", "status", "hours_before", "late", "percent"),
    [
        (Party.MEMBER, "confirmed", 25, False, 100),
        (Party.MEMBER, "confirmed", 24, False, 100),
        (Party.MEMBER, "confirmed", 23, True, 0),
        (Party.MEMBER, "pending", 1, False, 100),
        (Party.TRAINER, "confirmed", 1, False, 100),
        (Party.MEMBER, "cancelled", 25, False, 0),
    ],
)
def test_terms_of_cancellation(
    party: Party, status: str, hours_before: int, late: bool, percent: int
) -> None:
    now = START - timedelta(hours=hours_before)
    terms = Cancellation.of(booking(status=status), party, now)
    assert (terms.late, terms.refund_percent) == (late, percent)
