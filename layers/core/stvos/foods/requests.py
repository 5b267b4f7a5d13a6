"""What the food table may be asked."""

from typing import Annotated

from pydantic import Field

from stvos.models import Text1000
from stvos.paging import PageQuery


class FoodQuery(PageQuery):
    """`search`: words of a name, or their beginnings."""

    search: Annotated[Text1000, Field(max_length=100)] = ""
