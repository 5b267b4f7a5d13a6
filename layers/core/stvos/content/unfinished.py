"""What a member began to watch and has not finished."""

from stvos.content.found import Unfinished
from stvos.principal import Principal


def unfinished_viewings(principal: Principal) -> list[Unfinished]:
    """The member's unfinished viewings, the last watched first."""
    return []
