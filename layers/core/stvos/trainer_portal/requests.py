"""What a trainer sends about clients."""

from pydantic import ConfigDict

from stvos.models import Body, Text5000


class ClientNotesBody(Body):
    """The trainer's own notes; empty removes them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"notes": "Left knee: no jumps until May."}]}
    )

    notes: Text5000
