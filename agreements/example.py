"""The agreements of the example charity, with every state that a request can be in. All words are our own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from agreements import texts
from agreements.models import (
    AgeGroup,
    Agreement,
    AgreementRequest,
    Extent,
    How,
    Kind,
    Letter,
    Means,
    Method,
    Signature,
    Understood,
)
from agreements.services import asking, designing, ending, paper, signing, telling
from agreements.services.signing import Evidence
from organisations.models import Organisation
from people.models import Person
from people.roles import Role
from policies.models import Policy, PolicyVersion
from policies.states import Status

VOLUNTEERS = (
    "I have read these rules and I understand them. I will keep to them in everything that I do for Harbour Lights, in "
    "the room and online. If I am not sure what they ask of me, I will ask before I act."
)
YOUNG = (
    "I have read this, or somebody has read it with me, and I understand it. I will treat people online the way I want "
    "to be treated. If something worries me, I will tell a grown-up at the club."
)
TRUSTEES = (
    "I have read how Harbour Lights keeps people safe and I understand my part in it. I will ask at every meeting "
    "whether it is done, and I will not look away."
)
CARERS = (
    "I know what Harbour Lights does to keep the children safe online. When I take or share a picture at the club, I "
    "think of the other families first: what I share, where, and with whom."
)
FIRST = "I have read the first edition of our rules for volunteers and I will keep to them."


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    volunteers(people)
    young_people(people)
    trustees(people)
    carers_draft(people)
    closed(people)
    told_and_given(people)


def policy(start: str) -> Policy:
    return Policy.objects.get(slug__startswith=start)


def ago(**distance: int) -> datetime:
    return timezone.now() - timedelta(**distance)


def volunteers(people: dict[str, Person]) -> None:
    """Open, for a year at a time: whole social-media policy with one clause named, two clauses on pictures."""
    by = people["coordinator"]
    agreement = designing.create(
        "Volunteer and staff agreement",
        by=by,
        statement=VOLUNTEERS,
        roles=[Role.VOLUNTEER, Role.STAFF],
        age_group=AgeGroup.ADULTS,
        valid_for_months=12,
    )
    designing.put_document(agreement, policy("social-media"), by=by, anchors=["4-6"])
    designing.put_document(agreement, policy("photographs"), by=by, extent=Extent.CLAUSES, anchors=["2-1", "2-3"])
    agreement = designing.open_(agreement, by=by)
    signed_in_every_way(agreement, people)
    answered_otherwise(agreement, people)
    ending.keep_up(today=timezone.localdate())


def signed_in_every_way(agreement: Agreement, people: dict[str, Person]) -> None:
    by = people["coordinator"]
    by_link(agreement, people["volunteer"], days=40)
    by_link(agreement, people["web_manager"], days=330)  # runs out soon
    by_link(agreement, people["staff"], days=400)  # ran out, and is asked again
    by_link(agreement, people["returned"], days=1000)  # from before she left
    by_link(agreement, people["arabic_name"], days=12)
    by_link(agreement, people["chinese_name"], days=9)
    renewed = by_link(agreement, people["line_manager"], days=350)
    signing.sign_again(
        renewed.request,
        text=renewed.text,
        typed_name="Helen Marsh",
        at=ago(days=6),
        evidence=link(people["line_manager"]),
    )
    form = paper.print_form(agreement, people["oldest_volunteer"], by=by)
    on_paper = paper.record_signature(
        form.request,
        by=by,
        form=form,
        name_as_written="Stanley Parkin",
        witness_name="Miriam Osei",
        signed_on=timezone.localdate() - timedelta(days=3),
        read_aloud=True,
    )
    quietly(on_paper)
    at_the_club = Evidence(how=How.DEVICE, witness_name="Helen Marsh", recorded_by=by, device="Tablet of the club")
    asked = signing.opened(agreement, people["no_mail"])
    quietly(signing.sign(asked, text=texts.current(agreement), typed_name="Owen Thomas", evidence=at_the_club))
    left(agreement, people["leaver"])


def answered_otherwise(agreement: Agreement, people: dict[str, Person]) -> None:
    by = people["coordinator"]
    ask(agreement, people["wife"], by=by, days=5)
    ask(agreement, people["second_staff"], by=by, days=33)
    signing.opened(agreement, ask(agreement, people["husband"], by=by, days=5).person)
    declined = ask(agreement, people["emoji_name"], by=by, days=11)
    signing.opened(agreement, declined.person)
    words = "I do not want my own telephone number in a chat group. Is there another way?"
    signing.decline(again(declined), reason=words, by=declined.person)
    wants_paper = ask(agreement, people["long_name"], by=by, days=8)
    signing.ask_for_paper(again(wants_paper), by=wants_paper.person)
    signing.not_me(ask(agreement, people["single_name"], by=by, days=2))
    careful = ask(agreement, people["assessor"], by=by, days=15)
    asked = signing.opened(agreement, careful.person)
    reservation = "I keep to all of it. I only cannot promise to answer messages at weekends."
    evidence = link(careful.person)
    text = texts.current(agreement)
    quietly(signing.sign(asked, text=text, typed_name="Łukasz Wójcik", evidence=evidence, reservation=reservation))


def young_people(people: dict[str, Person]) -> None:
    """For those under 18, with a parent's copy; asked, not signed."""
    by = people["coordinator"]
    agreement = designing.create(
        "How we treat one another online",
        by=by,
        statement=YOUNG,
        roles=[Role.VOLUNTEER],
        age_group=AgeGroup.YOUNG,
        valid_for_months=12,
    )
    designing.put_document(
        agreement, policy("social-media"), by=by, extent=Extent.CLAUSES, anchors=["2", "4-6"], required=False
    )
    ask(designing.open_(agreement, by=by), people["young_volunteer"], by=by, days=4)


