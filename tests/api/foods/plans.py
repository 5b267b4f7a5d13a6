"""A member's nutrition plans as the program sees them, for what no route shows."""

from stvos.accounts.repository import AccountRepository
from stvos.nutrition.service import NutritionPlans
from tests.world import Member, World


def plans_of(world: World, member: Member) -> NutritionPlans:
    accounts = AccountRepository(world.table, world.tenant)
    account = accounts.find(member.id)
    assert account is not None
    return NutritionPlans(world.table, account)
