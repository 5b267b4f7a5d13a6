"""A partner of a test's brand, with an owner who signed in by the invitation mail's code."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from accounts import register
from operators import create_partner
from partners import (
    add_staff,
    create_product,
    create_vouchers,
    staff_login,
    staff_reset_password,
)
from stvos.ids import new_id
from tests.world import PASSWORD, Member, Reply, World, call

BILLING: dict[str, Any] = {
    "model": "per_active_member",
    "unitPrice": 4.5,
    "currency": "EUR",
    "includedMembers": 10,
    "minimum": 100,
    "timezone": "Europe/Berlin",
    "reportEmails": ["billing@example.com"],
}
PRODUCT: dict[str, Any] = {
    "name": "Standing desk mat",
    "description": "Easy on the feet.",
    "image": "https://shop.example.com/mat.jpg",
    "price": 39.9,
    "currency": "EUR",
    "buyUrl": "https://shop.example.com/mat?from=app",
}


@dataclass(frozen=True)
class StaffMember:
    """A signed-in person of a partner's."""

    id: int
    email: str
    access_token: str
    refresh_token: str
    partner_id: int
    world: World

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access_token}"}

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route of the portal as this person."""
        return call(endpoint, headers=self.headers | request.pop("headers", {}), **request)

    def colleague(self, role: str) -> "StaffMember":
        """A further person of the same partner, invited and signed in."""
        email = f"{role}-{new_id()}@example.com"
        invited = self.call(add_staff, body={"email": email, "name": "Col League", "role": role})
        assert invited.status == 201, invited.text
        return signed_in(self.world, email)


def new_partner(world: World, **changes: Any) -> StaffMember:
    """A new partner of this brand; answers its owner, signed in."""
    email = f"owner-{new_id()}@example.com"
    body = {
        "name": "Acme Works",
        "billing": BILLING,
        "owner": {"email": email, "name": "Olga Owner"},
    }
    made = world.operate(create_partner, body=body | changes)
    assert made.status == 201, made.text
    return signed_in(world, email)


def signed_in(world: World, email: str) -> StaffMember:
    """A person who sets the password with the code of their mail and signs in."""
    code = next(m["code"] for m in reversed(world.mails()) if m["to"] == email)
    reset = call(staff_reset_password, body={"email": email, "code": code, "newPassword": PASSWORD})
    assert reset.status == 200, reset.text
    data = call(staff_login, body={"email": email, "password": PASSWORD}).data
    return StaffMember(
        data["staff"]["id"],
        email,
        data["accessToken"],
        data["refreshToken"],
        data["partner"]["id"],
        world,
    )


def codes_of(owner: StaffMember, quantity: int = 1, **wish: Any) -> list[dict[str, Any]]:
    made = owner.call(create_vouchers, body={"quantity": quantity} | wish)
    vouchers: list[dict[str, Any]] = made.data["vouchers"]
    return vouchers


def employee_of(staff: StaffMember, **wish: Any) -> Member:
    """A new member, who joined with a voucher of this person's partner."""
    code = codes_of(staff)[0]["code"]
    return staff.world.member(**wish | {"voucherCode": code})


def product_of(staff: StaffMember, **changes: Any) -> dict[str, Any]:
    made = staff.call(create_product, body=PRODUCT | changes)
    assert made.status == 201, made.text
    product: dict[str, Any] = made.data["product"]
    return product


def sign_up(world: World, code: str, email: str = "eva@example.com", **more: Any) -> Reply:
    body = {"email": email, "password": PASSWORD, "voucherCode": code}
    return world.call(register, body=body, **more)
