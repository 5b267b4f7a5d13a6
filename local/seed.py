"""Fills the laptop stack with the demo brand, over HTTP, as an operator would."""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import aiohttp

from local import demo
from local.api import Api, SeedError
from local.demo_partner import partner_of, signed_in
from local.demo_trainers import trainers_of


async def seed(
    base_url: str, admin_key: str, known: dict[str, Any] | None, mails: Path
) -> dict[str, Any]:
    """The `demo` part of stack.json; what is there already is kept and used. `mails`: the folder
    in which the code for the partner's owner arrives.
    """
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
        app = Api(session, base_url, {"X-API-Key": client_key})
        partner, voucher = await partner_of(operator, path, mails)
        trainer = await trainers_of(operator, app, path, trainer_ids)
        return {
            "clientId": client_id,
            "clientKey": client_key,
            "universalKey": await _key(operator, path, "universal"),
            "member": await _member(app),
            "trainer": trainer,
            "partner": partner,
            "voucher": voucher,
        }


async def _client(operator: Api) -> int:
    for client in await operator.all("/admin/clients", "clients"):
        if client["slug"] == demo.CLIENT["slug"]:
            return int(client["id"])
    made = await operator.call("POST", "/admin/clients", demo.CLIENT)
    return int(made["client"]["id"])


async def _named(
    operator: Api, path: str, one: str, many: str, bodies: list[dict[str, Any]]
) -> dict[str, int]:
    """Ids by name, of items that are made when they are not there."""
    ids = {item["name"]: int(item["id"]) for item in await operator.all(path, many)}
    for body in bodies:
        if body["name"] not in ids:
            made = await operator.call("POST", path, body)
            ids[body["name"]] = int(made[one]["id"])
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
    """Whether keys, member, trainer and partner of an earlier start are still there."""
    try:
        universal = Api(session, base_url, {"X-API-Key": known["universalKey"]})
        app = Api(session, base_url, {"X-API-Key": known["clientKey"]})
        config, *_ = await asyncio.gather(
            universal.call("GET", "/app/config"),
            app.call("POST", "/auth/login", known["member"]),
            app.call("POST", "/trainer-auth/login", known["trainer"]),
            signed_in(Api(session, base_url, {}), known["partner"]),
        )
    except (SeedError, KeyError):
        return False
    return bool(config["client"]["id"] == known["clientId"])
