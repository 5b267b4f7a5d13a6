"""GET /v1/partner/members"""

from typing import Any

import pytest

from members import update_me
from partners import list_members
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.keys.usage import LIST_PARTS
from tests.api.partners.usage import Portal
from tests.api.partners.world import employee_of
from tests.reads import counted
from tests.world import Member, World


def listed(portal: Portal, **query: str) -> list[str]:
    reply = portal.owner.call(list_members, query=query)
    assert reply.status == 200, reply.text
    return [row["name"] for row in reply.data["items"]]


@pytest.fixture
def portal(world: World) -> Portal:
    """Three members: Ann was here yesterday, Bob watched most, Cid never."""
    portal = Portal.of(world)
    ann, bob = portal.member("Ann Ärmel", 80), portal.member("bob Zimmer", 70)
    portal.member("Cid O'Neill", 60)
    portal.company.watches(bob, portal.at(40), 300, completes=True)
    portal.company.watches(ann, portal.at(1), 20)
    return portal


def test_a_row_says_who_joined_when_and_what_they_watched(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner, name="Eva Example")
    portal.company.tell(portal.company.joined(eva))
    portal.company.watches(eva, portal.at(1), 20, completes=True)

    (row,) = portal.owner.call(list_members).data["items"]

    use = portal.company.use_of(eva)
    card = world.table.find(world.keys.membership(UserId(eva.id)))
    assert card is not None
    assert row.pop("joinedAt").startswith(use.joined_at.isoformat()[:19])
    assert row.pop("lastActiveAt") is not None
    assert row == {
        "id": eva.id,
        "name": "Eva Example",
        "email": eva.email,
        "watchTimeMinutes": 20,
        "classesWatched": 1,
        "voucherCode": card["voucher_code"],
        "status": "active",
    }


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("joinedAt", ["Cid O'Neill", "bob Zimmer", "Ann Ärmel"]),
        ("name", ["Ann Ärmel", "bob Zimmer", "Cid O'Neill"]),
        ("lastActiveAt", ["Ann Ärmel", "bob Zimmer", "Cid O'Neill"]),
        ("watchTimeMinutes", ["bob Zimmer", "Ann Ärmel", "Cid O'Neill"]),
    ],
)
def test_members_come_in_each_order_and_turned_round(
    portal: Portal, order: str, names: list[str]
) -> None:
    assert listed(portal, sort=order) == names
    assert listed(portal, sort=f"-{order}") == names[::-1]


@pytest.mark.parametrize(
    ("order", "inactive"),
    [
        ("name", ["bob Zimmer", "Cid O'Neill"]),
        ("-name", ["Cid O'Neill", "bob Zimmer"]),
        ("joinedAt", ["Cid O'Neill", "bob Zimmer"]),
        ("-joinedAt", ["bob Zimmer", "Cid O'Neill"]),
        ("watchTimeMinutes", ["bob Zimmer", "Cid O'Neill"]),
    ],
)
def test_those_with_a_status_come_in_each_order(
    portal: Portal, order: str, inactive: list[str]
) -> None:
    query = {"status": "inactive", "sort": order}

    assert listed(portal, **query) == inactive
    pages = [
        portal.owner.call(list_members, query=query | {"limit": "1", "page": p}) for p in "123"
    ]
    names = [[row["name"] for row in page.data["items"]] for page in pages]
    assert names == [[inactive[0]], [inactive[1]], []]
    assert pages[0].data["pagination"]["total"] == 2
    assert listed(portal, status="active", sort=order) == ["Ann Ärmel"]


def test_many_with_a_status_are_sorted_by_activity(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stvos.usage.member_list._MAX_DEPTH", 2)

    query = {"status": "inactive", "limit": "2"}

    assert listed(portal, sort="-name", **query) == listed(portal, **query)


def test_the_newest_come_first_unless_asked_otherwise(portal: Portal) -> None:
    assert listed(portal) == listed(portal, sort="joinedAt")


def test_by_status_only_those_who_were_here_within_thirty_days_are_active(portal: Portal) -> None:
    for status, names in (("active", ["Ann Ärmel"]), ("inactive", ["bob Zimmer", "Cid O'Neill"])):
        reply = portal.owner.call(list_members, query={"status": status}).data
        assert [row["name"] for row in reply["items"]] == names
        assert {row["status"] for row in reply["items"]} == {status}
        assert reply["pagination"]["total"] == len(names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("arm", ["Ann Ärmel"]),
        ("ANN ÄR", ["Ann Ärmel"]),
        ("zim", ["bob Zimmer"]),
        ("oneill", ["Cid O'Neill"]),
        ("member-", ["Cid O'Neill", "bob Zimmer", "Ann Ärmel"]),
        ("ann zimmer", []),
        ("an'ä", []),
        ("zimé", []),
        ("nobody", []),
        ("%_*", []),
    ],
)
def test_a_search_finds_beginnings_of_names_and_mails(
    portal: Portal, typed: str, names: list[str]
) -> None:
    reply = portal.owner.call(list_members, query={"search": typed}).data

    assert [row["name"] for row in reply["items"]] == names
    assert reply["pagination"]["total"] == len(names)


