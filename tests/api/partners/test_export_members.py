"""GET /v1/partner/members/export"""

import csv
import hashlib
import io
import time
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import pytest

from partners import export_members, get_member, remove_member
from stvos.dynamodb.keys import Key, Span
from stvos.dynamodb.table import Item, Slice, Table
from stvos.exports import service as spreadsheet_service
from stvos.usage import member_rows
from tests.api.partners.files import carry_out, fetched, rows_of
from tests.api.partners.usage import Portal
from tests.world import Reply, World


def rows(reply: Reply) -> list[dict[str, str]]:
    assert reply.status == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"), newline="")))


def test_every_member_is_a_row(world: World) -> None:
    portal = Portal.of(world)
    eva = portal.member("Eva Example")
    portal.member("Tom, the Tester")
    portal.company.watches(eva, portal.at(1), 20, completes=True)

    reply = portal.owner.call(export_members, query={"sort": "name"})

    first, second = rows(reply)
    assert list(first) == [
        "id", "name", "email", "joined_at", "last_active_at", "watch_time_minutes",
        "classes_watched", "voucher_code", "status",
    ]  # fmt: skip
    assert (first["id"], first["name"], first["email"]) == (f"'{eva.id}", "Eva Example", eva.email)
    assert (first["watch_time_minutes"], first["classes_watched"]) == ("20", "1")
    assert first["status"] == "active"
    assert (second["name"], second["last_active_at"], second["status"]) == (
        "Tom, the Tester",
        "",
        "inactive",
    )
    assert reply.headers["X-Row-Count"] == "2"
    assert reply.headers["X-Content-SHA256"] == hashlib.sha256(reply.text.encode()).hexdigest()


def test_a_row_says_what_the_members_own_page_says(world: World) -> None:
    portal = Portal.of(world)
    eva = portal.member("Eva Example")
    portal.company.watches(eva, portal.at(1), 20, completes=True)

    page = portal.owner.call(get_member, id=eva.id).data["member"]
    [row] = rows(portal.owner.call(export_members))

    for column, field in (("joined_at", "joinedAt"), ("last_active_at", "lastActiveAt")):
        assert row[column].removesuffix("Z") == page[field][:19]
    assert (row["voucher_code"], row["status"]) == (page["voucherCode"], page["status"])
    assert (row["watch_time_minutes"], row["classes_watched"]) == (
        str(page["watchTimeMinutes"]),
        str(page["classesWatched"]),
    )


@pytest.mark.parametrize("order", ["name", "-name", "joinedAt", "-lastActiveAt"])
def test_an_order_stays_whichever_part_is_read_first(
    world: World, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    portal = Portal.of(world)
    portal.company.crowd(9, portal.at(90))
    query = {"sort": order}
    whole = rows(portal.owner.call(export_members, query=query))
    monkeypatch.setattr(member_rows, "_CALL_SIZE", 2)
    monkeypatch.setattr(member_rows, "_BATCH_SIZE", 6)
    find_many, pauses = Table.find_many, cycle((0.03, 0.01, 0))

    def first_ones_last(table: Table, keys: Sequence[Key], **how: Any) -> list[Item | None]:
        time.sleep(next(pauses))
        return find_many(table, keys, **how)

    monkeypatch.setattr(Table, "find_many", first_ones_last)

    assert len(whole) == 9
    assert rows(portal.owner.call(export_members, query=query)) == whole


@pytest.mark.parametrize("order", [{}, {"sort": "name"}])
def test_who_leaves_while_the_file_is_made_is_no_row_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch, order: dict[str, str]
) -> None:
    portal = Portal.of(world)
    ann, bob, eva = (portal.member(name) for name in ("Ann", "Bob", "Eva"))
    monkeypatch.setattr(spreadsheet_service, "MAX_INLINE_ROWS", 2)
    assert portal.owner.call(export_members, query=order).data == {"status": "running"}
    query, leaving = Table.query, [bob]

    def one_leaves_behind_it(table: Table, span: Span, **how: Any) -> Slice:
        listed = query(table, span, **how)
        if len(listed.items) == 3 and leaving:
            removed = portal.owner.call(remove_member, id=leaving.pop().id)
            assert removed.status == 200, removed.text
        return listed

    with monkeypatch.context() as patched:
        patched.setattr(Table, "query", one_leaves_behind_it)
        carry_out(world)

    with monkeypatch.context() as patched:
        patched.setattr(spreadsheet_service, "MAX_INLINE_ROWS", 1)
        reply = portal.owner.call(export_members, query=order)
    header, *found = rows_of(fetched(reply))
    assert {row[header.index("id")] for row in found} == {f"'{ann.id}", f"'{eva.id}"}
    assert (leaving, reply.data["rows"], reply.headers["X-Row-Count"]) == ([], 2, "2")


def test_a_name_that_would_start_a_formula_is_harmless(world: World) -> None:
    portal = Portal.of(world)
    portal.member('=HYPERLINK("https://evil.example","pay")')

    assert rows(portal.owner.call(export_members))[0]["name"].startswith("'=")


def test_members_of_a_status_are_those_of_the_list(world: World) -> None:
    portal = Portal.of(world)
    portal.company.watches(portal.member("Ann"), portal.at(1), 20)
    portal.company.watches(portal.member("Bob"), portal.at(50), 20)

    for status, names in (("active", ["Ann"]), ("inactive", ["Bob"])):
        reply = portal.owner.call(export_members, query={"status": status})
        assert [row["name"] for row in rows(reply)] == names


def test_a_long_list_is_made_meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Portal.of(world)
    portal.company.crowd(3, portal.at(90))
    monkeypatch.setattr(spreadsheet_service, "MAX_INLINE_ROWS", 2)

    reply = portal.owner.call(export_members)

    assert (reply.status, reply.data) == (202, {"status": "running"})
    assert int(reply.headers["Retry-After"]) > 0


def test_those_with_a_status_come_in_any_order(world: World) -> None:
    portal = Portal.of(world)
    for name in ("Bob", "Ann", "Cid"):
        portal.member(name)
    portal.company.watches(portal.member("Eva"), portal.at(1), 20)

    reply = portal.owner.call(export_members, query={"status": "inactive", "sort": "name"})

    assert [row["name"] for row in rows(reply)] == ["Ann", "Bob", "Cid"]


def test_who_sees_groups_only_exports_nobody(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    portal.company.crowd(12, portal.at(90))

    assert portal.owner.call(export_members).code == "FORBIDDEN"
