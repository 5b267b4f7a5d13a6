"""How long an access token lives. Apart from what signs them, which not everybody must load who
needs to know it.
"""

from datetime import timedelta

ACCESS_LIFETIME = timedelta(hours=1)
