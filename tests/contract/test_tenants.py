"""No brand sees or touches another's: made from the routes and the ids in their requests."""

from typing import Any

import pytest

from local.endpoints import Endpoint
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import update
from stvos.identity.principal import Who
from stvos.ids import new_id, new_token
from tests.contract import trainer_route
from tests.contract.example_requests import example, id_places, of_event
from tests.contract.repository import built
from tests.contract.scene import Ask, Scene
from tests.stores import until_emptied
from tests.world import Reply, call

WITH_TENANT = {Who.KEY, Who.USER, Who.TRAINER, Who.PARTNER}
CLIENT_OF_THE_OPERATOR, CLIENT_IN_PATH = "path.id", "{id}"


@until_emptied
def two_brands() -> tuple[Scene, Scene]:
    return Scene(), Scene()


def with_ids() -> list[tuple[Endpoint, str]]:
    return [(endpoint, place) for endpoint in built() for place in id_places(endpoint)]


def named(value: Any) -> str:
    return value.file.module_name if isinstance(value, Endpoint) else str(value)


def said(reply: Reply) -> Any:
    """What two refusals have in common: everything but the name of the call."""
    return reply.status, {**reply.json, "requestId": ""}


def shape(value: Any) -> Any:
    """What two successes have in common: fields and kinds, whatever tokens and times say."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def asks(endpoint: Endpoint, place: str, mine: Scene, theirs: Scene) -> tuple[Ask, Ask]:
    """My request with an id of theirs, and with one that nobody has."""
    my_ask, their_ask = example(endpoint, mine), example(endpoint, theirs)
    foreign = their_ask.at(place)
    assert foreign, (
        f"{endpoint.file.shown}: the example in tests/contract/examples/{endpoint.file.domain}.py "
        f"leaves {place} out: name an id of the brand in Ask(ids={{{place!r}: ...}})"
    )
    # An onboarding session's id is a secret text.
    unknown: Any = new_id()
    if isinstance(foreign, str) and not foreign.isdigit():
        unknown = new_token(24)
    elif isinstance(foreign, list):
        unknown = [unknown]
    return my_ask.having(place, foreign), my_ask.having(place, unknown)


@pytest.mark.parametrize(("endpoint", "place"), with_ids(), ids=named)
def test_another_brand_s_id_is_answered_like_a_missing_one(
    cloud: None, endpoint: Endpoint, place: str
) -> None:
    mine, theirs = two_brands()
    foreign, missing = asks(endpoint, place, mine, theirs)
    if place in foreign.shared:
        assert mine.send(endpoint, foreign).data == theirs.send(endpoint, foreign).data
        assert mine.send(endpoint, missing).status == 404
        return
    if endpoint.spec.who is Who.OPERATOR and (
        place == CLIENT_OF_THE_OPERATOR or CLIENT_IN_PATH not in endpoint.spec.path
    ):
        # The operator works for every brand; what is below one is reached through it only.
        assert mine.send(endpoint, missing).status == 404
        return
    before = theirs.stored()

    with_foreign, with_missing = mine.send(endpoint, foreign), mine.send(endpoint, missing)

    if with_missing.status < 400:
        assert with_foreign.status == with_missing.status
        assert shape(with_foreign.json) == shape(with_missing.json)
        assert theirs.world.client.name not in with_foreign.text
    else:
        assert said(with_foreign) == said(with_missing)
    if place.startswith("path."):
        assert (with_foreign.status, with_foreign.code) == (404, "NOT_FOUND")
    assert theirs.stored() == before


def routes_of(*who: Who) -> list[Endpoint]:
    return [endpoint for endpoint in built() if endpoint.spec.who in who]


def context_of(who: Who) -> dict[str, str]:
    """What the route's authorizer says of a caller of mine."""
    scene = two_brands()[0]
    client, signed_in = str(scene.world.client.id), {"issuedMs": "1", "expiresAt": "4102444800"}
    match who:
        case Who.USER:
            person = {"kind": "user", "userId": str(scene.member.id), "role": "user"}
        case Who.TRAINER:
            person = {"kind": "user", "userId": str(scene.trainer.id), "role": "trainer"}
        case Who.PARTNER:
            staff = scene.staff
            person = {"kind": "partner", "staffId": str(staff.id), "role": "owner"}
            person["partnerId"] = str(staff.partner_id)
        case Who.OPERATOR:
            return {"kind": "operator"}
        case _:
            person, signed_in = {"kind": "key", "keyId": "1"}, {}
    features = "classes live_classes workout_builder nutrition coach_connect ai_coach"
    return {**person, **signed_in, "clientId": client, "features": features}


