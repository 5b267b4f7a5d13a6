"""When the order `popular` takes over how often classes were played.

Starts are counted as they come (`plays`). A catalogue takes the counts over when they are old
there and a member plays something, so a quiet brand costs nothing.
"""

import json

from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.projection import PLAYS_EVERY
from stvos.clock import Clock, real_now
from stvos.dynamodb.keys import ClientId
from stvos.queues.queues import QueueName, Queues, SqsQueues


class NotTakenError(Exception):
    """The queue did not take the message."""


def renew_popularity(tenant: ClientId, queues: Queues | None = None, now: Clock = real_now) -> None:
    """After a play: have the client's snapshot made again if its counts are old.

    Asked twice, the second rebuild finds nothing to do.
    """
    pointer = CatalogueStore.of(tenant).pointer()
    if pointer is None or now() - pointer.plays_at < PLAYS_EVERY:
        return
    body = json.dumps({"clientId": tenant, "content": {"touched": []}})
    if (queues or SqsQueues.of_stack()).send(QueueName.CATALOGUE, [body]):
        raise NotTakenError
