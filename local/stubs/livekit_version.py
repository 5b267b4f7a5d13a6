"""The version of LiveKit's server that its stand-in says it is.

Clients want 1.8 or newer. It speaks protocol 16 with participants, and 1 with agent workers.
"""

from livekit.protocol import models

VERSION = "1.9.0-stand-in"


def server_info() -> models.ServerInfo:
    return models.ServerInfo(version=VERSION, protocol=16, agent_protocol=1)
