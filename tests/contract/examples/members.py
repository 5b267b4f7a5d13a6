"""Requests of the member routes that succeed."""

from members import start_export as order
from partners import create_vouchers
from tests.contract.scene import Ask, Scene
from tests.world import PASSWORD


def delete_me(scene: Scene) -> Ask:
    return Ask(body={"password": PASSWORD})


def join_with_voucher(scene: Scene) -> Ask:
    [made] = scene.staff.call(create_vouchers, body={"quantity": 1}).data["vouchers"]
    return Ask(body={"voucherCode": made["code"]})


def get_export(scene: Scene) -> Ask:
    return Ask(path={"jobId": scene.member.call(order).data["jobId"]})
