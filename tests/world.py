"""The actors of the tests: a brand, its members, the operator, all calling real handlers.

A call goes the way of a request: the route's own authorizer is asked, its context is put where
API Gateway puts it, the endpoint's handler answers. Every answer is held against what the
endpoint declares, so an undocumented status or code fails whichever test meets it.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from accounts import (
    authorize_key,
    authorize_member,
    authorize_operator,
    authorize_optional_key,
    authorize_partner,
    register,
)
from stvos.api.endpoint import Spec
from stvos.clients.models import ApiKey, Branding, Client, KeyKind, Plan, key_hash
from stvos.clients.repository import ApiKeyRepository, ClientRepository
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.marshal import item_from_wire
from stvos.dynamodb.table import Item, Table
from stvos.identity.principal import Feature, Principal, Who
from stvos.ids import new_id, new_token

ADMIN_KEY = "operator-of-the-tests"
PASSWORD = "correct horse battery"
METHOD_ARN = "arn:aws:execute-api:eu-west-1:123456789012:api/api/GET/v1/any"
_AUTHORIZERS: dict[Who, ModuleType] = {
    Who.KEY: authorize_key,
    Who.OPTIONAL_KEY: authorize_optional_key,
    Who.USER: authorize_member,
    Who.TRAINER: authorize_member,
    Who.PARTNER: authorize_partner,
    Who.OPERATOR: authorize_operator,
}


@dataclass(frozen=True)
class Reply:
    """What a caller got. `data` of a success, `error` (the envelope) of a refusal."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def data(self) -> Any:
        assert self.json.get("success") is True, self.text
        return self.json["data"]

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def paths(self) -> list[str]:
        """The paths of the fields that were refused."""
        return [f["path"] for f in self.json.get("fields", [])]


def call(
    endpoint: ModuleType,
    *,
    headers: dict[str, str] | None = None,
    body: Any = None,
    query: Mapping[str, str | list[str]] | None = None,
    address: str = "203.0.113.7",
    context: dict[str, str] | None = None,
    method: str | None = None,
    **path: object,
) -> Reply:
    """Call an endpoint's handler as API Gateway would. `body`: JSON data, or text or bytes as is;
    `query`: a list is a parameter that is repeated.

    `context` replaces what the authorizer says: {} for a call that passed none. `method`: one that
    the route answers beside its own.
    """
    spec: Spec = endpoint.handler.spec
    sent = {"Content-Type": "application/json", "Accept": "application/json"}
    headers = sent | {"User-Agent": "tests"} | (headers or {})
    if context is None:
        context, refused = authorize(spec.who, headers)
        if refused:
            return refused
    url = spec.path
    for name, value in path.items():
        url = url.replace("{" + name + "}", quote(str(value), safe=""))
    event: dict[str, Any] = {
        "httpMethod": method or spec.method,
        "path": url,
        "resource": spec.path,
        "headers": headers,
        **_query(query or {}),
        "pathParameters": {name: str(value) for name, value in path.items()} or None,
        "requestContext": {
            "requestId": str(uuid4()),
            "domainName": "api.example.com",
            "path": f"/api{url}",
            "identity": {"sourceIp": address},
            "authorizer": context,
        },
        **_body(body),
    }
    response = endpoint.handler(event, None)
    reply = Reply(response["statusCode"], response["headers"], response["body"])
    _hold_against(spec, reply)
    return reply


def authorize(who: Who, headers: dict[str, str]) -> tuple[dict[str, str], Reply | None]:
    if who is Who.ANYONE:
        return {}, None
    answer = _AUTHORIZERS[who].handler({"methodArn": METHOD_ARN, "headers": headers}, None)
    context: dict[str, str] = answer["context"]
    if answer["policyDocument"]["Statement"][0]["Effect"] == "Allow":
        return context, None
    envelope = {"error": context["message"], "code": context["code"], "details": ""}
    return {}, Reply(401, {}, json.dumps(envelope))


def _query(sent: Mapping[str, str | list[str]]) -> dict[str, Any]:
    many = {name: [value] if isinstance(value, str) else value for name, value in sent.items()}
    return {
        "queryStringParameters": {name: values[-1] for name, values in many.items()} or None,
        "multiValueQueryStringParameters": many or None,
    }


def _body(body: Any) -> dict[str, Any]:
    if isinstance(body, bytes):
        return {"body": b64encode(body).decode(), "isBase64Encoded": True}
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    return {"body": text, "isBase64Encoded": False}


