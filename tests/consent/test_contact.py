"""May I contact …? A wish not to be contacted counts before any consent, and carers are contacted first."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Channel, Decision, Means, OptOut, Verdict
from consent.services import contact
from consent.services.contact import Why
from organisations.models import Project
from people.models import CareLink, Relationship
from people.roles import Role
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after

TODAY = timezone.localdate


def about(means: str, title: str):
    return a_question(title, means=means, channel=Channel.CONVERSATION, what_for="To arrange the week")


def url(charity, name: str, *args) -> str:
    return reverse(f"consent:{name}", args=[charity.slug, *args])


def answer(child, means=Means.SOCIAL_MEDIA):
    return contact.may_contact(child, means, TODAY())


def wished(child, mother=None, *, means=(Means.SOCIAL_MEDIA,), by=None, name="Anna Turner") -> OptOut:
    return contact.wish(subject=child, asked_by=mother, asked_by_name=name, means=means, by=by)


# The answer ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-27")
def test_a_wish_counts_before_any_consent(scope):
    child, question = a_child(), about(Means.SOCIAL_MEDIA, "Social media")
    mother = a_carer(child)
    an_answer(child, question, mother)
    before = answer(child).verdict

    wished(child, mother)

    assert (before, answer(child).verdict, answer(child).why) == (Verdict.YES, Verdict.NO, Why.WISH)


@pytest.mark.clause("IL-41")
def test_a_yes_to_one_way_of_contact_is_none_to_another(scope):
    child = a_child()
    mother = a_carer(child)
    calls, messages = about(Means.VIDEO_CALL, "Video calls"), about(Means.MESSAGING, "Messages")
    an_answer(child, calls, mother)
    an_answer(child, messages, mother, Decision.NO)

    found = {means: one.verdict for means, one in contact.answers_for(child, TODAY()).items()}

    assert found == {
        Means.VIDEO_CALL: Verdict.YES,
        Means.MESSAGING: Verdict.NO,
        Means.SOCIAL_MEDIA: Verdict.ASK,
    }
    assert answer(child).why == Why.NO_QUESTION


def test_one_no_is_a_no_whatever_else_was_asked_about_the_same_way(scope):
    child = a_child()
    mother = a_carer(child)
    weekly, quiz = about(Means.VIDEO_CALL, "Weekly call"), about(Means.VIDEO_CALL, "Quiz night")
    an_answer(child, weekly, mother)
    before = answer(child, Means.VIDEO_CALL).verdict

    an_answer(child, quiz, mother, Decision.NO)

    assert (before, answer(child, Means.VIDEO_CALL).verdict) == (Verdict.YES, Verdict.NO)


@pytest.mark.clause("IL-66")
def test_carers_are_named_first_where_the_member_lives_with_them(scope):
    member = a_child("Sam Reid", contact_preference="carer_first")
    mother = a_carer(member, "Ann Reid", lives_with=True)
    a_carer(member, "Rob Reid", relationship=Relationship.FATHER)
    an_answer(member, about(Means.MESSAGING, "Messages"), mother)

    found = answer(member, Means.MESSAGING)

    assert (found.verdict, found.why, found.first) == (Verdict.YES, Why.CARERS_FIRST, (mother,))


@pytest.mark.clause("IL-66")
def test_where_only_carers_are_contacted_the_person_is_not_whatever_was_agreed(scope):
    member = a_child("Sam Reid", contact_preference="carer_only")
    mother = a_carer(member, "Ann Reid", contact_first=True)
    an_answer(member, about(Means.MESSAGING, "Messages"), mother)

    found = answer(member, Means.MESSAGING)

    assert (found.verdict, found.why, found.first) == (Verdict.NO, Why.CARERS_ONLY, (mother,))


def test_a_parent_who_lives_elsewhere_is_never_guessed_to_be_the_first(scope):
    """E-29: the address of one parent is not the way to the other."""
    member = a_child(contact_preference="carer_first")
    a_carer(member)

    assert contact.carers_to_contact(member, TODAY()) == ()


def test_who_left_is_not_contacted(scope):
    child = a_child()
    child.left_on = TODAY() - timedelta(days=1)

    assert (answer(child).verdict, answer(child).why) == (Verdict.NO, Why.NOT_HERE)


def test_a_picture_is_no_way_of_contact(scope):
    with pytest.raises(ValueError, match="picture"):
        contact.may_contact(a_child(), Means.PICTURE, TODAY())


def test_the_answers_for_all_ways_take_the_same_few_queries(scope, django_assert_num_queries):
    child, busy = a_child(), a_child("Ben Turner")
    mother = a_carer(busy)
    for number in range(4):
        an_answer(busy, about(Means.VIDEO_CALL, f"Call {number}"), mother)
        wished(busy, name=f"Aunt {number}")

    with django_assert_num_queries(11):
        contact.answers_for(child, TODAY())
    with django_assert_num_queries(11):
        contact.answers_for(busy, TODAY())


# Wishes --------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-27")
def test_a_wish_is_kept_for_each_child_with_who_asked_and_who_wrote_it_down(scope, volunteer):
    mia, ben = a_child(), a_child("Ben Turner")
    mother = a_carer(mia)

    made = contact.wish(
        subject=mia,
        asked_by=mother,
        asked_by_name="",
        means=[Means.SOCIAL_MEDIA, Means.MESSAGING],
        by=volunteer,
        note="Said so at the door.",
    )

    assert (made.asked_by, made.asked_by_name, made.recorded_by) == (mother, "Anna Turner", volunteer)
    assert made.means == ["messaging", "social_media"]
    assert list(contact.wishes_about(ben)) == []
    event = AuditEvent.objects.about(made).get()
    assert (event.verb, event.object_label) == ("consent_wished", "wish not to be contacted")


def test_the_same_wish_sent_twice_is_one(scope):
    child = a_child()
    mother = a_carer(child)

    assert wished(child, mother) == wished(child, mother)
    assert wished(child, mother, means=[Means.VIDEO_CALL]) != wished(child, mother)
    assert OptOut.objects.count() == 2


@pytest.mark.parametrize("means", [[], ["picture"], ["social_media", "telepathy"]])
def test_a_wish_is_about_ways_of_contact(scope, means):
    with pytest.raises(Refused):
        wished(a_child(), means=means)


def test_nobody_wishes_for_a_family_that_is_not_theirs(scope):
    child, other = a_child(), a_child("Leo Park")
    stranger = a_carer(other, "Kim Park")

    with pytest.raises(Refused):
        wished(child, stranger)
    assert OptOut.objects.count() == 0


def test_a_wish_that_ends_stands_until_the_end_of_the_day(scope, coordinator):
    child = a_child()
    made = wished(child)

    ended = contact.end_wish(made, by=coordinator, note="Anna rang: messages are fine again.")

    assert (ended.ends_on, ended.ended_by) == (TODAY(), coordinator)
    assert answer(child).why == Why.WISH
    assert contact.may_contact(child, Means.SOCIAL_MEDIA, TODAY() + timedelta(days=1)).why == Why.NO_QUESTION


def test_the_first_who_ends_a_wish_counts(scope, coordinator, lead):
    made = wished(a_child())
    contact.end_wish(made, by=coordinator, note="Anna rang.")

    assert contact.end_wish(made, by=lead, note="Again.").ended_by == coordinator
    with pytest.raises(Refused):
        contact.end_wish(made, by=lead, note=" ")


def test_a_wish_on_an_entry_that_was_a_double_counts_for_the_person(scope):
    child, double = a_child(), a_child("Mia Turner")
    wished(double)
    double.merged_into = child
    double.save()

    assert answer(child).why == Why.WISH


# Pages ---------------------------------------------------------------------------------------------------------------


def test_a_volunteer_asks_records_a_wish_and_reads_it(charity, volunteer, signed_in, scope):
    child = a_child()
    mother = a_carer(child)
    client = signed_in(volunteer)

    found = client.get(url(charity, "may_contact"), {"q": "turn"}).content.decode()
    assert url(charity, "contact_person", child.pk) in found
    answer = client.post(
        url(charity, "wish", child.pk),
        {"means": ["social_media"], "who": str(mother.pk), "name": "", "note": "Said at pick-up."},
        follow=True,
    )

    made = OptOut.objects.get()
    assert (made.subject, made.asked_by, made.means, made.note) == (child, mother, ["social_media"], "Said at pick-up.")
    assert "The wish is on record" in answer.content.decode()
    page = client.get(url(charity, "contact_person", child.pk)).content.decode()
    assert "Please do not contact this person in this way." in page


def test_what_was_typed_is_not_lost_when_something_is_missing(charity, volunteer, signed_in, scope):
    child = a_child()

    page = signed_in(volunteer).post(
        url(charity, "wish", child.pk), {"who": "other", "name": "", "note": "She rang on Sunday."}
    )

    words = page.content.decode()
    assert "Tick what is not wanted." in words
    assert "Enter the name of whoever told you." in words
    assert "She rang on Sunday." in words
    assert OptOut.objects.count() == 0


def test_whose_wish_it_is_is_never_shown_to_another_carer(charity, new_person, signed_in, scope):
    """E-29: the father helps at the club, keeps consent there, and does not learn what the mother asked for."""
    child = a_child()
    mother = a_carer(child)
    father = new_person("Paul Turner", Role.COORDINATOR)
    look_after(child, father, relationship=Relationship.FATHER)
    made = wished(child, mother)

    page = signed_in(father).get(url(charity, "opt_out", made.pk)).content.decode()

    assert "Contact by social media" in page
    assert "Anna Turner" not in page
    assert signed_in(father).get(url(charity, "end_opt_out", made.pk)).status_code == 403


def test_whose_wish_it_is_is_for_those_who_keep_consent(charity, coordinator, volunteer, signed_in, scope):
    child = a_child()
    made = wished(child, a_carer(child))
    address = url(charity, "opt_out", made.pk)

    assert "Anna Turner" in signed_in(coordinator).get(address).content.decode()
    assert "Anna Turner" not in signed_in(volunteer).get(address).content.decode()


def test_people_of_other_projects_are_not_there(charity, new_person, signed_in, scope):
    club, family = Project.objects.create(name="Club"), Project.objects.create(name="Family")
    child = a_child(project=family)
    made = wished(child)
    client = signed_in(new_person("Nell Prior", Role.VOLUNTEER, project=club))

    for address in (
        url(charity, "contact_person", child.pk),
        url(charity, "wish", child.pk),
        url(charity, "opt_out", made.pk),
        url(charity, "contact_anyway", made.pk),
    ):
        assert client.get(address).status_code == 404
    assert "Mia" not in client.get(url(charity, "may_contact")).content.decode()
    assert "Mia" not in client.get(url(charity, "opt_outs")).content.decode()


def test_carers_do_not_open_the_pages_of_workers(charity, new_person, signed_in, scope):
    child = a_child()
    carer = new_person("Kim Park", Role.CARER)
    CareLink.objects.create(cared_for=child, carer=carer, relationship=Relationship.MOTHER, starts_on=date(2025, 1, 1))
    client = signed_in(carer)

    assert client.get(url(charity, "may_contact")).status_code == 403
    assert client.get(url(charity, "contact_person", child.pk)).status_code == 403


def test_the_coordinator_ends_a_wish_on_the_page(charity, coordinator, volunteer, signed_in, scope):
    made = wished(a_child())
    assert signed_in(volunteer).get(url(charity, "end_opt_out", made.pk)).status_code == 403

    signed_in(coordinator).post(url(charity, "end_opt_out", made.pk), {"note": "Anna rang."})

    made.refresh_from_db()
    assert (made.ends_on, made.end_note) == (TODAY(), "Anna rang.")


@pytest.mark.parametrize(("name", "queries"), [("may_contact", 6), ("opt_outs", 6)])
def test_a_list_asks_the_same_of_the_database_however_long_it_is(
    charity, coordinator, signed_in, scope, name, queries, django_assert_num_queries
):
    client = signed_in(coordinator)
    wished(a_child())
    client.get(url(charity, name))

    with django_assert_num_queries(queries):
        client.get(url(charity, name))
    for number in range(3):
        wished(a_child(f"Child{number} Turner"))
    with django_assert_num_queries(queries):
        client.get(url(charity, name))
