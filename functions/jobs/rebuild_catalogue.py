"""Queue of changed catalogues: bring a client's catalogue snapshot up to date."""

from stvos.content.projection import CatalogueProjection, Touched
from stvos.jobs.worker import Task, worker


@worker
def handler(task: Task) -> None:
    CatalogueProjection.of(task.tenant).follow(Touched.of(task.content["touched"]))
