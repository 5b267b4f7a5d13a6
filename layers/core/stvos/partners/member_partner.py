"""A member's partner, as the member sees it."""

from stvos.accounts.answers import PartnerNameAnswer
from stvos.accounts.models import Account
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table


def find_partner_of(account: Account) -> PartnerNameAnswer | None:
    """W2: the name and logo of an account's partner; None for an account without one."""
    if account.partner_id is None:
        return None
    key = Keys(ClientId(account.client_id)).partner(account.partner_id)
    item = Table.of_stack().find(key)
    if item is None:
        return None
    return PartnerNameAnswer(id=item["id"], name=item["name"], logo=item.get("logo"))
