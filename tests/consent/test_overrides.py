"""A contact in spite of a wish: never blocked, always recorded, told at once, and looked into by somebody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Ground, Means, Override
from consent.obligations import obligations
from consent.owed import contact as owed
from consent.promises import contact as promises
from consent.services import contact
from organisations.models import AgencyContact, AgencyKind
from people.roles import Role
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.consent.factories import a_child, look_after


def a_wish(child=None, **details):
    made = contact.wish(
        subject=child or a_child(), asked_by=None, asked_by_name="Anna Turner", means=[Means.SOCIAL_MEDIA], **details
    )
    type(made).objects.filter(pk=made.pk).update(starts_on=date(2025, 1, 5))
    made.refresh_from_db()
    return made


def contacted(by, wish=None, **details) -> Override:
    given = {"ground": Ground.RISK, "reason": "She wrote that she was alone.", "contacted_at": timezone.now()}
    return contact.override(wish or a_wish(), by=by, **(given | details))


def url(charity, name: str, *args) -> str:
    return reverse(f"consent:{name}", args=[charity.slug, *args])


def light(today=None):
    return next(one for one in promises.commitments(today=today or timezone.localdate()) if one.clause == "WR-28")


@pytest.mark.clause("WR-28")
def test_when_a_child_is_at_risk_nobody_has_to_be_asked_first(scope, volunteer):
    """E-36: risk is a ground of its own."""
    made = contacted(volunteer)

    assert (made.worker, made.ground, made.authorised_by) == (volunteer, "risk", None)


@pytest.mark.clause("WR-28")
def test_other_circumstances_need_a_reason_and_somebody_who_authorised_it(scope, volunteer, coordinator):
    with pytest.raises(Refused, match="authorised"):
        contacted(volunteer, ground=Ground.EXTENUATING)
    with pytest.raises(Refused, match="what happened"):
        contacted(volunteer, reason="  ")
    with pytest.raises(Refused, match="which ground"):
        contacted(volunteer, ground="because")
    assert Override.objects.count() == 0

    made = contacted(volunteer, ground=Ground.EXTENUATING, authorised_by=coordinator)

    assert (made.authorised_by, made.reason) == (coordinator, "She wrote that she was alone.")


@pytest.mark.parametrize("ground", Ground.values)
def test_nobody_authorises_their_own_contact(scope, lead, ground):
    with pytest.raises(Refused, match="own"):
        contacted(lead, ground=ground, authorised_by=lead)


def test_who_does_not_work_here_authorises_nothing(scope, volunteer, new_person):
    with pytest.raises(Refused, match="does not work here"):
        contacted(volunteer, authorised_by=new_person("Kim Park", Role.CARER))


def test_the_same_contact_sent_twice_is_one(scope, volunteer):
    wish, now = a_wish(), timezone.now()

    assert contacted(volunteer, wish, contacted_at=now) == contacted(volunteer, wish, contacted_at=now)
    assert AuditEvent.objects.filter(verb="consent_overrode").count() == 1


def test_a_contact_lies_in_the_time_of_the_wish(scope, volunteer):
    wish = a_wish()

    with pytest.raises(Refused, match="still to come"):
        contacted(volunteer, wish, contacted_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="did not stand"):
        contacted(volunteer, wish, contacted_at=datetime(2025, 1, 4, 12, tzinfo=UTC))


def test_the_lead_is_told_at_once_in_words_that_name_nobody(
    scope, volunteer, lead, chair, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = contacted(volunteer)

    (sent,) = mail.outbox
    assert sent.to == [lead.email]
    assert sent.subject == "A contact to look into"
    whole = sent.body + str(sent.alternatives[0].content)
    assert made.get_absolute_url() in whole
    for name in ("Mia", "Turner", "Vera", "alone"):
        assert name not in whole


def test_when_the_lead_made_the_contact_the_safeguarding_trustee_is_told(
    scope, lead, safeguarding_trustee, chair, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        contacted(lead)

    assert [message.to for message in mail.outbox] == [[safeguarding_trustee.email]]


@pytest.mark.parametrize(
    ("day", "review_on"),
    [
        pytest.param(date(2026, 11, 18), date(2026, 11, 19), id="a Wednesday"),
        pytest.param(date(2026, 11, 20), date(2026, 11, 23), id="a Friday"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 29), id="Christmas Eve, and a substitute day"),
    ],
)
def test_it_is_looked_into_on_the_next_working_day(scope, day, review_on):
    assert contact.review_day(day) == review_on


def test_the_review_is_owed_by_the_lead_until_it_is_done(scope, volunteer, lead, chair):
    made = contacted(volunteer)

    (due,) = [one for one in obligations(today=made.review_on) if one.clause == "WR-28"]
    assert (due.due_on, due.recipients, due.escalate_to) == (made.review_on, (lead.pk,), (chair.pk,))
    assert "Mia" not in due.title + due.reason
    assert [*owed.obligations(today=made.review_on, person=volunteer.pk)] == []

    contact.review(made, by=lead, finding="It was right. The mother was told.")
    assert [*owed.obligations(today=made.review_on)] == []


def test_a_parent_who_leads_is_not_asked_to_look_into_a_contact_with_their_own_child(scope, volunteer, lead, chair):
    """Fact 57: it may be about those at home."""
    child = a_child()
    look_after(child, lead)

    contacted(volunteer, a_wish(child))

    found = [one for one in owed.obligations(today=timezone.localdate()) if one.key.startswith("consent.override")]
    assert [one.recipients for one in found] == [(chair.pk,)]


def test_nobody_looks_into_their_own_contact(scope, lead, chair):
    """E-36: with no safeguarding trustee it falls to the chair."""
    made = contacted(lead)
    with pytest.raises(Refused, match="own contact"):
        contact.review(made, by=lead, finding="All fine.")

    assert [one.recipients for one in owed.obligations(today=made.review_on)] == [(chair.pk,)]
    contact.review(made, by=chair, finding="It was right.")

    made.refresh_from_db()
    assert (made.reviewed_by, made.review) == (chair, "It was right.")


def test_the_first_finding_stands(scope, volunteer, lead, safeguarding_trustee):
    made = contacted(volunteer)
    contact.review(made, by=lead, finding="It was right.")

    with pytest.raises(Refused, match="already"):
        contact.review(made, by=safeguarding_trustee, finding="It was wrong.")


def test_what_was_written_is_never_changed(scope, volunteer):
    made = contacted(volunteer)

    made.reason = "Nothing happened."
    with pytest.raises(NeverChanges):
        made.save()


def test_the_light_shows_what_is_late(scope, volunteer, lead):
    assert light().state == State.KEPT
    made = contacted(volunteer)
    assert light().state == State.AT_RISK
    assert light(made.review_on + timedelta(days=1)).state == State.BROKEN
    contact.review(made, by=lead, finding="It was right.")
    assert light(made.review_on + timedelta(days=1)).state == State.KEPT


# Pages ---------------------------------------------------------------------------------------------------------------


def sent(**details) -> dict[str, str]:
    given = {"ground": "risk", "reason": "She was alone.", "day": "17.6.2025", "hour": "21:40", "authorised_by": ""}
    return given | details


def test_the_page_has_the_numbers_to_call_and_takes_the_time_on_the_wall(charity, volunteer, signed_in, scope):
    AgencyContact.objects.create(name="Police", kind=AgencyKind.EMERGENCY, purpose="Danger now", phone="999")
    wish = a_wish()
    client, address = signed_in(volunteer), url(charity, "contact_anyway", wish.pk)

    page = client.get(address).content.decode()
    assert 'href="tel:999"' in page
    client.post(address, sent())

    assert Override.objects.get().contacted_at == datetime(2025, 6, 17, 20, 40, tzinfo=UTC)


def test_an_hour_that_happened_twice_is_said_to_be_so(charity, volunteer, signed_in, scope):
    wish = a_wish()

    page = signed_in(volunteer).post(
        url(charity, "contact_anyway", wish.pk), sent(day="26.10.2025", hour="01:30"), follow=True
    )

    assert "happened twice" in page.content.decode()
    assert Override.objects.get().contacted_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ground": "extenuating"}, "Name who authorised it"),
        ({"reason": ""}, "Write in a few sentences what happened."),
        ({"hour": "quarter to"}, "Enter a time such as 21:40."),
        ({"day": "17.6.2099"}, "This day is still to come."),
        ({"day": "17.6.1950"}, "Check the year."),
        ({"authorised_by": "9" * 30}, "Choose somebody from the list."),
        ({"ground": "fun"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(charity, volunteer, signed_in, scope, typed, sentence):
    page = signed_in(volunteer).post(url(charity, "contact_anyway", a_wish().pk), sent(**typed)).content.decode()

    assert sentence in page
    assert "She was alone." in page or typed.get("reason") == ""
    assert Override.objects.count() == 0


def test_the_worker_is_not_on_the_list_of_those_who_authorise(charity, lead, coordinator, signed_in, scope):
    page = signed_in(lead).get(url(charity, "contact_anyway", a_wish().pk)).content.decode()

    assert f'<option value="{coordinator.pk}">' in page
    assert f'<option value="{lead.pk}">' not in page


def test_the_lead_writes_what_was_found_and_opening_is_noted(charity, volunteer, lead, signed_in, scope):
    made = contacted(volunteer)
    client, address = signed_in(lead), url(charity, "override", made.pk)

    page = client.get(address).content.decode()
    assert "She wrote that she was alone." in page
    client.post(address, {"finding": ""})
    client.post(address, {"finding": "It was right."})

    made.refresh_from_db()
    assert (made.review, made.reviewed_by) == ("It was right.", lead)
    assert AuditEvent.objects.about(made).filter(verb="viewed").done_by(lead).count() == 1


def test_a_contact_is_for_whoever_made_it_and_those_who_look_into_it(
    charity, volunteer, lead, safeguarding_trustee, chair, new_person, coordinator, signed_in, scope
):
    """The chair is told when it is late, so the page is there for the chair as well."""
    made = contacted(volunteer)
    address, every = url(charity, "override", made.pk), url(charity, "overrides")
    other = new_person("Nell Prior", Role.VOLUNTEER)

    seen = {
        person.name: (
            signed_in(person).get(address).status_code,
            made.get_absolute_url() in page_of(signed_in, person, every),
        )
        for person in (volunteer, lead, safeguarding_trustee, chair, other, coordinator)
    }

    assert seen == {
        "Vera Lindqvist": (200, True),
        "Dana Whitlock": (200, True),
        "Ruth Ellery": (200, True),
        "Margaret Hale": (200, True),
        "Nell Prior": (404, False),
        "Cory Bell": (404, False),
    }


def page_of(signed_in, person, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def test_a_record_that_is_kept_back_keeps_its_name(charity, volunteer, safeguarding_trustee, lead, signed_in, scope):
    made = contacted(volunteer, a_wish(a_child(restricted=True)))
    address = url(charity, "override", made.pk)

    assert "Mia" not in page_of(signed_in, safeguarding_trustee, address)
    assert "Mia" in page_of(signed_in, lead, address)


def test_the_worker_sees_no_form_to_look_into_it(charity, lead, safeguarding_trustee, signed_in, scope):
    made = contacted(lead)
    client, address = signed_in(lead), url(charity, "override", made.pk)

    assert "What did you find?" not in client.get(address).content.decode()
    client.post(address, {"finding": "All fine."})

    made.refresh_from_db()
    assert made.reviewed_at is None


def test_the_list_asks_the_same_however_long_it_is(
    charity, lead, volunteer, signed_in, scope, django_assert_num_queries
):
    client, address, wish = signed_in(lead), url(charity, "overrides"), a_wish()
    contacted(volunteer, wish)
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)
    for number in range(3):
        contacted(volunteer, wish, contacted_at=timezone.now() - timedelta(minutes=number + 1))
    with django_assert_num_queries(6):
        client.get(address, {"show": "waiting"})
