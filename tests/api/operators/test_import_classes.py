"""POST /v1/admin/clients/{id}/classes/import."""

import json
from typing import Any

import pytest

from operators import delete_category, import_classes, list_classes
from stvos.catalogue.repository import CatalogueRepository
from tests.api.operators.brands import a_class, add_category, add_class, trail
from tests.world import ADMIN_KEY, Reply, World

NDJSON = {"Content-Type": "application/x-ndjson"}


def text_of(lines: list[Any]) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def send(world: World, body: str | bytes, **headers: str) -> Reply:
    return world.operate(import_classes, headers=NDJSON | headers, body=body)


def names(world: World) -> list[str]:
    found = sorted(CatalogueRepository(world.table, world.tenant).all_classes(), key=lambda c: c.id)
    return [each.name for each in found]


def test_many_classes_are_added_in_the_order_of_their_lines(world: World) -> None:
    line = a_class(world, durationSeconds=1187)
    wanted = [f"Class {n}" for n in range(35)]

    reply = send(world, text_of([line | {"name": name} for name in wanted]))

    assert reply.status == 201
    assert reply.data["imported"] == 35
    assert reply.data["ids"] == sorted(reply.data["ids"])
    assert names(world) == wanted
    listed = world.operate(list_classes).data
    assert listed["pagination"]["total"] == 35
    assert {item["durationSeconds"] for item in listed["items"]} == {1187}
    entry = trail(world)[0]
    assert (entry["action"], entry["after"]) == ("class.import", reply.data)
    assert world.operate(delete_category, categoryId=line["categoryId"]).code == "CONFLICT"


def test_a_file_may_have_a_byte_order_mark_and_blank_lines(world: World) -> None:
    line = a_class(world)
    body = "\ufeff" + text_of([line]) + "\n" + text_of([line]) + "\r\n\n"

    reply = send(world, body)

    assert (reply.status, reply.data["imported"]) == (201, 2)
    assert len(names(world)) == 2


def test_one_wrong_line_stops_all_and_is_named_from_0(world: World) -> None:
    lines = [a_class(world)] * 15
    lines[12] = lines[12] | {"duration": "20", "durationSeconds": 10**9}
    lines[14] = lines[14] | {"video": {"source": "vimeo", "ref": "none"}}

    first = send(world, text_of(lines))
    lines[12] = lines[0]
    second = send(world, text_of(lines))

    assert (first.status, first.paths) == (
        400,
        ["lines[12].duration", "lines[12].durationSeconds"],
    )
    assert (second.status, second.paths) == (400, ["lines[14].video.ref"])
    assert names(world) == []


def test_every_kind_of_wrong_line_is_refused_where_it_is(world: World) -> None:
    good = json.dumps(a_class(world)).encode()
    wrong: dict[bytes, str] = {
        b"{": "lines[1]",
        b"[]": "lines[1]",
        b'"text"': "lines[1]",
        b"\xff\xfe": "lines[1]",
        b"[" * 5000: "lines[1]",
        good.replace(b"Morning", b"Mor\xffning"): "lines[1]",
        good.replace(b"{", b'{"sound":"on",', 1): "lines[1].sound",
        good.replace(b"Morning", b"\\u0000"): "lines[1].name",
    }

    replies = {line: send(world, b"\n".join([good, line, good])) for line in wrong}

    assert {reply.status for reply in replies.values()} == {400}
    assert {line: reply.paths for line, reply in replies.items()} == {
        line: [path] for line, path in wrong.items()
    }
    assert names(world) == []


def test_nothing_at_all_is_refused(world: World) -> None:
    assert [send(world, body).paths for body in ("", "\n")] == [["lines"], ["lines"]]


def test_another_brand_s_category_is_as_unknown_as_none(world: World, other_world: World) -> None:
    theirs = add_category(other_world)
    line = a_class(world)

    replies = [
        send(world, text_of([line, line | {"categoryId": number}, line | {"trainerId": 1}]))
        for number in (theirs, 4711)
    ]

    assert [r.paths for r in replies] == [["lines[1].categoryId", "lines[2].trainerId"]] * 2
    assert {**replies[0].json, "requestId": ""} == {**replies[1].json, "requestId": ""}
    assert names(world) == []


