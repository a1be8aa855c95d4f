"""Families for the stories about consent, beside those of the example charity: made through the services.

Run inside an installation: `start.py manage shell -c "from tests.e2e.families import prepare; prepare()"`.
"""

from __future__ import annotations

from django.utils import timezone

from consent.examples.questions import question
from consent.models import Channel, Decision, Event, Means, Method, Question
from consent.services import answers, events, record_use
from organisations.models import Organisation
from people import services
from people.models import Authority, Person, Relationship
from people.roles import Role
from safeguard.recurrence import add_months
from safeguard.scoping import acting_for

WIDTHS = (360, 1280)
AT_THE_EVENT = 12


def prepare() -> None:
    """For each width a family of two children who were never asked, and an event of twelve with one no."""
    with acting_for(Organisation.objects.get(slug="harbour-lights")):
        coordinator = Person.objects.get(name="Cory Bell")
        for width in WIDTHS:
            family(width, coordinator)
            event(width, coordinator)


def family(width: int, by: Person) -> None:
    """A mother, Wanda, with Ada and Ben; Ada is on the website already, with a yes of old."""
    ada, ben = child(f"Ada Wick{width}", 9, by), child(f"Ben Wick{width}", 7, by)
    mother = carer(f"Wanda Wick{width}", f"wanda{width}@families.example", [ada, ben], by)
    website = question("Pictures on our website")
    say(ada, website, mother, by)
    shown(ada, website, Channel.WEBSITE, f"The boat is painted ({width})", f"boat-{width}")


def event(width: int, by: Person) -> Event:
    """Twelve people; of eleven there is a yes for Facebook, and of one there is a no."""
    facebook = question("Pictures on Facebook")
    people = []
    for number in range(1, AT_THE_EVENT + 1):
        member = child(f"Guest{number:02} Of{width}", 8, by)
        parent = carer(f"Parent{number:02} Of{width}", "", [member], by)
        say(member, facebook, parent, by, Decision.NO if number == AT_THE_EVENT else Decision.YES)
        people.append(member)
    shown(people[0], facebook, Channel.FACEBOOK, f"The flag is up ({width})", f"flag-{width}")
    made = events.add(title=f"Harbour fair {width}", on=timezone.localdate(), by=by)
    events.register(made, add=people, by=by)
    return made


def child(name: str, years: int, by: Person) -> Person:
    volunteer = Person.objects.get(name="Vera Lindqvist")
    born = add_months(timezone.localdate(), -12 * years - 5)
    project = volunteer.project
    return services.add(name=name, roles=[Role.BENEFICIARY], date_of_birth=born, project=project, by=by)


def carer(name: str, email: str, children: list[Person], by: Person) -> Person:
    made = services.add(name=name, roles=[Role.CARER], email=email, by=by)
    lead = Person.objects.get(name="Dana Whitlock")
    for one in children:
        link = services.add_carer(one, made, relationship=Relationship.MOTHER, authority=Authority.PARENTAL, by=by)
        services.confirm_authority(link, seen="The long birth certificate", by=lead)
    return made


def shown(person: Person, asked: Question, channel: Channel, what: str, page: str) -> None:
    """Recorded by a trustee, who so approves it."""
    trustee = Person.objects.get(name="Tom Okafor")
    record_use(
        what=what,
        means=Means.PICTURE,
        channel=channel,
        what_for=asked.what_for,
        people=[person],
        by=trustee,
        approved_by=trustee,
        link=f"https://pictures.example/{page}",
    )


def say(subject: Person, asked: Question, giver: Person, by: Person, decision: str = Decision.YES) -> None:
    answers.give(
        subject=subject,
        wording=asked.wordings.filter(language="en").latest("number"),
        decision=decision,
        giver=giver,
        method=Method.PAPER,
        by=by,
    )
