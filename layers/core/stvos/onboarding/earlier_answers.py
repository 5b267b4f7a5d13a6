"""What a registration asks of onboarding: light to load, since most sign-ups name no session."""

from typing import TYPE_CHECKING

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table

if TYPE_CHECKING:
    from stvos.onboarding.merging import OnboardingTakeover


def earlier_answers(tenant: ClientId, session_id: str) -> "OnboardingTakeover":
    """The session that a sign-up names; raises InvalidSession."""
    from stvos.onboarding.merging import takeover

    return takeover(Table.of_stack(), tenant, session_id)