def _hold_against(spec: Spec, reply: Reply) -> None:
    if reply.status < 400:
        assert reply.status in {int(spec.status), *map(int, spec.also)}, reply.status
        return
    documented = spec.errors()
    assert reply.code in documented, f"{spec.path} does not document {reply.code}: {reply.text}"
    assert reply.status == documented[reply.code], reply.text
    assert reply.code != "INTERNAL_ERROR", reply.text


@dataclass(frozen=True)
class Member:
    """A signed-in member of a world's brand."""

    id: int
    email: str
    access_token: str
    refresh_token: str
    key: str
    tenant: ClientId

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key, "Authorization": f"Bearer {self.access_token}"}

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route as this member."""
        return call(endpoint, headers=self.headers | request.pop("headers", {}), **request)

    @property
    def principal(self) -> Principal:
        return Principal(kind="user", tenant=self.tenant, user_id=UserId(self.id), role="user")


@dataclass
class World:
    """One brand: its client, a key, and what is stored of it."""

    client: Client
    key: str
    table: Table = field(default_factory=Table.of_stack)

    @classmethod
    def with_client(
        cls, *, kind: KeyKind = KeyKind.CLIENT, plan: Plan = Plan.STANDARD, **changes: Any
    ) -> "World":
        """A new client with every feature, and a key to it."""
        now, number = utc_now(), new_id()
        settings: dict[str, Any] = {
            "id": number,
            "name": f"Brand {number}",
            "slug": f"brand-{number}",
            "branding": Branding(primary_color="#0f766e", app_url="https://app.example.com"),
            "enabled_features": tuple(Feature),
            "created_at": now,
            "updated_at": now,
        }
        client = Client.model_validate(settings | changes)
        table = Table.of_stack()
        ClientRepository(table).add(client)
        world = cls(client, "", table)
        world.key = world.add_key(kind, plan)
        return world

    @property
    def tenant(self) -> ClientId:
        return ClientId(self.client.id)

    @property
    def keys(self) -> Keys:
        return Keys(self.tenant)

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key}

    def add_key(self, kind: KeyKind = KeyKind.CLIENT, plan: Plan = Plan.STANDARD) -> str:
        secret = f"fytos_{new_token(20)}"
        key = ApiKey(
            id=new_id(),
            client_id=self.client.id,
            kind=kind,
            label="tests",
            plan=plan,
            key_hash=key_hash(secret),
            usage_key=f"usage-{new_token(20)}",
            created_at=utc_now(),
        )
        ApiKeyRepository(self.table).add(key)
        return secret

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route with this brand's key, not signed in."""
        return call(endpoint, headers=self.headers | request.pop("headers", {}), **request)

    def operate(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route as the operator; routes below a client get this brand's id."""
        if "{id}" in endpoint.handler.spec.path:
            request.setdefault("id", self.client.id)
        return call(
            endpoint, headers={"X-Admin-Key": ADMIN_KEY} | request.pop("headers", {}), **request
        )

    def member(self, email: str | None = None, **wish: Any) -> Member:
        """A new member, signed in. `wish`: further fields of the registration."""
        email = email or f"member-{new_id()}@example.com"
        body = {"email": email, "password": PASSWORD, "name": "Mia Member"} | wish
        data = self.call(register, body=body).data
        return Member(
            data["user"]["id"],
            email,
            data["accessToken"],
            data["refreshToken"],
            self.key,
            self.tenant,
        )

    def item_of(self, member: Member) -> Item:
        """The stored account of a member."""
        item = self.table.find(self.keys.user(UserId(member.id)), consistent=True)
        assert item is not None
        return item

    def outbox(self) -> list[Item]:
        """Every message this brand has handed to the workers, oldest first."""
        found: list[Item] = []
        pages = self.table._dynamodb.get_paginator("scan").paginate(
            TableName=self.table.name,
            FilterExpression="#type = :outbox AND client_id = :client",
            ExpressionAttributeNames={"#type": "type"},
            ExpressionAttributeValues={
                ":outbox": {"S": "outbox"},
                ":client": {"N": str(self.client.id)},
            },
        )
        for page in pages:
            found += [item_from_wire(wire) for wire in page["Items"]]
        return sorted(found, key=lambda item: item["message_id"])

    def mails(self) -> list[dict[str, Any]]:
        """The mails among them: template, to, name, code."""
        return [item["content"] for item in self.outbox() if item["work"] == "mail"]
