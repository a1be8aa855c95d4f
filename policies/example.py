"""The policies of the example charity, in every state that a policy can be in. All texts are our own."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from organisations.models import Organisation
from people.models import Person
from policies import starters
from policies.models import ChangeKind, Outcome, Policy, PolicyVersion
from policies.questions import QUESTIONS, Answer
from policies.services import amendments, approvals, companions, importing, policies, reviews, sign_off, versions
from policies.services.importing import Confirmed
from policies.states import Status
from safeguard.partial_dates import PartialDate, read
from safeguard.recurrence import add_months

OLD_TRIPS = """Harbour Lights
Trips and Outings Policy and Procedure
Version 1 May 20

1. Before a trip

1.1 The leader visits the place beforehand, or asks somebody who knows it.

1.2 A parent or carer agrees in writing for every child, and says how they can be reached all day.

1.3 There is one adult for every six children, and never fewer than two adults.

2. On the day

2.1 Children wear a wristband with the telephone number of the club, never with their name.

2.2 Nobody gives a lift to a child alone. This goes together with the Safeguarding Policy and the Driving Policy.

2.3 The leader carries the list of contacts on paper and counts at every stop.

Amended guidance for water trips July 2019

2.4 No swimming in open water without a lifeguard.

Appendix A: What to take

A list for each child, produced by the County Outdoor Team for schools in 2018, and applies to clubs as well.

