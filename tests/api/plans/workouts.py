"""A member's workout plans as the program sees them, for what no route shows."""

from stvos.accounts.repository import AccountRepository
from stvos.plans.workout_service import WorkoutPlans
from tests.world import Member, World


def workouts_of(world: World, member: Member) -> WorkoutPlans:
    accounts = AccountRepository(world.table, world.tenant)
    account = accounts.find(member.id)
    assert account is not None
    return WorkoutPlans(world.table, account)
