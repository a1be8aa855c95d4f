"""What is passed to third parties: with a yes on record, or on a ground that is named."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import AuditEvent
from consent.models import Basis, Channel, Decision, Disclosure, Means
from consent.promises import contact as promises
from consent.services import disclosures
from organisations.models import LocalProtocol
from people.roles import Role
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer

TODAY = timezone.localdate
SCHOOL = "Hill Primary School"


def asked(recipient=SCHOOL, title="Sharing with the school"):
    return a_question(
        title,
        means=Means.DISCLOSURE,
        channel=Channel.THIRD_PARTY,
        channel_name=recipient,
        what_for="Planning homework",
    )


def pass_on(subject, by, **details) -> Disclosure:
    given = {
        "recipient": "The council",
        "what": "Address and date of birth",
        "purpose": "A referral",
        "how": "By telephone",
        "passed_on": TODAY(),
        "basis": Basis.PROTECTION,
        "reasons": "He was not safe at home.",
    }
    return disclosures.pass_on(subject=subject, by=by, **(given | details))


def with_consent(subject, by, question, **details) -> Disclosure:
    return pass_on(subject, by, **({"basis": Basis.CONSENT, "question": question, "recipient": ""} | details))


def url(charity, name: str, *args) -> str:
    return reverse(f"consent:{name}", args=[charity.slug, *args])


# With consent --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-15")
def test_nothing_is_passed_on_with_consent_that_nobody_gave(scope, volunteer):
    child, question = a_child(), asked()
    mother = a_carer(child)

    for answer in (None, Decision.NO):
        if answer:
            an_answer(child, question, mother, answer)
        with pytest.raises(Refused, match="Ask the family first, or name the ground"):
            with_consent(child, volunteer, question)
    assert Disclosure.objects.count() == 0


@pytest.mark.clause("RW-15")
def test_a_withdrawn_yes_is_no_consent(scope, volunteer):
    child, question = a_child(), asked()
    mother = a_carer(child)
    an_answer(child, question, mother)
    first = with_consent(child, volunteer, question)

    an_answer(child, question, mother, Decision.WITHDRAWN)

    with pytest.raises(Refused):
        with_consent(child, volunteer, question, purpose="Another thing")
    assert Disclosure.objects.get() == first


@pytest.mark.clause("RW-15")
def test_a_yes_is_for_one_recipient(scope, volunteer):
    child, question = a_child(), asked()
    an_answer(child, question, a_carer(child))

    with pytest.raises(Refused, match=SCHOOL):
        with_consent(child, volunteer, question, recipient="A newspaper")


@pytest.mark.clause("RW-16")
def test_what_was_passed_to_whom_what_for_when_and_on_which_yes(scope, volunteer):
    child, question = a_child(), asked()
    answer = an_answer(child, question, a_carer(child))

    made = with_consent(child, volunteer, question, what="Days attended", purpose="Planning", how="By letter")

    assert (made.subject, made.recipient, made.what, made.purpose) == (child, SCHOOL, "Days attended", "Planning")
    assert (made.passed_on, made.how, made.passed_by) == (TODAY(), "By letter", volunteer)
    assert (made.basis, made.answer, made.answer.method) == (Basis.CONSENT, answer, "link")
    made.what = "Nothing"
    with pytest.raises(NeverChanges):
        made.save()


def test_a_yes_counts_from_the_day_on_which_it_was_given(scope, volunteer):
    child, question = a_child(), asked()
    an_answer(child, question, a_carer(child))

    with pytest.raises(Refused, match="after that day"):
        with_consent(child, volunteer, question, passed_on=TODAY() - timedelta(days=1))


def test_a_yes_to_something_else_is_no_yes_to_passing_on(scope, volunteer):
    child = a_child()
    picture = a_question()
    an_answer(child, picture, a_carer(child))

    with pytest.raises(Refused):
        with_consent(child, volunteer, picture)


def test_what_is_on_record_takes_the_same_queries_for_one_and_many(scope, django_assert_num_queries):
    child = a_child()
    mother = a_carer(child)
    an_answer(child, asked(), mother)

    with django_assert_num_queries(10):
        assert [one.recipient for one in disclosures.on_record(child, TODAY())] == [SCHOOL]
    for number in range(3):
        an_answer(child, asked(f"School {number}", f"Sharing {number}"), mother)
    with django_assert_num_queries(10):
        assert len(disclosures.on_record(child, TODAY())) == 4


# Without consent -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", [Basis.PROTECTION, Basis.LIFE, Basis.LEGAL])
@pytest.mark.clause("RW-15")
def test_without_consent_a_ground_is_named_with_reasons(scope, volunteer, basis):
    child = a_child()

    assert pass_on(child, volunteer, basis=basis).answer is None
    with pytest.raises(Refused, match="without consent"):
        pass_on(child, volunteer, basis=basis, reasons=" ")


def test_a_protocol_is_named_with_its_section(scope, volunteer):
    protocol, child = LocalProtocol.objects.create(name="Sharing information"), a_child()

    with pytest.raises(Refused, match="Choose the protocol"):
        pass_on(child, volunteer, basis=Basis.PROTOCOL)
    with pytest.raises(Refused, match="section"):
        pass_on(child, volunteer, basis=Basis.PROTOCOL, protocol=protocol, reasons="")
    made = pass_on(child, volunteer, basis=Basis.PROTOCOL, protocol=protocol, reasons="Section 4: early help")

    assert (made.protocol, made.reasons) == (protocol, "Section 4: early help")


def test_the_database_takes_no_record_without_its_ground(scope, volunteer):
    given = {"subject": a_child(), "recipient": "X", "what": "X", "purpose": "X", "how": "X", "passed_by": volunteer}

    for basis in Basis.values:
        with pytest.raises(IntegrityError), transaction.atomic():
            Disclosure.objects.create(**given, basis=basis)


@pytest.mark.parametrize(
    "details",
    [{"basis": "whim"}, {"recipient": " "}, {"passed_on": timedelta(days=1)}],
    ids=["no ground", "nobody", "tomorrow"],
)
def test_what_cannot_be_is_refused(scope, volunteer, details):
    if later := details.get("passed_on"):
        details = {"passed_on": timezone.localdate() + later}
    with pytest.raises(Refused):
        pass_on(a_child(), volunteer, **details)


def test_the_same_record_sent_twice_is_one(scope, volunteer):
    child = a_child()

    assert pass_on(child, volunteer) == pass_on(child, volunteer)
    assert AuditEvent.objects.filter(verb="consent_passed_on").count() == 1


def test_the_audit_names_nobody_whom_it_is_about(scope, volunteer):
    made = pass_on(a_child(), volunteer)

    event = AuditEvent.objects.about(made).get()
    assert event.object_label == "disclosure to a third party"
    assert "Mia" not in str(event.content())


def test_the_light_counts_what_went_without_consent(scope, volunteer):
    def light():
        return next(one for one in promises.commitments(today=TODAY()) if one.clause == "RW-15")

    assert light().state == State.NEW
    child, question = a_child(), asked()
    an_answer(child, question, a_carer(child))
    with_consent(child, volunteer, question)
    pass_on(child, volunteer)
    assert (light().state, light().number, light().of) == (State.KEPT, 1, 2)


# Pages ---------------------------------------------------------------------------------------------------------------


def sent(**details) -> dict[str, str]:
    given = {
        "what": "Days attended",
        "purpose": "Planning",
        "passed_on": TODAY().strftime("%d.%m.%Y"),
        "how": "By letter",
        "basis": "",
        "question": "",
        "recipient": "",
        "protocol": "",
        "reasons": "",
    }
    return given | details


def test_the_page_shows_which_yes_is_on_record_and_takes_it(charity, volunteer, signed_in, scope):
    child, question = a_child(), asked()
    an_answer(child, question, a_carer(child))
    client, address = signed_in(volunteer), url(charity, "pass_on", child.pk)

    page = client.get(address).content.decode()
    assert "Nothing stands between you and the police or the council." in page
    assert f"To {SCHOOL}: Planning homework" in page
    answer = client.post(address, sent(basis="consent", question=str(question.pk)), follow=True)

    made = Disclosure.objects.get()
    assert (made.basis, made.recipient, made.passed_by) == ("consent", SCHOOL, volunteer)
    assert "Sharing with the school" in answer.content.decode()


@pytest.mark.clause("RW-15")
def test_the_page_says_what_to_do_where_there_is_no_yes(charity, volunteer, signed_in, scope):
    child, question = a_child(), asked()
    client, address = signed_in(volunteer), url(charity, "pass_on", child.pk)

    page = client.post(address, sent(basis="consent", question=str(question.pk))).content.decode()

    assert "There is no yes on record for this. Ask first, or name another ground." in page
    assert "Days attended" in page
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Say on which ground it was passed on."),
        ({"basis": "protection", "recipient": "The council"}, "Say why it was passed on without consent."),
        ({"basis": "life", "reasons": "He did not breathe."}, "Enter to whom it was passed on."),
        ({"basis": "protocol", "recipient": "The council"}, "Choose the protocol."),
        ({"basis": "consent"}, "There is no yes on record for this person."),
        ({"protocol": "9" * 30}, "Choose a protocol from the list."),
        ({"passed_on": "1.1.2099"}, "This day is still to come."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(charity, volunteer, signed_in, scope, typed, sentence):
    page = signed_in(volunteer).post(url(charity, "pass_on", a_child().pk), sent(**typed)).content.decode()

    assert sentence in page
    assert "Days attended" in page
    assert Disclosure.objects.count() == 0


def test_records_are_for_those_who_keep_consent_and_whoever_wrote_them(
    charity, volunteer, coordinator, trustee, new_person, signed_in, scope
):
    made = pass_on(a_child(), volunteer)
    other = new_person("Nell Prior", Role.VOLUNTEER)

    seen = {}
    for person in (volunteer, coordinator, trustee, other):
        client = signed_in(person)
        listed = "The council" in client.get(url(charity, "disclosures")).content.decode()
        seen[person.name] = (client.get(url(charity, "disclosure", made.pk)).status_code, listed)

    assert seen == {
        "Vera Lindqvist": (200, True),
        "Cory Bell": (200, True),
        "Tom Okafor": (404, False),
        "Nell Prior": (404, False),
    }


def test_what_is_kept_back_is_for_the_lead(charity, volunteer, coordinator, lead, signed_in, scope):
    made = pass_on(a_child(restricted=True), lead)
    address = url(charity, "disclosure", made.pk)

    assert signed_in(coordinator).get(address).status_code == 404
    assert "The council" not in signed_in(coordinator).get(url(charity, "disclosures")).content.decode()
    assert signed_in(lead).get(address).status_code == 200


def test_who_looked_is_noted(charity, volunteer, coordinator, signed_in, scope):
    made = pass_on(a_child(), volunteer)

    signed_in(coordinator).get(url(charity, "disclosure", made.pk))

    assert AuditEvent.objects.about(made).filter(verb="viewed").done_by(coordinator).count() == 1


def test_the_list_is_narrowed_by_name_and_ground(charity, coordinator, signed_in, scope):
    child, question = a_child(), asked()
    an_answer(child, question, a_carer(child))
    with_consent(child, coordinator, question)
    pass_on(a_child("Leo Park"), coordinator, recipient="The police")
    client = signed_in(coordinator)

    def found(**query) -> tuple[bool, bool]:
        page = client.get(url(charity, "disclosures"), query).content.decode()
        return SCHOOL in page, "The police" in page

    assert found() == (True, True)
    assert found(status="without") == (False, True)
    assert found(status="consent") == (True, False)
    assert found(q="leo") == (False, True)
    assert found(q="hill") == (True, False)
    assert found(q="nobody") == (False, False)


@pytest.mark.clause("RW-16")
def test_the_register_is_taken_along_as_a_file(charity, coordinator, volunteer, signed_in, scope):
    pass_on(a_child(), volunteer, recipient="=1+1")
    address = url(charity, "export_disclosures")
    assert signed_in(volunteer).get(address).status_code == 403

    answer = signed_in(coordinator).get(address, {"status": "without"})

    heading, row = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert dict(zip(heading, row, strict=True)) == {
        "About whom": "Mia Turner",
        "To whom": "=1+1",
        "What was passed on": "Address and date of birth",
        "What for": "A referral",
        "Day": TODAY().isoformat(),
        "How": "By telephone",
        "By whom": "Vera Lindqvist",
        "Ground": "To protect a child or an adult at risk",
        "Why without consent": "He was not safe at home.",
    }
    assert AuditEvent.objects.filter(verb="exported").done_by(coordinator).count() == 1


def test_the_list_asks_the_same_however_long_it_is(charity, coordinator, signed_in, scope, django_assert_num_queries):
    client, address = signed_in(coordinator), url(charity, "disclosures")
    pass_on(a_child(), coordinator)
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)
    for number in range(3):
        pass_on(a_child(f"Child{number} T"), coordinator)
    with django_assert_num_queries(6):
        client.get(address)
