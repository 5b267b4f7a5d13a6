"""What a member's programmes hold for a day: a part of the daily plan."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.programmes.days import DAYS_A_WEEK, week_of_day
from stvos.programmes.models import Programme, ProgrammeDay, Subscription
from stvos.programmes.repository import ProgrammeRepository
from stvos.programmes.service import MemberProgrammes
from stvos.programmes.transitions import day_on

if TYPE_CHECKING:
    from stvos.accounts.models import Account


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of a programme that a member follows. `content`: None for a day of rest that the
    trainer wrote nothing for.

    A workout that is logged with the subscription's id as `planId`, this `week` and `day` is the
    day's.
    """

    subscription: Subscription
    programme: Programme
    day_index: int
    week: int
    day: int
    content: ProgrammeDay | None


def programme_days(
    table: Table, account: "Account", day: date, now: Clock = utc_now
) -> list[PlannedDay]:
    """What the programmes that the member follows today hold for a date of their zone: one entry
    for each programme of which that date is an active day. Three batches of reads.
    """
    member = MemberProgrammes(table, account, now)
    numbered = [
        (one, number)
        for one in member.live()
        if (number := day_on(one.subscription, one.programme.days, day)) is not None
    ]
    wanted = [(one.programme.id, week_of_day(number)) for one, number in numbered]
    weeks = ProgrammeRepository(table, ClientId(account.client_id)).week_of_each(wanted)
    planned = []
    for (one, number), place in zip(numbered, wanted, strict=True):
        day_of_week = (number - 1) % DAYS_A_WEEK + 1
        days = weeks[place].days if place in weeks else ()
        content = next((written for written in days if written.day == day_of_week), None)
        planned.append(
            PlannedDay(one.subscription, one.programme, number, place[1], day_of_week, content)
        )
    return planned
