"""Requests of the partner routes that succeed."""

from partners import create_vouchers as make_vouchers
from partners import list_billing_reports as months_of
from partners import staff_forgot_password as ask_for_code
from tests.api.partners.world import product_of
from tests.contract.scene import Ask, Scene
from tests.world import PASSWORD, call

NEW_PASSWORD = "battery staple horse"


def staff_login(scene: Scene) -> Ask:
    return Ask(body={"email": scene.staff.email, "password": PASSWORD})


def staff_refresh(scene: Scene) -> Ask:
    return Ask(body={"refreshToken": scene.staff.refresh_token})


def staff_forgot_password(scene: Scene) -> Ask:
    return Ask(body={"email": scene.staff.email})


def staff_reset_password(scene: Scene) -> Ask:
    email = scene.staff.email
    call(ask_for_code, body={"email": email})
    code = [m["code"] for m in scene.world.mails() if m["to"] == email][-1]
    return Ask(body={"email": email, "code": code, "newPassword": NEW_PASSWORD})


def staff_change_password(scene: Scene) -> Ask:
    return Ask(body={"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD})


def add_staff(scene: Scene) -> Ask:
    email = f"viewer-{scene.world.client.id}@example.com"
    return Ask(body={"email": email, "name": "Vera Viewer", "role": "viewer"})


def remove_staff(scene: Scene) -> Ask:
    return Ask(path={"id": scene.staff.colleague("viewer").id})


def create_vouchers(scene: Scene) -> Ask:
    return Ask(body={"quantity": 2, "prefix": "ACME"})


def revoke_voucher(scene: Scene) -> Ask:
    made = scene.staff.call(make_vouchers, body={"quantity": 1}).data["vouchers"]
    return Ask(path={"id": made[0]["id"]})


def get_member(scene: Scene) -> Ask:
    return Ask(path={"id": scene.employee.id})


def remove_member(scene: Scene) -> Ask:
    return Ask(path={"id": scene.employee.id})


def change_product(scene: Scene) -> Ask:
    return Ask(path={"id": product_of(scene.staff)["id"]}, body={"price": 34.9, "image": None})


def delete_product(scene: Scene) -> Ask:
    return Ask(path={"id": product_of(scene.staff)["id"]})


def get_billing_report(scene: Scene) -> Ask:
    return Ask(path={"month": _running(scene)})


def export_billing_report(scene: Scene) -> Ask:
    return Ask(path={"month": _running(scene)})


def _running(scene: Scene) -> str:
    """The month that it is for the scene's partner."""
    reports = scene.staff.call(months_of).data["reports"]
    return str(reports[0]["month"])
