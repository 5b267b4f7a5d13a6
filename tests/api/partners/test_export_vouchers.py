"""GET /v1/partner/vouchers/export."""

import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from jobs import make_spreadsheet
from partners import export_vouchers, revoke_voucher
from stvos.clock import standing, utc_now
from stvos.exports.service import EXPORTS_STARTED, FRESH_FOR, GIVE_UP_AFTER
from stvos.exports.stored_files import SpreadsheetFiles
from stvos.identity.limits import Limiter
from tests.api.members.workers import work_off
from tests.api.partners.files import carry_out, fetched, orders, place_of, rows_of, stored
from tests.api.partners.world import StaffMember, codes_of, new_partner, sign_up
from tests.world import Reply, World

HEADER = ["code", "status", "expires_at", "created_at", "redeemed_at"]


@pytest.fixture
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of more than two rows are long ones."""
    monkeypatch.setattr("stvos.exports.service.MAX_INLINE_ROWS", 2)


def export(staff: StaffMember, **filters: str) -> Reply:
    return staff.call(export_vouchers, query=filters)


def test_a_short_list_is_answered_as_a_safe_spreadsheet(world: World) -> None:
    owner = new_partner(world)
    made = codes_of(owner, 3, prefix="X1")

    reply = export(owner)

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="vouchers.csv"'
    header, *rows = rows_of(reply.text.encode())
    assert header == HEADER
    assert {row[0] for row in rows} == {voucher["code"] for voucher in made}
    assert reply.headers["X-Row-Count"] == "3"
    digest = hashlib.sha256(reply.text.encode()).hexdigest()
    assert reply.headers["X-Content-SHA256"] == digest
    shown = reply.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Content-Disposition", "X-Row-Count", "X-Content-SHA256"} <= set(shown)


def test_an_export_of_a_state_holds_those_in_it_as_the_portal_shows_them(world: World) -> None:
    owner = new_partner(world)
    redeemed, revoked, _ = codes_of(owner, 3)
    sign_up(world, redeemed["code"])
    owner.call(revoke_voucher, id=revoked["id"])
    codes_of(owner, expiresAt=(utc_now() + timedelta(hours=1)).isoformat())

    with standing(utc_now() + timedelta(hours=2)):
        found = {
            state: [
                (row[1], bool(row[2]), bool(row[4])) for row in rows_of(_text(owner, state))[1:]
            ]
            for state in ("active", "redeemed", "revoked", "expired")
        }

    assert found == {
        "active": [("active", False, False)],
        "redeemed": [("redeemed", False, True)],
        "revoked": [("revoked", False, False)],
        "expired": [("expired", True, False)],
    }


def _text(owner: StaffMember, state: str) -> bytes:
    return export(owner, status=state).text.encode()


def test_a_short_list_that_is_over_4_mb_lies_behind_a_link(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    direct = export(owner)
    monkeypatch.setattr("stvos.exports.answers.MAX_INLINE_BYTES", 100)

    reply = export(owner)

    assert (reply.status, reply.data["status"], reply.data["rows"]) == (202, "ready", 3)
    assert fetched(reply) == direct.text.encode()
    assert orders(world) == []


def test_a_long_list_is_made_meanwhile_and_found_by_asking_again(
    world: World, short_answers: None
) -> None:
    owner = new_partner(world)
    made = codes_of(owner, 3)

    begun, again = export(owner), export(owner)
    told = orders(world)
    carry_out(world)
    reply = export(owner)

    for waiting in (begun, again):
        assert (waiting.status, waiting.data) == (202, {"status": "running"})
        assert waiting.headers["Retry-After"] == "5"
    assert len(told) == 1
    assert (reply.status, reply.data["status"], reply.data["rows"]) == (202, "ready", 3)
    content = fetched(reply)
    header, *rows = rows_of(content)
    assert header == HEADER
    assert {row[0] for row in rows} == {voucher["code"] for voucher in made}
    assert reply.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert reply.headers["X-Row-Count"] == "3"
    assert reply.headers["X-Content-SHA256"] == reply.data["sha256"]


def test_a_link_works_for_an_hour_and_saves_under_the_lists_name(
    world: World, short_answers: None
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    carry_out(world)

    with standing(utc_now()):
        expires = (utc_now() + timedelta(hours=1)).isoformat(timespec="seconds")
        reply = export(owner)

    assert reply.data["expiresAt"] == expires.replace("+00:00", "Z")
    assert parse_qs(urlsplit(reply.data["url"]).query)["X-Amz-Expires"] == ["3600"]
    folder = f"spreadsheets/{world.client.id}/{owner.partner_id}/"
    assert place_of(reply).startswith(folder)
    assert place_of(reply).endswith("/vouchers.csv")


def test_a_file_is_handed_out_for_ten_minutes_and_then_made_anew(
    world: World, short_answers: None
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    carry_out(world)
    first = export(owner)
    codes_of(owner, 1)

    with standing(utc_now() + FRESH_FOR - timedelta(minutes=1)):
        same = export(owner)
    with standing(utc_now() + FRESH_FOR + timedelta(minutes=1)):
        anew = export(owner)
        carry_out(world)
        second = export(owner)

    assert place_of(same) == place_of(first)
    assert anew.data == {"status": "running"}
    assert (first.data["rows"], second.data["rows"]) == (3, 4)
    assert place_of(second) != place_of(first)


def test_staff_of_a_partner_share_a_file_and_other_partners_never_find_it(
    world: World, short_answers: None
) -> None:
    owner, neighbour = new_partner(world), new_partner(world)
    codes_of(owner, 3)
    theirs = codes_of(neighbour, 4)
    export(owner)
    carry_out(world)

    shared = export(owner.colleague("viewer"))
    assert export(neighbour).data == {"status": "running"}
    carry_out(world)
    own = export(neighbour)

    assert place_of(shared) == place_of(export(owner))
    assert {row[0] for row in rows_of(fetched(own))[1:]} == {v["code"] for v in theirs}
    assert len(stored(world)) == 2


def test_other_filters_are_another_file(world: World, short_answers: None) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    carry_out(world)

    reply = export(owner, status="active")

    assert reply.data == {"status": "running"}
    assert export(owner).data["status"] == "ready"


def test_a_failure_is_told_once_and_then_it_is_begun_anew(
    world: World, short_answers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    _fail(world, monkeypatch)

    told, anew = export(owner), export(owner)

    assert (told.status, told.data) == (202, {"status": "failed"})
    assert anew.data == {"status": "running"}
    carry_out(world)
    assert export(owner).data["status"] == "ready"


def _fail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every delivery of the order fails, and its message is among the dead letters."""

    def broken(*_: object) -> str:
        raise ConnectionError("the bucket does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(SpreadsheetFiles, "store", broken)
        for delivery in (1, 2, 3):
            assert work_off(make_spreadsheet, orders(world, delivery)) == ["0"]


def test_what_nobody_makes_within_an_hour_has_failed(world: World, short_answers: None) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)

    with standing(utc_now() + GIVE_UP_AFTER - timedelta(minutes=1)):
        waiting = export(owner)
    with standing(utc_now() + GIVE_UP_AFTER + timedelta(minutes=1)):
        told, anew = export(owner), export(owner)

    assert [reply.data["status"] for reply in (waiting, told, anew)] == [
        "running",
        "failed",
        "running",
    ]


