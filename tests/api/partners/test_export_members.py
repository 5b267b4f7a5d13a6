"""GET /v1/partner/members/export"""

import csv
import hashlib
import io

import pytest

from partners import export_members
from stvos.partners import spreadsheet_service
from tests.api.partners.usage import Portal
from tests.world import Reply, World


def rows(reply: Reply) -> list[dict[str, str]]:
    assert reply.status == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.text, newline="")))


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
    assert (first["id"], first["name"], first["email"]) == (str(eva.id), "Eva Example", eva.email)
    assert (first["watch_time_minutes"], first["classes_watched"]) == ("20", "1")
    assert first["status"] == "active"
    assert (second["name"], second["last_active_at"], second["status"]) == (
        "Tom, the Tester",
        "",
        "inactive",
    )
    assert reply.headers["X-Row-Count"] == "2"
    assert reply.headers["X-Content-SHA256"] == hashlib.sha256(reply.text.encode()).hexdigest()


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
    monkeypatch.setattr(spreadsheet_service, "AT_ONCE", 2)

    reply = portal.owner.call(export_members)

    assert (reply.status, reply.data) == (202, {"status": "running"})
    assert int(reply.headers["Retry-After"]) > 0


def test_an_order_that_does_not_go_with_a_status_is_refused(world: World) -> None:
    query = {"status": "active", "sort": "name"}

    reply = Portal.of(world).owner.call(export_members, query=query)

    assert (reply.status, reply.paths) == (400, ["query.sort"])


def test_who_sees_groups_only_exports_nobody(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    portal.company.crowd(12, portal.at(90))

    assert portal.owner.call(export_members).code == "FORBIDDEN"