@pytest.mark.parametrize("endpoint", routes_of(*WITH_TENANT), ids=named)
def test_a_call_without_a_tenant_is_refused(cloud: None, endpoint: Endpoint) -> None:
    mine, _ = two_brands()
    context = context_of(endpoint.spec.who)
    del context["clientId"]

    reply = mine.send(endpoint, of_event(endpoint), context=context)

    assert reply.status == 401, reply.text


@pytest.mark.parametrize("endpoint", routes_of(*WITH_TENANT, Who.OPERATOR), ids=named)
def test_a_caller_of_another_kind_is_refused(cloud: None, endpoint: Endpoint) -> None:
    """Even where the template would name the wrong authorizer."""
    mine, _ = two_brands()
    who = endpoint.spec.who
    kinds = {Who.KEY: "key", Who.USER: "user", Who.TRAINER: "user", Who.PARTNER: "partner"}
    others = [
        o for o in (Who.KEY, Who.USER, Who.PARTNER, Who.OPERATOR) if kinds.get(o) != kinds.get(who)
    ]

    for other in others:
        reply = mine.send(endpoint, of_event(endpoint), context=context_of(other))
        assert reply.status == 401, f"{other!s}: {reply.text}"
    assert mine.send(endpoint, of_event(endpoint), context={}).status == 401


def test_a_member_is_no_trainer(cloud: None) -> None:
    mine, _ = two_brands()
    context = context_of(Who.USER)

    replies = {
        named(e): mine.send(e, of_event(e), context=context) for e in routes_of(Who.TRAINER)
    } | {"an example": call(trainer_route, headers=mine.member.headers)}

    assert {reply.code for reply in replies.values()} == {"FORBIDDEN"}, replies


def test_a_trainer_who_is_none_any_more_is_refused_at_the_next_request(cloud: None) -> None:
    mine, _ = two_brands()
    trainer = mine.trainer
    assert call(trainer_route, headers=trainer.headers).status == 200
    key = mine.world.keys.user(UserId(trainer.id))

    mine.world.table.write(update(key, sets={"role": "user"}))

    assert call(trainer_route, headers=trainer.headers).code == "FORBIDDEN"


@pytest.mark.parametrize("endpoint", routes_of(Who.USER, Who.TRAINER, Who.PARTNER), ids=named)
def test_another_brand_s_token_with_this_brand_s_key_is_refused(
    cloud: None, endpoint: Endpoint
) -> None:
    mine, theirs = two_brands()
    token = theirs.headers(endpoint.spec.who)["Authorization"]

    reply = mine.send(
        endpoint, of_event(endpoint), {"X-API-Key": mine.world.key, "Authorization": token}
    )

    assert (reply.status, reply.code) == (401, "INVALID_API_KEY")


@pytest.mark.parametrize("endpoint", routes_of(*WITH_TENANT, Who.OPERATOR), ids=named)
def test_the_wrong_credentials_are_refused(cloud: None, endpoint: Endpoint) -> None:
    mine, _ = two_brands()
    key = {"X-API-Key": mine.world.key}
    user = {"Authorization": mine.member.headers["Authorization"]}
    staff = {"Authorization": mine.staff.headers["Authorization"]}
    nonsense = {"Authorization": "Bearer e30.e30.e30"}
    wrong: dict[Who, list[dict[str, str]]] = {
        Who.KEY: [{}, {"X-API-Key": "fytos_guessed"}, {"X-API-Key": mine.world.key + "x"}],
        Who.USER: [{}, key, user, key | staff, key | nonsense, {"X-API-Key": "no"} | user],
        Who.TRAINER: [{}, key, user, key | staff, key | nonsense, {"X-API-Key": "no"} | user],
        Who.PARTNER: [{}, key, key | user, user, nonsense, {"X-API-Key": "no"} | staff],
        Who.OPERATOR: [{}, key | user, {"X-Admin-Key": ""}, {"X-Admin-Key": mine.world.key}],
    }
    for headers in wrong[endpoint.spec.who]:
        blank = {"X-API-Key": "", "Authorization": "", "X-Admin-Key": ""}
        reply = mine.send(endpoint, of_event(endpoint), blank | headers)

        assert reply.status == 401, f"{sorted(headers)}: {reply.text}"
