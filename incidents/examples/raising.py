"""How people of Harbour Lights raise concerns: two links on posters, a draft, a message, and a report by a child."""

from __future__ import annotations

import uuid

from incidents.models import RaiseLink, Source
from incidents.services import drafts, following, links, raising
from organisations.models import Organisation
from people.models import Person


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    if RaiseLink.objects.exists():
        return
    lead = people["lead"]
    links.make(label="Poster in the hall", for_children=False, by=lead)
    links.make(label="Poster in the youth room", for_children=True, by=lead)
    drafts.keep(people["coordinator"], {"what": ["At pick-up today a father smelt of drink. His boy looked"]})
    got = raising.receive(
        by=None,
        words={
            "what": "somebody from the club keeps asking me for pictures on a game. i said no",
            "where": "a game on my phone",
            "when": "since summer",
        },
        source=Source.LINK,
        once=uuid.uuid4().hex,
        is_anonymous=True,
        for_children=True,
    )
    following.write_back(
        got.report,
        text="Thank you for telling us. You did the right thing. Are you safe at the moment, and how can we reach you?",
        by=lead,
    )
    following.tell_more(got.report, text="yes i am ok. please dont ring my house", by=None)