Policy dated: May 20
Adopted on: 3.6.20
Reviewed: Sept 22
Next review: Sept 2023
Signed: ..................
Name/Position: ..................
"""

WATCHED_SCREENS = """<h2>1. Screens at the club</h2>
<p>1.1 The two computers stand where everybody can see them.</p>
<p>1.2 A worker switches them on and off.</p>"""

FOR_VOLUNTEERS = """
<h2>10. Rules for volunteers</h2>
<p>10.1 Write to children and families from the club's own telephone and accounts, never from your own.</p>
<p>10.2 Before you show a picture from the club to anybody, ask whether everybody in it may be shown.</p>
<p>10.3 Does a message worry you? Keep it, answer nothing more, and tell the safeguarding lead on the same day.</p>"""

LONE_WORKING = """<h2>1. When you are on your own</h2>
<p>1.1 Somebody knows where you are, and when you will ring to say that you are home.</p>
<h2>2. What we have still to write</h2>
<p>2.1 Home visits; evenings at the hall; the buddy list.</p>"""


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today = timezone.localdate()
    social_media(people, today)
    safeguarding(people, today)
    photographs(people, today)
    data_protection(people, today)
    code_of_conduct(people, today)
    complaints(people, today)
    lone_working(people)
    screens(people, today)
    trips(people)
    waiting_import(people)


def adopt(draft: PolicyVersion, people: dict[str, Person], on: date) -> PolicyVersion:
    """Approved by a meeting, and signed by the chair a week later."""
    chair = people["chair"]
    draft = approvals.ask(draft, by=people["lead"])
    draft = approvals.record_minute(
        draft,
        by=chair,
        revision=draft.revision,
        present=[chair, people["trustee"], people["second_trustee"]],
        minute_reference=f"{on:%B %Y}, item 4",
        meeting_on=on,
    )
    signed_on = min(on + timedelta(days=7), timezone.localdate())
    return sign_off.sign_off(draft, by=chair, name="Margaret Hale", office="Chair of trustees", signed_on=signed_on)


def begin(slug: str, people: dict[str, Person], owner: str) -> PolicyVersion:
    draft = policies.create_from_starter(starters.starter(slug), by=people["lead"])
    policies.change_details(draft.policy, by=people["lead"], owner=people[owner])
    return draft


def social_media(people: dict[str, Person], today: date) -> None:
    """In force and in date: the second version, with an amendment and a variation that ends."""
    lead, trustee = people["lead"], people["trustee"]
    first = begin("social-media", people, "lead")
    earlier = first.body.replace("between eight in the morning and nine in the evening", "at any reasonable hour")
    first = versions.save_text(first, by=lead, html=earlier, revision=first.revision)
    adopt(first, people, add_months(today, -16))
    second = versions.open_draft(first.policy, by=lead, summary="Hours for messages; who watches our accounts.")
    text = second.body.replace("at any reasonable hour", "between eight in the morning and nine in the evening")
    text = text.replace("At least two people can get into it", "At least two people hold access to it")
    second = versions.save_text(second, by=lead, html=text + FOR_VOLUNTEERS, revision=second.revision)
    second = adopt(second, people, add_months(today, -4))
    amendment = amendments.draft(
        second,
        by=trustee,
        heading="Chat groups for trips",
        dated=PartialDate.from_date(add_months(today, -2)),
        body="<p>For a trip of more than one day there is one chat group, with two workers in it. It is closed, and a "
        "copy handed to the safeguarding lead, within a week of coming home.</p>",
        topic="WhatsApp",
        anchor="4-6",
    )
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee, minute_reference="Item 6")
    variation = amendments.draft(
        second,
        by=trustee,
        heading="Video calls while the hall is closed",
        dated=PartialDate.from_date(add_months(today, -1)),
        body="<p>The homework club may meet by video, with a waiting room, a parent in the house, and two workers.</p>",
        topic="Video calls",
        anchor="4-4",
        trigger="The hall is being repaired",
        ends_on=today + timedelta(days=10),
    )
    amendments.put_in_force(variation, by=trustee, authorised_by=trustee, minute_reference="Decided by e-mail")
    for reference in second.policy.references.all()[:4]:
        companions.check_reference(reference, by=lead, result="works")


def safeguarding(people: dict[str, Person], today: date) -> None:
    """In force, due soon, and under review with comments."""
    version = adopt(begin("safeguarding", people, "lead"), people, add_months(today, -11) - timedelta(days=5))
    policy = Policy.objects.get(pk=version.policy_id)
    readers = [people["trustee"], people["second_trustee"], people["safeguarding_trustee"]]
    review = reviews.open_review(policy, by=people["lead"], readers=readers)
    reviews.mark_read(review, by=people["safeguarding_trustee"])
    reviews.comment(
        version, by=people["safeguarding_trustee"], anchor="2-2", text="Can we name the deputy's telephone number here?"
    )
    said = reviews.comment(version, by=people["trustee"], anchor="3-2", text="Two years is long. Every year?")
    reviews.settle(
        said, by=people["lead"], answer="New people at once, everybody every two years: as the council asks."
    )
    reviews.comment(version, by=people["trustee"], text="Reads well on a phone now.")


def photographs(people: dict[str, Person], today: date) -> None:
    """Overdue; its last review left something open."""
    version = adopt(begin("photographs", people, "web_manager"), people, add_months(today, -26))
    policy = Policy.objects.get(pk=version.policy_id)
    review = reviews.open_review(policy, by=people["chair"])
    answers = {question.key: Answer.YES.value for question in QUESTIONS} | {"practice": Answer.NO.value}
    reviews.complete(
        review,
        by=people["chair"],
        outcome=Outcome.NO_CHANGE,
        done_on=add_months(today, -14),
        next_review=PartialDate.from_date(add_months(today, -2)),
        notes="Pictures of the summer trip are still on two phones.",
        minute_reference="Item 3",
        answers=answers,
    )


def data_protection(people: dict[str, Person], today: date) -> None:
    """In force; a new version is approved and waits for the chair. It names a privacy notice that is not filed."""
    lead = people["lead"]
    first = begin("data-protection", people, "administrator")
    adopt(first, people, add_months(today, -9))
    second = versions.open_draft(
        first.policy, by=lead, change_kind=ChangeKind.WORDING, summary="Plainer words in part 4."
    )
    text = second.body.replace("nobody is punished for owning up", "owning up is thanked, never punished")
    second = versions.save_text(second, by=lead, html=text, revision=second.revision)
    second = approvals.ask(second, by=lead)
    for trustee in (people["trustee"], people["second_trustee"]):
        second = approvals.approve(second, by=trustee, revision=second.revision, minute_reference="Round robin")


def code_of_conduct(people: dict[str, Person], today: date) -> None:
    """Before the trustees: one approves, nobody else has answered; and the chair had sent an earlier wording back."""
    draft = approvals.ask(begin("code-of-conduct", people, "coordinator"), by=people["coordinator"])
    approvals.refuse(
        draft, by=people["chair"], revision=draft.revision, conditions="Say something about gifts at Christmas."
    )
    draft.refresh_from_db()
    text = draft.body.replace("take large gifts", "take gifts worth more than ten pounds, at Christmas either")
    draft = versions.save_text(draft, by=people["coordinator"], html=text, revision=draft.revision)
    draft = approvals.ask(draft, by=people["coordinator"])
    approvals.approve(draft, by=people["trustee"], revision=draft.revision)
    reviews.comment(draft, by=people["second_trustee"], anchor="2-3", text="Ten pounds is a good line.")


def complaints(people: dict[str, Person], today: date) -> None:
    """In force and in date, reviewed without change in its second year."""
    version = adopt(begin("complaints", people, "chair"), people, add_months(today, -19))
    policy = Policy.objects.get(pk=version.policy_id)
    review = reviews.open_review(policy, by=people["chair"])
    reviews.complete(
        review,
        by=people["chair"],
        outcome=Outcome.NO_CHANGE,
        done_on=add_months(today, -7),
        minute_reference="Item 2",
        answers={question.key: Answer.YES.value for question in QUESTIONS},
    )


def lone_working(people: dict[str, Person]) -> None:
    """A draft that somebody is writing."""
    draft = policies.create("Working alone", by=people["coordinator"], html=LONE_WORKING, owner=people["coordinator"])
    versions.autosave(draft, by=people["lead"], html=LONE_WORKING + "<p>2.2 Dogs.</p>", based_on=draft.revision)


def screens(people: dict[str, Person], today: date) -> None:
    """Withdrawn, and still to be read."""
    from policies.services import withdrawing

    draft = policies.create("Computers at the club", by=people["lead"], html=WATCHED_SCREENS, owner=people["lead"])
    version = adopt(draft, people, add_months(today, -30))
    withdrawing.withdraw(
        version.policy, by=people["chair"], reason="Its rules are now part of “Social media and online safety”."
    )


def trips(people: dict[str, Person]) -> None:
    """Imported as it was found: unsigned, long overdue, a date that could be read two ways, an old amendment."""
    coordinator = people["coordinator"]
    draft = importing.begin(by=coordinator, data=OLD_TRIPS.encode(), name="Trips policy 2020 FINAL.txt")
    found = draft.parsed["control"]
    confirmed = Confirmed(
        title="Trips and outings",
        standing=Status.IN_FORCE,
        document_classes=["policy", "procedure"],
        control={
            "label": found["label"]["value"],
            "label_typed": found["label"]["typed"],
            "dated": PartialDate(2020, 5, typed="May 20"),
            "adopted": read(found["adopted"]["typed"]).value,
            "reviewed": read(found["reviewed"]["typed"]).value,
            "stated_next_review": read(found["next_review"]["typed"]).value,
        },
        details={"audience": ["staff", "volunteer"], "interval_months": 12},
        appendices=[
            {
                "anchor": row["anchor"],
                "title": row["title"],
                "source": row["source"],
                "dated": read(row["dated"]).value,
                "audience": row["audience"],
                "applicability": row["applicability"],
            }
            for row in draft.parsed["appendices"]
        ],
        companions=[{**row, "document": None} for row in draft.parsed["companions"]],
    )
    version = importing.take_in(draft, by=coordinator, confirmed=confirmed)
    safeguarding = Policy.objects.filter(slug__startswith="safeguarding").first()
    version.policy.companions.filter(title__istartswith="Safeguarding").update(document=safeguarding)


def waiting_import(people: dict[str, Person]) -> None:
    """Pasted, read, and waiting to be checked."""
    importing.begin(by=people["coordinator"], pasted=OLD_TRIPS.replace("Trips and Outings", "Driving"))