def test_another_media_type_is_refused(world: World) -> None:
    body = text_of([a_class(world)])

    replies = [send(world, body, **{"Content-Type": t}) for t in ("application/json", "text/csv")]

    assert {(r.status, r.code) for r in replies} == {(415, "UNSUPPORTED_MEDIA_TYPE")}
    assert names(world) == []


def test_a_body_over_five_megabytes_is_refused(world: World) -> None:
    reply = send(world, " " * 5_000_001)

    assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")


def test_the_same_idempotency_key_adds_them_once(world: World) -> None:
    body = text_of([a_class(world)] * 3)

    first = send(world, body, **{"Idempotency-Key": "once"})
    again = send(world, body, **{"Idempotency-Key": "once"})

    assert first.data == again.data
    assert len(names(world)) == 3


def test_a_repetition_after_a_crash_half_way_adds_exactly_the_missing_ones(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = text_of([a_class(world, name="Flow")] * 70)
    request = {
        "httpMethod": "POST",
        "path": f"/v1/admin/clients/{world.client.id}/classes/import",
        "headers": NDJSON | {"X-Admin-Key": ADMIN_KEY, "Idempotency-Key": "spring"},
        "pathParameters": {"id": str(world.client.id)},
        "requestContext": {
            "identity": {"sourceIp": "203.0.113.7"},
            "authorizer": {"kind": "operator"},
        },
        "body": body,
    }
    real, done = CatalogueRepository._adding, []

    def crashes(self: CatalogueRepository, added: Any) -> Any:
        done.append(added)
        if len(done) == 3:
            raise ConnectionError("the process dies here")
        return real(self, added)

    monkeypatch.setattr(CatalogueRepository, "_adding", crashes)
    broken = import_classes.handler(request, None)
    left = len(names(world))
    monkeypatch.setattr(CatalogueRepository, "_adding", real)
    repaired = send(world, body, **{"Idempotency-Key": "spring"})

    assert broken["statusCode"] == 500
    assert 0 < left < 70
    assert repaired.data["imported"] == len(names(world)) == 70
    assert world.operate(list_classes).data["pagination"]["total"] == 70
    assert [entry["action"] for entry in trail(world)].count("class.import") == 1


def test_a_category_that_vanishes_meanwhile_takes_the_import_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, vanishing = add_category(world), add_category(world)
    line = a_class(world, categoryId=kept)
    lines = [line] * 33 + [line | {"categoryId": vanishing}]
    real, done = CatalogueRepository._adding, []

    def removes(self: CatalogueRepository, added: Any) -> Any:
        done.append(added)
        if len(done) == 2:
            CatalogueRepository(world.table, world.tenant).delete_category(vanishing)
        return real(self, added)

    monkeypatch.setattr(CatalogueRepository, "_adding", removes)
    reply = send(world, text_of(lines))

    assert reply.status == 400
    assert names(world) == []
    assert world.operate(delete_category, categoryId=kept).status == 200
    assert [entry["action"] for entry in trail(world)].count("class.import_undone") == 1


def test_an_unknown_brand_is_not_found_before_the_lines_are_read(world: World) -> None:
    reply = world.operate(import_classes, id=4711, headers=NDJSON, body="nonsense")

    assert reply.code == "NOT_FOUND"


def test_a_wrong_key_adds_nothing(world: World) -> None:
    reply = send(world, text_of([a_class(world)]), **{"X-Admin-Key": "x"})

    assert reply.status == 401
    assert names(world) == []


def test_what_was_there_stays(world: World) -> None:
    made = add_class(world, name="Old")
    send(world, text_of([a_class(world, name="New")]))

    assert names(world) == ["Old", "New"]
    assert world.operate(list_classes).data["items"][0]["id"] == made["id"]