def test_a_search_finds_any_part_of_a_name_without_blanks(portal: Portal) -> None:
    portal.member("田中太郎", 50)

    for search in ("太郎", "田中", "郎", "田中太郎"):
        assert listed(portal, search=search) == ["田中太郎"], search
    assert listed(portal, search="中田") == []


def test_a_search_finds_a_voucher_s_code_with_and_without_dashes(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner)
    portal.company.tell(portal.company.joined(eva))
    code = portal.owner.call(list_members).data["items"][0]["voucherCode"]

    wide = code.translate({ord(c): ord(c) + 0xFEE0 for c in code})
    for typed in (code, code.lower(), code.replace("-", "")[:8], wide):
        assert len(listed(portal, search=typed)) == 1, typed


def test_a_search_keeps_to_status_and_order(portal: Portal) -> None:
    names = listed(portal, search="member-", sort="watchTimeMinutes")
    assert names == ["bob Zimmer", "Ann Ärmel", "Cid O'Neill"]
    assert listed(portal, search="member-", status="active") == ["Ann Ärmel"]


@pytest.mark.parametrize("order", ["joinedAt", "name", "-lastActiveAt", "watchTimeMinutes"])
def test_pages_and_cursors_lead_through_all_members(world: World, order: str) -> None:
    portal = Portal.of(world)
    people = portal.company.crowd(7, portal.at(90))
    for number, member in enumerate(people[:5]):
        portal.company.watches(member, portal.at(10 - number), 10 + number)
    whole = [r["id"] for r in portal.owner.call(list_members, query={"sort": order}).data["items"]]
    assert sorted(whole) == sorted(member.id for member in people)

    by_page = [page(portal, order, page=str(number), limit="3")["items"] for number in (1, 2, 3, 4)]
    by_cursor: list[Any] = [page(portal, order, limit="3")]
    while cursor := by_cursor[-1].get("nextCursor"):
        by_cursor.append(page(portal, order, limit="3", cursor=cursor))

    assert [row["id"] for rows in by_page for row in rows] == whole
    assert [row["id"] for answer in by_cursor for row in answer["items"]] == whole
    assert by_cursor[0]["pagination"] == {"page": 1, "limit": 3, "total": 7, "totalPages": 3}


def page(portal: Portal, order: str, **query: str) -> Any:
    return portal.owner.call(list_members, query={"sort": order} | query).data


@pytest.mark.parametrize(
    ("order", "queries"),
    [
        ("joinedAt", 1),
        ("name", 1),
        ("lastActiveAt", LIST_PARTS),
        ("watchTimeMinutes", LIST_PARTS),
    ],
)
def test_a_page_costs_a_query_for_each_part_of_the_list(
    portal: Portal, order: str, queries: int
) -> None:
    with counted(portal.owner.world.table) as calls:
        listed(portal, sort=order)

    assert calls["Query"] == queries, calls


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"status": "gone"}, "query.status"),
        ({"search": "x" * 121}, "query.search"),
        ({"page": "first"}, "query.page"),
        ({"limit": "all"}, "query.limit"),
        ({"cursor": "bm8"}, "query.cursor"),
        ({"cursor": "ä"}, "query.cursor"),
    ],
)
def test_a_bad_question_is_refused_with_its_path(
    portal: Portal, query: dict[str, str], path: str
) -> None:
    reply = portal.owner.call(list_members, query=query)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [path])


def test_a_new_name_is_shown_at_once_and_found_when_the_stream_told_it(world: World) -> None:
    portal = Portal.of(world)
    eva = employee_of(portal.owner, name="Eva Example")
    portal.company.tell(portal.company.joined(eva))

    assert eva.call(update_me, body={"name": "Eva Neumann"}).status == 200

    assert listed(portal) == ["Eva Neumann"]
    portal.company.tell(portal.company.joined(eva))
    assert listed(portal, search="neu") == ["Eva Neumann"]
    assert listed(portal, search="exa") == []


def test_another_partner_of_the_brand_sees_none_of_them(world: World, portal: Portal) -> None:
    other = Portal.of(world)

    reply = other.owner.call(list_members).data

    assert (reply["items"], reply["pagination"]["total"]) == ([], 0)
    assert other.owner.call(list_members, query={"search": "ann"}).data["items"] == []


def test_who_sees_groups_only_sees_no_list(world: World) -> None:
    portal = Portal.of(world, memberVisibility="aggregate")
    portal.company.crowd(12, portal.at(90))

    for query in ({}, {"search": "member"}, {"status": "active"}):
        reply = portal.owner.call(list_members, query=query)
        assert (reply.status, reply.code) == (403, "FORBIDDEN")
        assert "Member 1" not in reply.text


def test_a_member_who_deletes_the_account_is_in_no_list(world: World) -> None:
    from members import delete_me
    from tests.world import PASSWORD

    portal = Portal.of(world)
    eva: Member = employee_of(portal.owner)
    portal.company.tell(portal.company.joined(eva))
    portal.company.watches(eva, portal.at(1), 20)

    assert eva.call(delete_me, body={"password": PASSWORD}).status == 200

    for order in ("joinedAt", "name", "lastActiveAt", "watchTimeMinutes"):
        assert listed(portal, sort=order) == []
    assert portal.owner.call(list_members).data["pagination"]["total"] == 0
