"""GET /v1/partner/analytics: use over time, popular classes and categories, and who stays.

A partner that sees its members in groups only gets whole months that are over, and null for
groups of fewer than ten people.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.partners.models import Staff
from stvos.usage.analytics import Analytics
from stvos.usage.answers import AnalyticsAnswer
from stvos.usage.requests import AnalyticsQuery


@endpoint(who="P", public=True, query=AnalyticsQuery)
def handler(request: Request[AnalyticsQuery, Staff]) -> AnalyticsAnswer:
    return Analytics.of(request.caller).show(request.query)
