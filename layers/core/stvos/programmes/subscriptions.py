"""DynamoDB access patterns G6 to G9 of docs/data-model.md: who follows which programme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from stvos.accounts.coaching import as_client
from stvos.accounts.models import Account
from stvos.accounts.not_erased import not_erased
from stvos.due.index import due_index
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Item, Slice, Table, Write, put
from stvos.errors import Conflict, NotFound
from stvos.programmes.models import Subscription


class SubscriptionChanged(Conflict):
    """The subscription changed since it was read: look at it again."""


@dataclass(frozen=True, slots=True)
class StoredSubscription:
    """A subscription as it was read. `is_own`: this very request wrote it when it came before."""

    subscription: Subscription
    is_own: bool

    @classmethod
    def of_item(cls, item: Item) -> "StoredSubscription":
        return cls(Subscription.of_item(item), is_own(item["writer"]))


class SubscriptionRepository:
    """One member's subscriptions."""

    def __init__(self, table: Table, tenant: ClientId, member: UserId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._member = member
        self.span = self._keys.subscriptions(member)

    def require(self, subscription_id: int) -> StoredSubscription:
        """G6: one subscription; raises NotFound, also for another member's."""
        key = self._keys.subscription(self._member, subscription_id)
        item = self._table.find(key, consistent=True)
        if item is None:
            raise NotFound
        return StoredSubscription.of_item(item)

    def newest_first(self, after: str | None) -> Iterator[Subscription]:
        """G6: the member's subscriptions, behind a sort key."""
        items = self._table.all(self.span, forward=False, after=after, consistent=True)
        return map(Subscription.of_item, items)

    def place_of(self, subscription: Subscription) -> str:
        """What a list goes on behind."""
        return self._keys.subscription(self._member, subscription.id).sk

    def live(self) -> list[Subscription]:
        """G6: those that are stored as active or paused: one read of all that the member ever
        followed, and one of these.
        """
        span = self._keys.subscriber_of(self._member)
        ids = [item["subscription_id"] for item in self._table.all(span) if item["live"]]
        keys = [self._keys.subscription(self._member, number) for number in ids]
        return [Subscription.of_item(item) for item in self._table.find_many(keys) if item]

    def latest_of(self, programme_id: int) -> StoredSubscription | None:
        """G7: the member's latest subscription to a programme."""
        key = self._keys.subscriber(self._member, programme_id)
        place = self._table.find(key, consistent=True)
        return self.require(place["subscription_id"]) if place else None

    def add(
        self,
        subscription: Subscription,
        due: datetime | None,
        before: Subscription | None,
    ) -> None:
        """G7: store a subscription in place of the one before, which must have ended. Raises
        Conflict when there is another by now.
        """
        following = Conflict("You follow this programme already.")
        unchanged = Attr("subscription_id").eq(before.id) if before else Attr("pk").not_exists()
        self._table.transact(
            put(
                self._keys.subscription(self._member, subscription.id),
                _to_item(subscription),
                unless_exists=Conflict(),
                index=due_index(subscription.id, due),
            ),
            self._placed(subscription, unchanged, following),
            as_client(
                self._tenant,
                subscription.trainer_id,
                self._member,
                subscription.created_at,
                programmes=1,
            ),
            not_erased(self._keys.user(self._member)),
        )

    def replace(self, before: Subscription, after: Subscription, due: datetime | None) -> None:
        """G8: store another state with its due time; one that has ended is listed as such. Raises
        SubscriptionChanged.
        """
        changed = SubscriptionChanged("The subscription was changed meanwhile; try again.")
        write = put(
            self._keys.subscription(self._member, after.id),
            _to_item(after),
            only_if=Attr("version").eq(before.version),
            refusal=changed,
            index=due_index(after.id, due),
        )
        if before.status.is_live == after.status.is_live:
            self._table.write(write)
            return
        latest = Attr("subscription_id").eq(after.id)
        self._table.transact(write, self._placed(after, latest, changed))

    def _placed(self, subscription: Subscription, only_if: Condition, refusal: Conflict) -> Write:
        live = subscription.status.is_live
        item = {
            "type": "subscriber",
            "user_id": self._member,
            "programme_id": subscription.programme_id,
            "subscription_id": subscription.id,
            "live": live,
        }
        programme, number = subscription.programme_id, subscription.id
        return put(
            self._keys.subscriber(self._member, programme),
            item,
            only_if=only_if,
            refusal=refusal,
            index=self._keys.subscriber_in_list(programme, number, live=live),
        )


class SubscriberList:
    """Who follows one programme."""

    def __init__(self, table: Table, tenant: ClientId, programme_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._programme_id = programme_id
        self.span = self._keys.subscribers(programme_id)

    def page(self, limit: int, after: str | None) -> Slice:
        """G9: places of those who follow it now, the newest first, then of those who did."""
        return self._table.query(self.span, limit=limit, forward=False, after=after)

    def count(self) -> int:
        """G9: how many follow it now."""
        return self._table.count(self._keys.live_subscribers(self._programme_id))

    def people(self, places: Sequence[Item]) -> list[tuple[Account, Subscription]]:
        """G9: the accounts and subscriptions of places; who is being erased is left out."""
        users = [UserId(place["user_id"]) for place in places]
        accounts = [self._keys.user(user) for user in users]
        subscriptions = [
            self._keys.subscription(user, place["subscription_id"])
            for user, place in zip(users, places, strict=True)
        ]
        found = self._table.find_many([*accounts, *subscriptions])
        pairs = zip(found[: len(places)], found[len(places) :], strict=True)
        return [
            (Account.of_item(account), Subscription.of_item(subscription))
            for account, subscription in pairs
            if account and subscription and "erased_at" not in account
        ]


def _to_item(subscription: Subscription) -> Item:
    return subscription.to_item() | {"type": "subscription"}
