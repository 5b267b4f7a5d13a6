"""The demo brand's partner: made by the operator, its owner signed in with the code of a mail."""

import asyncio
import email
import email.policy
import re
import secrets
from pathlib import Path
from typing import Any

from local import demo
from local.api import Api, SeedError

_WAITS = 150
_PAUSE_SECONDS = 0.2
# On a line of its own: six digits, or the ten letters and digits of an invitation.
_CODE = re.compile(r"^ +([0-9A-Z]{6}|[0-9A-Z]{10})\s*$", re.MULTILINE)


async def partner_of(operator: Api, path: str, mails: Path) -> tuple[dict[str, Any], str]:
    """The owner's sign-in and a voucher that is not redeemed yet."""
    anyone = Api(operator.session, operator.base_url, {})
    owner = demo.PARTNER["owner"]["email"]
    present = await operator.all(f"{path}/partners", "partners")
    if any(partner["name"] == demo.PARTNER["name"] for partner in present):
        await anyone.call("POST", "/partner-auth/forgot-password", {"email": owner})
    else:
        await operator.call("POST", f"{path}/partners", demo.PARTNER)
    sign_in = {"email": owner, "password": f"Laptop-{secrets.token_urlsafe(9)}-1"}
    await _set_password(anyone, sign_in, mails)
    portal = await signed_in(anyone, sign_in)
    made = await portal.call("POST", "/partner/vouchers", demo.VOUCHERS)
    return sign_in, str(made["vouchers"][0]["code"])


async def signed_in(anyone: Api, sign_in: dict[str, Any]) -> Api:
    """The portal as its owner."""
    data = await anyone.call("POST", "/partner-auth/login", sign_in)
    bearer = {"Authorization": f"Bearer {data['accessToken']}"}
    return Api(anyone.session, anyone.base_url, bearer)


async def _set_password(anyone: Api, sign_in: dict[str, Any], mails: Path) -> None:
    """With the newest code; an older mail may lie there, whose code is spent."""
    for _ in range(_WAITS):
        for code in _codes_to(sign_in["email"], mails):
            body = {"email": sign_in["email"], "code": code, "newPassword": sign_in["password"]}
            try:
                await anyone.call("POST", "/partner-auth/reset-password", body)
            except SeedError:
                continue
            return
        await asyncio.sleep(_PAUSE_SECONDS)
    raise SeedError(f"no mail with a code came for {sign_in['email']}")


def _codes_to(address: str, mails: Path) -> list[str]:
    newest = sorted(mails.glob(f"*-{address}-*.eml"))[-1:]
    texts = [_text_of(path) for path in newest]
    return [code for text in texts for code in _CODE.findall(text)]


def _text_of(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""
