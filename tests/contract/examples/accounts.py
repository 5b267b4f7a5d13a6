"""Requests of the account routes that succeed."""

from typing import Any

from accounts import forgot_password as ask_for_code
from accounts import login as sign_in
from onboarding import save_profile
from partners import create_vouchers
from stvos.dynamodb.keys import ClientId
from tests.api.trainers.world import invited
from tests.contract.scene import Ask, Scene
from tests.world import PASSWORD

NEW_PASSWORD = "battery staple horse"


def _code(scene: Scene, email: str, template: str) -> Any:
    mails = [m for m in scene.world.mails() if m["to"] == email and m["template"] == template]
    return mails[-1]["code"]


def register(scene: Scene) -> Ask:
    body = {"email": f"new-{scene.world.client.id}@example.com", "password": PASSWORD}
    # Nobody may choose a brand's coach, onboarding or voucher from outside it.
    session = scene.world.call(save_profile, body={"profile": {"age": 36}}).data["sessionId"]
    return Ask(body=body, ids={"body.coachId": 1234, "body.sessionId": session})


def login(scene: Scene) -> Ask:
    body = {"email": scene.member.email, "password": PASSWORD}
    return Ask(body=body | {"clientId": ClientId(scene.world.client.id)})


def refresh(scene: Scene) -> Ask:
    return Ask(body={"refreshToken": scene.member.refresh_token})


def forgot_password(scene: Scene) -> Ask:
    return Ask(body={"email": scene.member.email})


def reset_password(scene: Scene) -> Ask:
    email = scene.member.email
    scene.world.call(ask_for_code, body={"email": email})
    code = _code(scene, email, "reset_code")
    return Ask(body={"email": email, "code": code, "newPassword": NEW_PASSWORD})


def verify_email(scene: Scene) -> Ask:
    return Ask(body={"code": _code(scene, scene.member.email, "verify_code")})


def change_password(scene: Scene) -> Ask:
    return Ask(body={"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD})


def end_device(scene: Scene) -> Ask:
    body = {"email": scene.member.email, "password": PASSWORD}
    other = scene.world.call(sign_in, body=body).data["refreshToken"]
    return Ask(path={"id": int(other.split(".")[3])})


def validate_voucher(scene: Scene) -> Ask:
    made = scene.staff.call(create_vouchers, body={"quantity": 1}).data["vouchers"]
    return Ask(body={"code": made[0]["code"]})


def check_invite(scene: Scene) -> Ask:
    _, code = invited(scene.world)
    return Ask(body={"inviteCode": code})


def trainer_register(scene: Scene) -> Ask:
    email = f"trainer-{scene.world.client.id}@example.com"
    return Ask(body=check_invite(scene).body | {"email": email, "password": PASSWORD})


def trainer_login(scene: Scene) -> Ask:
    body = {"email": scene.trainer.member.email, "password": PASSWORD}
    return Ask(body=body | {"clientId": ClientId(scene.world.client.id)})


def trainer_refresh(scene: Scene) -> Ask:
    return Ask(body={"refreshToken": scene.trainer.member.refresh_token})