def test_a_making_that_ttl_has_not_removed_yet_is_in_nobodys_way(
    world: World, short_answers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    later = utc_now() + timedelta(days=1, hours=1)
    monkeypatch.setattr("stvos.dynamodb.table.time.time", later.timestamp)

    with standing(later):
        assert export(owner).data == {"status": "running"}
        carry_out(world)
        assert export(owner).data["status"] == "ready"


def test_a_partner_may_have_so_many_made_in_an_hour(world: World, short_answers: None) -> None:
    owner, neighbour = new_partner(world), new_partner(world)
    codes_of(owner, 3)
    codes_of(neighbour, 3)
    _use_up(world, owner)

    refused = export(owner)

    assert (refused.status, refused.code) == (429, "TOO_MANY_ATTEMPTS")
    assert int(refused.headers["Retry-After"]) > 0
    assert export(neighbour).data == {"status": "running"}


def _use_up(world: World, owner: StaffMember) -> None:
    limiter = Limiter(world.table, world.tenant)
    for _ in range(EXPORTS_STARTED.attempts):
        limiter.charge(EXPORTS_STARTED, str(owner.partner_id))


@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "*/*", "", "text/csv"])
def test_who_does_not_ask_for_json_is_sent_to_the_finished_file(
    world: World, short_answers: None, accept: str
) -> None:
    owner = new_partner(world)
    codes_of(owner, 3)
    export(owner)
    carry_out(world)

    reply = owner.call(export_vouchers, headers={"Accept": accept})

    assert reply.status == 303
    assert reply.headers["Location"] == reply.data["url"]
    assert owner.call(export_vouchers, headers={"Accept": "application/json"}).status == 202


def test_a_spreadsheet_begins_with_a_byte_order_mark(world: World) -> None:
    reply = export(new_partner(world))

    assert reply.text.encode().startswith(b"\xef\xbb\xbfcode,status")
