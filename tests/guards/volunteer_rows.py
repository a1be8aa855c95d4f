"""One of everything in the room of volunteers that the chair may see, for the guard that tries every address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from people.models import CheckOut, CheckOutItem, Person
from people.roles import WORKERS
from tests.volunteers import checked, factories
from volunteers.models import (
    AppliedReference,
    BarringQuestion,
    Completion,
    CriminalCheck,
    Exemption,
    Issued,
    OnlineCheck,
    Placement,
    RequiredCheck,
    RiskAssessment,
    Topic,
    TrainingOffer,
    TrainingSession,
)
from volunteers.states import Stage

Known = dict[str, dict[str, Any]]


def of_volunteers(chair: Person) -> Known:
    """By the beginning of an address's name, what its parameters may be so that something is there."""
    lead = Person.objects.get(email__startswith="dana")
    trustee = Person.objects.current().holding("safeguarding_trustee").get()
    helper = Person.objects.current().holding(*WORKERS).exclude(pk__in=[chair.pk, lead.pk, trustee.pk]).first()
    place = factories.position("Ferry pilot")
    found = factories.application("Ottoline Frost", at=Stage.CHECKS, position=place)
    closed = factories.application("Tom Ash", at=Stage.UNSUCCESSFUL, position=place)
    base = {
        "code": found.code,
        "key": "identity",
        "kind": "pdf",
        "whose": f"person-{helper.pk}",
        "pk": helper.pk,
        "topic_pk": Topic.objects.first().pk,
        "token": place.token,
    }
    pages: dict[str, Any] = {
        **of_positions(place),
        **of_checks(chair, lead, trustee),
        **of_vetting(helper, lead),
        **of_training(helper, lead),
        **of_standing(helper, lead),
        "reopen_application": {"code": closed.code},
        "family_talks": {"pk": Person.objects.current().holding("beneficiary").first().pk},
        "new_talk": {"pk": Person.objects.current().holding("beneficiary").first().pk},
    }
    reference = AppliedReference.objects.create(application=found, words={"name": "Grace Hall"})
    pages |= {key: {"uid": reference.uid} for key in ("mail_reference", "reference_asked", "reference_answered")}
    listed = CheckOut.objects.create(person=helper, kind="suspension", last_day=timezone.localdate())
    thing = CheckOutItem.objects.create(check_out=listed, key="by_hand:1", title="The key of the boat house")
    return {
        "apply": {"token": place.token},
        "people:check_out": {"pk": helper.pk},
        "people:add_check_out": {"pk": helper.pk},
        "people:confirm_check_out": {"pk": helper.pk, "item_pk": thing.pk},
        "volunteers:": base,
        **{f"volunteers:{page}": parameters for page, parameters in pages.items()},
    }


def of_positions(place: Any) -> dict[str, Any]:
    required = RequiredCheck.objects.create(position=place, kind="dbs_enhanced", starts_on=timezone.localdate())
    pages = ("position", "change_position", "pause_position", "end_position", "add_required_check")
    here = {"pk": place.pk}
    return {**dict.fromkeys(pages, here), "end_required_check": here | {"check": required.pk}}


def of_checks(chair: Person, lead: Person, trustee: Person) -> dict[str, Any]:
    """A check at each step at which the chair has something to do with it."""
    names = iter(("Ada Quill", "Ken Bell", "Noor Ash", "Owen Frost", "Ruby Hale"))

    def applicant() -> Any:
        return checked.applicant(next(names))

    given = checked.given(by=lead, to=chair, application=applicant())
    begun = checked.begun(by=lead, to=chair, application=applicant())
    concern = checked.concern(by=lead, to=chair, application=applicant())
    discussed = checked.discussed(by=lead, to=trustee, decider=chair, application=applicant())
    decided = checked.decided(by=lead, to=trustee, decider=chair, application=applicant())
    pages: dict[str, OnlineCheck] = {
        **dict.fromkeys(("check", "check_conflict", "call_off_check", "hand_over_check"), given),
        **dict.fromkeys(("do_check", "check_findings"), begun),
        **dict.fromkeys(("check_talk", "check_decider", "check_not_them", "print_check"), concern),
        "decide_check": discussed,
        "share_check": decided,
    }
    return {page: {"code": check.code} for page, check in pages.items()}


def of_vetting(helper: Person, lead: Person) -> dict[str, Any]:
    today = timezone.localdate()
    check = CriminalCheck.objects.create(person=helper, kind="dbs_enhanced", applied_on=today, logged_by=lead)
    risk = RiskAssessment.objects.create(
        person=helper, review_on=today, decided_by=lead, words={"risk": "Alone", "measures": "Never alone"}
    )
    spared = Exemption.objects.create(
        person=helper, what="identity", reason="Known for years", ends_on=today, allowed_by=lead
    )
    pages = ("vetting_check", "vetting_back", "vetting_shown", "vetting_status", "vetting_copy", "vetting_end")
    return {
        **{key: {"pk": check.pk} for key in pages},
        **{key: {"uid": risk.uid} for key in ("risk_assessment", "end_risk_assessment")},
        "end_exception": {"pk": spared.pk},
    }


def of_training(helper: Person, lead: Person) -> dict[str, Any]:
    today = timezone.localdate()
    topic = Topic.objects.create(title="Steering the ferry", roles=["volunteer", "staff"])
    held = TrainingSession.objects.create(topic=topic, held_on=today, recorded_by=lead)
    done = Completion.objects.create(topic=topic, person=helper, session=held, done_on=today, recorded_by=lead)
    offer = TrainingOffer.objects.create(topic=topic, person=helper, due_on=today + timedelta(days=30), offered_by=lead)
    return {
        **{key: {"pk": topic.pk} for key in ("topic", "topic_change", "topic_end", "topic_offer", "session_add")},
        **{key: {"pk": done.pk} for key in ("completion_back", "completion_certificate")},
        "session": {"pk": held.pk},
        "offer_close": {"pk": offer.pk},
        "complete": {"pk": helper.pk, "topic_pk": topic.pk},
    }


def of_standing(helper: Person, lead: Person) -> dict[str, Any]:
    thing = Issued.objects.create(person=helper, kind="key", what="Key of the hall", issued_by=lead)
    question = BarringQuestion.objects.create(person=helper, words={})
    placed = Placement.objects.create(person=helper, position=factories.position("Hall keeper"))
    return {
        "take_back": {"pk": helper.pk, "issued_pk": thing.pk},
        "end_placement": {"pk": helper.pk, "placement_pk": placed.pk},
        "barring": {"uid": question.uid},
    }
