"""Remembering that somebody answered on this device, where the town wants one answer a device: a cookie that says so, and nothing of whom.

It is weak, and pages say so: who deletes it or takes another browser can answer again.
"""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from participation.views.answering_visit import Visit

LONGEST = timedelta(days=400)  # what browsers keep at most
AFTERWARDS = timedelta(days=1)


def is_marked(request: Request, visit: Visit) -> bool:
    """Whether somebody answered here, and that counts."""
    return visit.survey.once_a_device and not visit.test and name(visit.survey.id) in request.cookies


def mark(response: Response, visit: Visit) -> None:
    """Remember it until the survey is over."""
    if not visit.survey.once_a_device or visit.test or visit.survey.closes_at is None:
        return
    left = min(visit.survey.closes_at - visit.now + AFTERWARDS, LONGEST)
    secure = visit.site.settings.secure
    seconds = int(left.total_seconds())
    response.set_cookie(
        name(visit.survey.id), "1", max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/"
    )


def name(process_id: int) -> str:
    """The cookie of a survey."""
    return f"mitgemacht-{process_id}"
