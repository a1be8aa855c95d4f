"""Requests about data in each state, a hold, a period of the charity's own, and a list that one person agreed to."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from rights.models import DataRequest, RequestKind
from rights.services import disposals, periods, requests


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today = timezone.localdate()
    lead, coordinator, chair = people["lead"], people["coordinator"], people["chair"]
    leaver, volunteer = people["leaver"], people["volunteer"]

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def of(person: Person, kind: str, days: int, words: str, **details: object) -> DataRequest:
        given = {
            "asker": person,
            "asker_name": person.name,
            "about": person,
            "about_name": person.name,
            "route": "email",
            "words": words,
            "identity": "known",
        }
        return requests.receive(by=coordinator, kind=kind, received_on=ago(days), **(given | details))

    of(volunteer, RequestKind.ACCESS, 3, "Please send me everything you have about me.")
    paused = of(people["carer"], RequestKind.ACCESS, 12, "I would like the papers.", route="telephone")
    asked = "Do you want everything, or what was agreed about pictures?"
    requests.pause(paused, by=lead, reason="clarification", asked=asked, from_on=ago(10))
    longer = of(people["contractor"], RequestKind.CORRECTION, 24, "My dates are wrong in several places.")
    why = "Old papers have to be fetched from three places."
    requests.extend(longer, by=lead, months=1, reason=why, told_on=ago(20))
    requests.note(longer, by=lead, text="The signed papers of last summer are in the cabinet at Quay Street.")
    complaint = {
        "asker": None,
        "asker_name": "Harriet Moss",
        "about": None,
        "about_name": "Harriet Moss",
        "identity": "",
    }
    words = "My picture was on your page for a week after I had asked you to take it down."
    of(volunteer, RequestKind.COMPLAINT, 8, words, route="letter", **complaint)
    done = of(people["no_mail"], RequestKind.OBJECTION, 60, "No e-mails, please, only text messages.")
    requests.answer(
        done, by=coordinator, outcome="No e-mails are sent any more; told by text message.", answered_on=ago(58)
    )
    again = of(people["single_name"], RequestKind.ACCESS, 90, "The same copy again, as last week and the week before.")
    reasons = "The third request for the same copy within a month; nothing had changed."
    requests.refuse(again, by=lead, refusal="excessive", outcome=reasons, answered_on=ago(80))
    back = of(people["second_staff"], RequestKind.RESTRICTION, 40, "Please do nothing with my file for now.")
    requests.withdraw(back, by=lead, outcome="Settled in a conversation.", answered_on=ago(35))

    wish = of(leaver, RequestKind.ERASURE, 6, "I have left. Please erase what you have about me.")
    listed = disposals.propose_erasure(leaver, by=lead, reason="They left and asked for it.", request=wish)
    disposals.approve(listed, by=chair)
    periods.hold(by=chair, person=people["deceased"], reason="The family asks about his time here.", starts_on=ago(30))
    insurer = "Our insurer asks for twelve months."
    periods.set_period("people.PeopleImport", by=chair, months=12, reason=insurer)
