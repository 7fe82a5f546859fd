"""The council office's desk: its pages about accounts, meetings, agendas, people and files."""

from starlette.routing import BaseRoute

from council.views.desk import (
    account,
    accounts,
    activity,
    agenda,
    agenda_items,
    links,
    meeting,
    meetings,
    oparl_import,
    oparl_storing,
    own_account,
    people,
    people_import,
    progress,
    set_password,
    sign_in,
    streets,
    uploads,
)

routes: list[BaseRoute] = [
    *sign_in.routes,
    *set_password.routes,
    *own_account.routes,
    *accounts.routes,
    *account.routes,
    *activity.routes,
    *meetings.routes,
    *oparl_import.routes,
    *oparl_storing.routes,
    *meeting.routes,
    *agenda.routes,
    *agenda_items.routes,
    *people_import.routes,
    *people.routes,
    *streets.routes,
    *links.routes,
    *progress.routes,
    *uploads.routes,
]
