"""Fills the laptop stack with the demo brand, over HTTP, as an operator would."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from local import demo


class SeedError(Exception):
    """The API refused a step of the seeding; the message holds its answer."""


@dataclass(frozen=True)
class Api:
    """The API as one caller: a base URL and the headers that say who it is."""

    session: aiohttp.ClientSession
    base_url: str
    headers: dict[str, str]

    async def call(
        self, method: str, path: str, body: Any = None, *, lines: list[Any] | None = None
    ) -> Any:
        """The `data` of the answer."""
        headers = {**self.headers, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        if lines is not None:
            headers["Content-Type"] = "application/x-ndjson"
            content = "\n".join(json.dumps(line) for line in lines)
        url = self.base_url + path
        async with self.session.request(method, url, data=content, headers=headers) as answer:
            text = await answer.text()
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise SeedError(f"{method} {path} answered {answer.status}: {text[:600]}")
            return json.loads(text)["data"]

    async def all(self, path: str, name: str) -> list[dict[str, Any]]:
        """Every item of a paged list."""
        items: list[dict[str, Any]] = []
        page = 1
        while True:
            data = await self.call("GET", f"{path}?page={page}&limit=100")
            items += data.get(name, data.get("items", []))
            if page >= data.get("pagination", {}).get("totalPages", 1):
                return items
            page += 1


async def seed(base_url: str, admin_key: str, known: dict[str, Any] | None) -> dict[str, Any]:
    """The `demo` part of stack.json; what is there already is kept and used."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
        if known and await _works(session, base_url, known):
            return known
        operator = Api(session, base_url, {"X-Admin-Key": admin_key})
        client_id = await _client(operator)
        path = f"/admin/clients/{client_id}"
        category_ids = await _named(
            operator,
            f"{path}/categories",
            "category",
            "categories",
            [{"name": name, "position": at} for at, name in enumerate(demo.CATEGORIES, start=1)],
        )
        trainer_ids = await _named(
            operator, f"{path}/trainers", "trainer", "trainers", demo.TRAINERS
        )
        wanted = demo.classes(category_ids, trainer_ids)
        present = {item["name"] for item in await operator.all(f"{path}/classes", "classes")}
        missing = [item for item in wanted if item["name"] not in present]
        if missing:
            await operator.call("POST", f"{path}/classes/import", lines=missing)
        client_key = await _key(operator, path, "client")
        return {
            "clientId": client_id,
            "clientKey": client_key,
            "universalKey": await _key(operator, path, "universal"),
            "member": await _member(Api(session, base_url, {"X-API-Key": client_key})),
        }


async def _client(operator: Api) -> int:
    for client in await operator.all("/admin/clients", "clients"):
        if client["slug"] == demo.CLIENT["slug"]:
            return int(client["id"])
    made = await operator.call("POST", "/admin/clients", demo.CLIENT)
    return int(made["client"]["id"])


async def _named(
    operator: Api, path: str, one: str, many: str, wishes: list[dict[str, Any]]
) -> dict[str, int]:
    """Ids by name, of items that are made when they are not there."""
    ids = {item["name"]: int(item["id"]) for item in await operator.all(path, many)}
    for wish in wishes:
        if wish["name"] not in ids:
            made = await operator.call("POST", path, wish)
            ids[wish["name"]] = int(made[one]["id"])
    return ids


async def _key(operator: Api, path: str, kind: str) -> str:
    """A new key: an old one cannot be shown again."""
    made = await operator.call(
        "POST",
        f"{path}/api-keys",
        {"kind": kind, "label": f"laptop {kind} key", "plan": "standard"},
    )
    return str(made["key"])


async def _member(app: Api) -> dict[str, str]:
    member = {
        "email": f"member-{secrets.token_hex(3)}@harbour.example",
        "password": f"Laptop-{secrets.token_urlsafe(9)}-1",
    }
    await app.call("POST", "/auth/register", {**member, "name": "Robin Demo"})
    return member


async def _works(session: aiohttp.ClientSession, base_url: str, known: dict[str, Any]) -> bool:
    """Whether keys and member of an earlier start are still there."""
    try:
        universal = Api(session, base_url, {"X-API-Key": known["universalKey"]})
        app = Api(session, base_url, {"X-API-Key": known["clientKey"]})
        config, _ = await asyncio.gather(
            universal.call("GET", "/app/config"),
            app.call("POST", "/auth/login", known["member"]),
        )
    except (SeedError, KeyError):
        return False
    return bool(config["client"]["id"] == known["clientId"])
