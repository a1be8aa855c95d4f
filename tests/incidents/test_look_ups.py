"""Nobody is looked up on social media without a purpose, somebody else's word, and a record."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import VIEW, give
from incidents.models import Entry, LookUp
from incidents.owed import look_ups as owed
from incidents.promises import look_ups as promises
from incidents.services import access, look_ups
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.conftest import make_person
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")

TYPED = {
    "who": "Ruby Quill's mother",
    "purpose": "To learn whether she has moved",
    "proportion": "The telephone is cut off",
    "where": "A public page",
}


def asked(by, **fields):
    return look_ups.ask(by=by, **(TYPED | fields))


@pytest.mark.clause("WY-6")
def test_a_look_up_has_its_purpose_is_allowed_by_somebody_else_and_is_written_down(in_the_log, lead, volunteer):
    in_the_log(volunteer).post(address("incidents:ask_look_up"), TYPED)
    made = LookUp.objects.get()
    page = address("incidents:look_up", made.uid)

    early = in_the_log(volunteer).post(page, {"found": "She has moved."})
    in_the_log(lead).post(address("incidents:authorise_look_up", made.uid), {"is_allowed": "True", "reasons": "Fair"})
    in_the_log(volunteer).post(page, {"found": "She has moved."})

    made.refresh_from_db()
    assert early.status_code == 200
    assert {name: made.words[name] for name in TYPED} == TYPED
    assert (made.asked_by, made.authorised_by, bool(made.done_at)) == (volunteer, lead, True)
    assert [made.words[name] for name in ("decided", "reasons", "found")] == ["allowed", "Fair", "She has moved."]
    content = unescape(in_the_log(lead).get(page).content.decode())
    assert all(words in content for words in (*TYPED.values(), "She has moved.", "Allowed by Dana Whitlock"))


@pytest.mark.clause("WY-6")
def test_without_somebody_elses_word_nothing_is_written_down_as_found(lead, volunteer):
    made = asked(volunteer)

    with pytest.raises(Refused, match="not allowed yet"):
        look_ups.finish(made, by=volunteer, found="She has moved.")
    assert LookUp.objects.get().words["found"] == ""


@pytest.mark.clause("WY-6")
def test_without_a_purpose_it_is_not_asked_and_what_was_typed_stays(in_the_log, volunteer):
    answer = in_the_log(volunteer).post(address("incidents:ask_look_up"), TYPED | {"purpose": ""})

    assert not LookUp.objects.exists()
    assert "The telephone is cut off" in answer.content.decode()


def test_nobody_allows_what_they_asked_themselves(charity, in_the_log, lead, chair):
    made = asked(lead)
    url = address("incidents:authorise_look_up", made.uid)

    assert in_the_log(lead).post(url, {"is_allowed": "True"}).status_code == 403
    with pytest.raises(Refused, match="never whoever asked"):
        look_ups.decide(made, by=lead, is_allowed=True)
    assert [one.recipients for one in owed.obligations(today=timezone.localdate())] == [(chair.pk,)]
    in_the_log(chair).post(url, {"is_allowed": "True"})
    assert LookUp.objects.get().authorised_by == chair


def test_a_refusal_ends_it(lead, volunteer):
    made = look_ups.decide(asked(volunteer), by=lead, is_allowed=False, reasons="Ask the family first.")

    with pytest.raises(Refused, match="already, or it was refused"):
        look_ups.finish(made, by=volunteer, found="Still")
    with pytest.raises(Refused, match="decided already"):
        look_ups.decide(made, by=lead, is_allowed=True)
    assert list(owed.obligations(today=timezone.localdate())) == []


def test_in_a_case_it_stands_in_the_chronology_and_whoever_does_not_see_the_case_does_not_see_it(
    charity, in_the_log, lead, volunteer
):
    deputy = make_person(charity, "Della Deputy", Role.LEAD)
    case = make_case()
    in_the_log(lead).post(address("incidents:ask_look_up_in_case", case.code), TYPED)
    made = LookUp.objects.get()

    look_ups.decide(made, by=deputy, is_allowed=True)
    look_ups.finish(made, by=lead, found="She has moved.")

    assert [entry.about_uid for entry in Entry.objects.all()] == [made.uid] * 3
    assert in_the_log(volunteer).get(address("incidents:look_up", made.uid)).status_code == 404
    access.put_aside(case, deputy, by=lead)
    assert in_the_log(deputy).get(address("incidents:look_up", made.uid)).status_code == 404
    assert "Ruby" not in in_the_log(deputy).get(address("incidents:look_ups")).content.decode()


def test_who_may_only_read_a_case_asks_nothing_in_it(in_the_log, volunteer):
    case = make_case()
    give(case, volunteer, VIEW)

    assert in_the_log(volunteer).post(address("incidents:ask_look_up_in_case", case.code), TYPED).status_code == 403
    assert in_the_log(volunteer).post(address("incidents:ask_look_up_in_case", "nothing"), TYPED).status_code == 404


def seen(in_the_log, made, people):
    """Who has it in their list; who has, reads it, and to all others there is none."""
    found = set()
    for person in people:
        client = in_the_log(person)
        if "Ruby" in client.get(address("incidents:look_ups")).content.decode():
            found.add(person)
        status = client.get(address("incidents:look_up", made.uid)).status_code
        assert status == (200 if person in found else 404)
    return found


def decided_by(made):
    [one] = owed.obligations(today=timezone.localdate())
    return set(one.recipients)


def test_each_sees_their_own_and_the_lead_sees_all_of_them(
    in_the_log, lead, volunteer, coordinator, chair, safeguarding_trustee
):
    made = asked(volunteer)

    who = (lead, volunteer, coordinator, chair, safeguarding_trustee)

    assert seen(in_the_log, made, who) == {lead, volunteer}
    assert not look_ups.may_authorise(chair, made)
    assert decided_by(made) == {lead.pk}


@pytest.mark.parametrize(
    "about",
    [
        {"about_leads": True},
        {"who": "Ruby, and her mother Dana Whitlock"},
        {"who": "Ruby and Mr WHITLOCK, who lives with her"},
    ],
)
def test_what_is_about_the_lead_goes_to_those_above_and_no_number_tells_of_it(
    in_the_log, lead, volunteer, coordinator, chair, safeguarding_trustee, about
):
    def light():
        [one] = promises.commitments(today=timezone.localdate() + timedelta(days=20))
        return one.state

    made = asked(volunteer, **about)

    who = (lead, volunteer, coordinator, chair, safeguarding_trustee)
    assert seen(in_the_log, made, who) == {volunteer, chair, safeguarding_trustee}
    assert decided_by(made) == {chair.pk, safeguarding_trustee.pk}
    assert (
        in_the_log(lead).post(address("incidents:authorise_look_up", made.uid), {"is_allowed": "True"}).status_code
        == 404
    )
    with pytest.raises(Refused, match="Somebody else"):
        look_ups.decide(made, by=lead, is_allowed=True)
    assert light() == State.NEW


def test_what_is_about_one_lead_is_decided_by_another(charity, in_the_log, lead, volunteer, chair):
    deputy = make_person(charity, "Della Deputy", Role.LEAD)

    made = asked(volunteer, who="Ruby Whitlock")

    assert seen(in_the_log, made, (lead, deputy, chair)) == {deputy}
    assert decided_by(made) == {deputy.pk}


def test_whoever_decided_it_sees_it_still(charity, in_the_log, lead, volunteer, chair):
    made = asked(lead)
    look_ups.decide(made, by=chair, is_allowed=True)
    deputy = make_person(charity, "Della Deputy", Role.LEAD)

    assert seen(in_the_log, made, (lead, chair, deputy)) == {lead, chair, deputy}


def test_two_clicks_ask_once(volunteer):
    assert asked(volunteer) == asked(volunteer)
    assert asked(volunteer, who="Somebody else") != asked(volunteer)
    assert LookUp.objects.count() == 2


def test_the_audit_hears_no_name(lead, volunteer):
    look_ups.finish(look_ups.decide(asked(volunteer), by=lead, is_allowed=True), by=volunteer, found="She has moved.")

    events = AuditEvent.objects.filter(verb="incident_looked_up")
    assert events.count() == 3
    assert not [event for event in events if "Ruby" in f"{event.object_label}{event.detail}"]


@pytest.mark.parametrize(
    ("nation", "repeat", "act"),
    [
        ("england", True, "Regulation of Investigatory Powers Act 2000"),
        ("northern-ireland", True, "Regulation of Investigatory Powers Act 2000"),
        ("scotland", True, "Regulation of Investigatory Powers (Scotland) Act 2000"),
    ],
)
def test_looking_again_and_again_may_be_surveillance_by_the_law_of_the_nation(nation, repeat, act):
    found = look_ups.warnings(nation, date(2027, 3, 1), repeat=repeat)

    assert [act in one.says for one in found] == [False, True]
    assert all(one.source for one in found)
    assert len(look_ups.warnings(nation, date(2027, 3, 1), repeat=False)) == 1


def test_what_is_owed_names_nobody(lead, volunteer):
    made = asked(volunteer)
    [waiting] = owed.obligations(today=timezone.localdate())
    look_ups.decide(made, by=lead, is_allowed=True)
    [unfinished] = owed.obligations(today=timezone.localdate())

    assert (waiting.recipients, unfinished.recipients) == ((lead.pk,), (volunteer.pk,))
    assert not [one for one in (waiting, unfinished) if "look" in f"{one.title}{one.reason}".casefold()]
    assert list(owed.obligations(today=timezone.localdate(), person=lead.pk)) == []


def test_the_light(lead, volunteer):
    def light():
        [one] = promises.commitments(today=timezone.localdate() + timedelta(days=20))
        return one.state

    assert light() == State.NEW
    made = look_ups.decide(asked(volunteer), by=lead, is_allowed=True)
    assert light() == State.AT_RISK
    look_ups.finish(made, by=volunteer, found="Nothing")
    assert light() == State.KEPT


def test_a_destroyed_one_is_no_error(in_the_log, lead, volunteer):
    made = asked(volunteer)
    made.shred()
    LookUp.objects.filter(pk=made.pk).update(wrapped_key=b"", shredded_at=made.shredded_at)
    client = in_the_log(lead)

    assert client.get(address("incidents:look_ups")).status_code == 200
    assert client.get(address("incidents:look_up", made.uid)).status_code == 200


def test_everybody_who_works_here_finds_the_way_to_it(in_the_log, lead, volunteer):
    way = address("incidents:look_ups")

    assert way in in_the_log(volunteer).get(address("incidents:mine")).content.decode()
    assert way in in_the_log(lead).get(address("incidents:log")).content.decode()
