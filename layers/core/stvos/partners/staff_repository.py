"""DynamoDB access patterns W1 and W5 to W7 of docs/data-model.md: partners' staff."""

from datetime import datetime

from stvos.dynamodb import tombstones
from stvos.dynamodb.keys import NOBODY, ClientId, Directory, Keys
from stvos.dynamodb.table import Attr, Table, Write, check, delete, put
from stvos.errors import Conflict, InvalidToken, UserExists
from stvos.identity.mail_codes import mail_hash
from stvos.identity.sign_in_store import SignInKeys, SignInStore
from stvos.partners.models import Staff


def find_staff(table: Table, email: str) -> Staff | None:
    """W1: the staff member who signs in with a mail address, wherever: partners have no key. Who
    was invited and has not accepted is none.

    For an unknown address as much is read, so that the duration reveals nothing.
    """
    item = table.find(Directory.staff_mail(mail_hash(email)))
    tenant, staff_id = (item["client_id"], item["staff_id"]) if item else (NOBODY, NOBODY)
    return StaffRepository(table, ClientId(tenant)).find(staff_id)


class StaffRepository:
    """The staff of one client's partners, and their refresh families."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def find(self, person_id: int) -> Staff | None:
        """W5: one staff member, read consistently: a removed one must be gone immediately."""
        item = self._table.find(self._keys.staff(person_id), consistent=True)
        return Staff.of_item(item) if item else None

    def sign_ins(self, person_id: int) -> SignInStore:
        """I1 to I6: the sign-ins of one staff member."""
        keys = SignInKeys(
            person=self._keys.staff(person_id),
            family=lambda family_id: self._keys.staff_family(person_id, family_id),
            families=self._keys.staff_families(person_id),
            item_type="staff_family",
        )
        return SignInStore(self._table, keys)

    def of_partner(self, partner_id: int) -> list[Staff]:
        """W6: a partner's staff, oldest first; there are at most some dozen."""
        return [Staff.of_item(i) for i in self._table.all(self._keys.staff_of(partner_id))]

    def joining(self, staff: Staff) -> tuple[Write, ...]:
        """W7: the writes that add a staff member who is invited, once for each address."""
        place = self._keys.staff_mail(staff.partner_id, mail_hash(staff.email))
        taken = UserExists("This email is already one of your staff's.")
        return (
            put(place, {"type": "invited_mail", "staff_id": staff.id}, unless_exists=taken),
            put(
                self._keys.staff(staff.id),
                staff.to_item() | {"type": "staff"},
                unless_exists=Conflict(),
                index=self._keys.staff_in_list(staff.partner_id, staff.id),
            ),
        )

    def accepting(self, staff: Staff) -> Write:
        """W9: the write that makes the address of an invited staff member theirs to sign in with:
        it works for one partner only.
        """
        owner = {"type": "staff_mail", "client_id": self._tenant, "staff_id": staff.id}
        taken = UserExists("This email already signs in to another partner's portal.")
        return put(Directory.staff_mail(mail_hash(staff.email)), owner, unless_exists=taken)

    def leaving(self, staff: Staff, by: Staff, now: datetime) -> tuple[Write, ...]:
        """W7: the writes that remove a staff member, while the owner who does it is still one."""
        return (
            tombstones.leave(self._keys.staff_tombstone(staff.id), "staff_gone", now),
            check(self._keys.staff(by.id), Attr("role").eq(by.role.value), InvalidToken()),
            *self.dismissed(staff),
        )

    def require_left(self, staff_id: int) -> None:
        """W7: raises NotFound, unless this very request removed the person when it came before."""
        tombstones.require_own(self._table, self._keys.staff_tombstone(staff_id))

    def dismissed(self, staff: Staff) -> tuple[Write, ...]:
        """W7: the writes that remove a staff member, whoever does it, and give back the address if
        it is theirs. Raises Conflict for one who accepted, or was removed, since they were read.
        """
        hashed, has_hash = mail_hash(staff.email), Attr("password_hash")
        as_read = has_hash.exists() if staff.has_accepted else has_hash.not_exists()
        changed = Conflict("The staff member was changed meanwhile; try again.")
        writes = (
            delete(
                self._keys.staff(staff.id), only_if=Attr("pk").exists() & as_read, refusal=changed
            ),
            delete(self._keys.staff_mail(staff.partner_id, hashed)),
        )
        if not staff.has_accepted:
            return writes
        theirs = Attr("staff_id").eq(staff.id)
        return (*writes, delete(Directory.staff_mail(hashed), only_if=theirs, refusal=changed))
