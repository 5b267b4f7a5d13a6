"""What a member began to watch and has not finished."""

from stvos.catalogue_search.results import UnfinishedSession
from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal
from stvos.viewing.repository import SessionRepository

_ROW_SIZE = 10


def unfinished_viewings(principal: Principal) -> list[UnfinishedSession]:
    """The member's unfinished viewings, the last begun first."""
    sessions = SessionRepository(Table.of_stack(), principal.client, principal.user)
    return [
        UnfinishedSession(
            session_id=session.id,
            class_id=session.class_id,
            position_seconds=session.resume_position_ms // 1000,
            percent_complete=session.percent_complete,
        )
        for session in sessions.continue_watching(_ROW_SIZE)
    ]
