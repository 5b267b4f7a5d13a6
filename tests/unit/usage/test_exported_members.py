"""An export of members holds each of them once, whatever they do while it is made."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stvos.dynamodb.keys import Span
from stvos.dynamodb.table import Slice, Table
from stvos.usage.member_list import MemberList
from stvos.usage.requests import MembersOrder
from tests.api.partners.usage import Portal
from tests.world import World

PEOPLE = 12


@pytest.fixture
def portal(world: World, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A partner whose members are read three at a time."""
    query = Table.query

    def in_threes(table: Table, span: Span, *, limit: int, **more: Any) -> Slice:
        return query(table, span, limit=min(limit, 3), **more)

    monkeypatch.setattr(Table, "query", in_threes)
    return Portal.of(world)


@pytest.mark.parametrize(
    "sort", ["lastActiveAt", "-lastActiveAt", "watchTimeMinutes", "-watchTimeMinutes"]
)
def test_members_who_move_in_the_list_meanwhile_are_exported_once(
    portal: Portal, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [portal.member(f"Member {number}") for number in range(PEOPLE)]
    for minutes, person in enumerate(people, start=2):
        portal.company.watches(person, portal.at(minutes), minutes)
    read = Table.all

    def while_they_watch(table: Table, span: Span, **more: Any) -> Any:
        """Whenever one of the list is read, the one read last overtakes all others."""
        for number, item in enumerate(read(table, span, **more)):
            yield item
            member = next((one for one in people if one.id == item.get("user_id")), None)
            if member and number < PEOPLE:
                portal.company.watches(member, portal.at() + timedelta(minutes=number), 50)
            if number > 3 * PEOPLE:
                raise AssertionError("the list has no end")

    monkeypatch.setattr(Table, "all", while_they_watch)
    table, tenant = portal.owner.world.table, portal.owner.world.tenant
    members = MemberList.of_partner(table, tenant, portal.owner.partner_id)

    rows = list(members.every(MembersOrder.model_validate({"sort": sort})))

    assert sorted(row.id for row in rows) == sorted(person.id for person in people)
    by = [
        row.watch_time_minutes
        if "watch" in sort
        else (row.last_active_at or datetime(2000, 1, 1, tzinfo=UTC)).timestamp()
        for row in rows
    ]
    assert by == sorted(by, reverse=not sort.startswith("-"))
