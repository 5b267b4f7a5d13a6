"""Queue of changed catalogues: bring a client's catalogue snapshot up to date."""

from collections.abc import Sequence
from itertools import chain

from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.queues.worker import Task, worker_for_client


@worker_for_client
def handler(tasks: Sequence[Task]) -> None:
    touched = Touched.of(chain.from_iterable(task.content["touched"] for task in tasks))
    CatalogueProjection.of(tasks[0].tenant).follow(touched)