def trustees(people: dict[str, Person]) -> None:
    """Everybody has signed; one of them after the date of birth was asked for."""
    by = people["coordinator"]
    agreement = designing.create(
        "Trustees and safeguarding",
        by=by,
        statement=TRUSTEES,
        asks_birth_date=True,
        roles=[Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE],
    )
    designing.put_document(agreement, policy("safeguarding"), by=by)
    agreement = designing.open_(agreement, by=by)
    for key, days in (("chair", 60), ("trustee", 58), ("second_trustee", 58), ("third_trustee", 41)):
        by_link(agreement, people[key], days=days)
    by_link(agreement, people["safeguarding_trustee"], days=57, how=How.ACCOUNT)


def carers_draft(people: dict[str, Person]) -> None:
    """A draft that somebody is writing."""
    by = people["coordinator"]
    agreement = designing.create("Families and pictures", by=by, statement=CARERS, roles=[Role.CARER])
    designing.put_document(agreement, policy("photographs"), by=by)


def closed(people: dict[str, Person]) -> None:
    """Closed, and still on record."""
    by = people["coordinator"]
    agreement = designing.create("Volunteer rules, first edition", by=by, statement=FIRST, roles=[Role.VOLUNTEER])
    designing.put_document(agreement, policy("complaints"), by=by)
    agreement = designing.open_(agreement, by=by)
    by_link(agreement, people["volunteer"], days=420)
    ask(agreement, people["wife"], by=by, days=430)
    designing.close(agreement, by=by)


def told_and_given(people: dict[str, Person]) -> None:
    """At a briefing, at an induction, by post; one has questions."""
    by, today = people["coordinator"], timezone.localdate()
    safeguarding, complaints = in_force("safeguarding"), in_force("complaints")
    briefing = [people[key] for key in ("staff", "second_staff", "line_manager", "volunteer", "web_manager")]
    telling.tell(
        safeguarding, briefing, by=by, on=today - timedelta(days=75), method=Method.BRIEFING, understood=Understood.YES
    )
    telling.tell(
        safeguarding,
        [people["emoji_name"]],
        by=by,
        on=today - timedelta(days=80),
        method=Method.INDUCTION,
        understood=Understood.QUESTIONS,
        questions="Whom do I ring on a Sunday?",
    )
    families = [people["carer"], people["oldest_volunteer"], people["wife"], people["husband"]]
    telling.issue(
        complaints, families, by=by, on=today - timedelta(days=30), means=Means.POST, note="With the spring letter"
    )
    telling.issue(safeguarding, briefing, by=by, on=today - timedelta(days=75), means=Means.PAPER)


# The small steps -----------------------------------------------------------------------------------------------------


def in_force(start: str) -> PolicyVersion:
    return PolicyVersion.objects.get(policy=policy(start), status=Status.IN_FORCE)


def link(person: Person, how: str = How.LINK) -> Evidence:
    if how == How.ACCOUNT:
        return Evidence(how=how, account=person.email, ip="192.0.2.44", device="Laptop")
    return Evidence(how=how, email=person.email, ip="192.0.2.17", device="Telephone")


def ask(agreement: Agreement, person: Person, *, by: Person, days: int) -> AgreementRequest:
    """Asked some days ago, by a mail that arrived."""
    request, _is_new = asking.ask(agreement, person, by=by)
    AgreementRequest.objects.filter(pk=request.pk).update(offered_at=ago(days=days))
    if person.can_be_mailed:
        Letter.objects.create(
            request=request,
            kind=Kind.ASK,
            person=person,
            to=person.email,
            queued_by=by,
            queued_at=ago(days=days),
            taken_at=ago(days=days),
            sent_at=ago(days=days),
        )
    return again(request)


def by_link(agreement: Agreement, person: Person, *, days: int, how: str = How.LINK) -> Signature:
    """Asked, read and signed some days ago."""
    asked = ask(agreement, person, by=agreement.created_by, days=days + 3)
    signing.opened(agreement, person)
    text = texts.current(agreement)
    signature = signing.sign(asked, text=text, typed_name=person.name, evidence=link(person, how), at=ago(days=days))
    quietly(signature)
    return signature


def left(agreement: Agreement, person: Person) -> None:
    """Signed while still here; the signature ended with the last day."""
    asked = AgreementRequest.objects.create(agreement=agreement, person=person, offered_at=ago(days=203))
    text = texts.current(agreement)
    quietly(signing.sign(asked, text=text, typed_name=person.name, evidence=link(person), at=ago(days=200)))
    ending.end_all_of(person, by=None)


def quietly(signature: Signature) -> None:
    """Its mails count as sent long ago; the worker only makes the receipt."""
    Letter.objects.filter(request=signature.request, sent_at=None).update(sent_at=signature.signed_at)


def again(request: AgreementRequest) -> AgreementRequest:
    return AgreementRequest.objects.select_related("agreement", "person").get(pk=request.pk)
