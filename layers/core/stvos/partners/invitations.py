"""The mail with the code by which a staff member sets the first or a new password."""

from datetime import datetime, timedelta

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.identity.mail_codes import CODE_LIFETIME, MailCodes, Purpose, code_mail, new_mail_code
from stvos.partners.models import Partner, Staff

INVITATION_LIFETIME = timedelta(days=7)


def code_to_set_a_password(
    table: Table, partner: Partner, staff: Staff, template: str, now: datetime
) -> tuple[Write, ...]:
    """The writes that mail a staff member a code to set a password with."""
    tenant, code = ClientId(staff.client_id), new_mail_code()
    # An invitation may wait in a mailbox for days; a code that was asked for is used immediately.
    lifetime = INVITATION_LIFETIME if template == "staff_invitation" else CODE_LIFETIME
    return (
        MailCodes(table, tenant).put(staff.email, Purpose.STAFF, code, now, lifetime),
        code_mail(tenant, template, staff.email, staff.name, code, now, partner=partner.name),
    )
