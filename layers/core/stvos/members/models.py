"""What is stored about a member's own requests."""

from datetime import datetime

from stvos.models import Entity


class ExportJob(Entity):
    """A copy of a member's data, asked for or made. `file`: the unguessable part of its name."""

    id: int
    user_id: int
    file: str
    created_at: datetime
    ready_at: datetime | None = None
