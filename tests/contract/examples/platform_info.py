"""Requests of the platform's routes that succeed."""

from tests.contract.examples.accounts import validate_voucher
from tests.contract.scene import Ask, Scene


def join_with_code(scene: Scene) -> Ask:
    return Ask(path={"code": validate_voucher(scene).body["code"]})
