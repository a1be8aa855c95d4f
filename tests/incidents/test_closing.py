"""How a case ends, what it still asks for, and that it begins anew when there is more."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.access import VIEW, give
from incidents.models import Case, Closing, Entry, Outcome, Record, Step
from incidents.owed import holds
from incidents.services import closing, custody, holding, lessons
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")

WHY = {"no_debrief": "Nobody was there.", "no_lessons": "It was a mix-up.", "open_left": "The council does the rest."}


def closed(case, by, **given):
    return closing.close(case, by=by, once=uuid.uuid4(), **({"outcome": Outcome.UNFOUNDED} | WHY | given))


def page(charity, case, rest=""):
    return f"/o/{charity.slug}/incidents/{case.code}/closing/{rest}"


def sent(client, url, **answers):
    form = client.get(url).context["form"]
    return client.post(url, {"once": str(form["once"].value())} | answers)


@pytest.mark.clause("WY-76")
def test_a_case_is_closed_with_the_talk_afterwards(lead, charity, in_the_log):
    case, client = make_case(), in_the_log(lead)

    refused = sent(client, page(charity, case, "close/"), outcome="unfounded", no_lessons="None", open_left="None")
    assert "no_debrief" in refused.context["form"].errors
    assert not Closing.objects.exists()

    talked = {"debriefed_on": "1 June 2026", "debrief": "Dana and the club's helpers: what upset them."}
    url = page(charity, case, "close/")
    answer = sent(client, url, outcome="unfounded", no_lessons="None", open_left="None", **talked)

    assert answer.status_code == 302
    row = Closing.objects.get(case=case)
    assert row.words["debrief"].startswith("Dana")
    assert str(row.debriefed_on) == "2026-06-01"
    assert "what upset them" in client.get(page(charity, case)).content.decode()


@pytest.mark.clause("WY-77")
def test_without_lessons_and_actions_it_asks_why(lead):
    case = make_case()
    with pytest.raises(Refused, match="learnt"):
        closed(case, lead, no_lessons="")

    lesson = lessons.learn(case, by=lead, once=uuid.uuid4(), finding="The rota had a gap.")
    with pytest.raises(Refused, match="no action"):
        closed(case, lead, no_lessons="")

    due_on = timezone.localdate() + timedelta(days=30)
    lessons.give(case, by=lead, once=uuid.uuid4(), what="Two on every shift.", owner=lead, due_on=due_on, lesson=lesson)
    assert closed(case, lead, no_lessons="").outcome == Outcome.UNFOUNDED


def test_the_terms_for_how_it_ended_are_the_usual_ones():
    """E-59: none of them says that somebody is guilty."""
    terms = ["substantiated", "unsubstantiated", "unfounded", "false", "malicious", "not_allegation"]

    assert Outcome.values == terms


def test_an_unknown_outcome_is_refused(lead):
    with pytest.raises(Refused):
        closed(make_case(), lead, outcome="guilty")


def test_open_steps_are_listed_and_ask_for_a_reason(lead, charity, in_the_log):
    case, client = make_case(), in_the_log(lead)
    Step.objects.create(
        case=case, procedure="general", key="parents", text="Tell the parents, or say why not", words={}
    )

    shown = client.get(page(charity, case, "close/"))
    assert "Tell the parents, or say why not" in shown.content.decode()
    with pytest.raises(Refused, match="left open"):
        closed(case, lead, open_left="")

    row = closed(case, lead)
    assert row.words["open_left"] == "The council does the rest."
    assert "The council does the rest." in Entry.objects.filter(case=case).last().words["text"]


def test_it_asks_whether_a_regulator_was_told(lead):
    case = make_case()
    assert "Nobody has decided whether a regulator is told." in closing.left_in(case).others

    Record.objects.create(case=case, kind="regulator", by=lead, words={"answers": {}})
    assert "Nobody has decided whether a regulator is told." not in closing.left_in(case).others


def test_it_asks_who_was_harmed(lead):
    case, low = make_case(), make_case(is_low_level=True)
    nobody = "Nobody was entered as harmed or at risk of it. It is kept as long as if it were a child."
    assert [nobody in closing.left_in(one).others for one in (case, low)] == [True, False]

    enter(case, "Mia Small")
    assert nobody not in closing.left_in(case).others


def test_it_names_whom_a_legal_hold_reaches_and_whom_it_does_not(lead, charity, in_the_log, new_person):
    """E-79."""
    case = make_case()
    enter(case, "Mia Small", person=new_person("Mia Small"))
    enter(case, "A boy with a red cap")
    enter(case, "Wes Witness", "witness")

    reached, unlinked = closing.left_in(case).notes
    shown = in_the_log(lead).get(page(charity, case, "close/")).content.decode()

    assert reached == "A legal hold on Mia Small keeps this case as well."
    assert unlinked.startswith("Not linked to the charity's list: A boy with a red cap.")
    assert reached in shown
    assert "A boy with a red cap" in shown


def test_a_hold_of_an_agency_is_seen_before_it_is_closed_and_goes_on(lead, charity, in_the_log):
    """E-60."""
    case, client = make_case(), in_the_log(lead)
    enter(case, "Mia Small")
    Record.objects.create(case=case, kind="regulator", by=lead, words={"answers": {}})
    day = timezone.localdate() + timedelta(days=3)
    holding.hold(case, by=lead, agency="Durham police", look_again_on=day)

    assert "Durham police asked us to wait" in client.get(page(charity, case, "close/")).content.decode()
    with pytest.raises(Refused, match="left open"):
        closed(case, lead, open_left="")
    closed(case, lead)

    [owed] = list(holds.obligations(today=day, person=lead.pk))
    assert owed.due_on == day
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "On hold: Durham police asked us to wait" in shown
    assert "Ask again, or go on" in shown
    client.post(f"{case.get_absolute_url()}hold/end/", {"why": "PC Ash rang."})
    assert not holding.is_held(case)
    assert list(holds.obligations(today=day)) == []


def test_evidence_that_is_still_here_is_not_forgotten(lead):
    case = make_case()
    item = custody.take(case, by=lead, once=uuid.uuid4(), what="Telephone", is_device=True)
    assert "One piece of evidence is still here." in closing.left_in(case).others

    custody.move(item, by=lead, once=uuid.uuid4(), kind="handed", at=timezone.now(), to="PC Ward")
    assert "One piece of evidence is still here." not in closing.left_in(case).others


def test_a_form_that_is_sent_twice_closes_once(lead):
    case, once = make_case(), uuid.uuid4()

    first = closing.close(case, by=lead, once=once, outcome="false", **WHY)
    second = closing.close(case, by=lead, once=once, outcome="false", **WHY)

    assert first == second
    assert Closing.objects.count() == 1


def test_a_closed_case_takes_no_new_work_and_says_to_open_it_again(lead):
    case = make_case()
    closed(case, lead)

    with pytest.raises(Refused, match="Open it again"):
        lessons.learn(case, by=lead, once=uuid.uuid4(), finding="More")


def test_a_case_is_opened_again_with_a_reason_and_keeps_what_was_written(lead, charity, in_the_log):
    """E-64: new facts after years; the time for which it is kept is counted anew."""
    case, client = make_case(), in_the_log(lead)
    closed(case, lead, summary="A mix-up.")
    case.refresh_from_db()
    assert case.keep_until is not None

    refused = client.post(page(charity, case, "reopen/"), {"reason": ""})
    assert refused.context["form"].errors
    assert client.post(page(charity, case, "reopen/"), {"reason": "Another child spoke."}).status_code == 302

    case.refresh_from_db()
    assert (case.status, case.keep_until, case.outcome, case.closed_at) == ("open", None, "", None)
    row = Closing.objects.get(case=case)
    assert row.reopened_at is not None
    assert row.words["summary"] == "A mix-up."
    closed(case, lead, outcome="substantiated")
    assert [one.outcome for one, _words in closing.of_case(Case.objects.get(pk=case.pk))] == [
        "substantiated",
        "unfounded",
    ]


def test_what_is_open_is_not_opened_again(lead):
    with pytest.raises(Refused):
        closing.reopen(make_case(), by=lead, reason="More")


def test_a_case_that_was_made_unreadable_is_not_opened_again(lead, charity, in_the_log):
    case = make_case()
    closed(case, lead)
    case.refresh_from_db()
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    with pytest.raises(Refused):
        closing.reopen(case, by=lead, reason="More")
    assert "Made unreadable for ever" in in_the_log(lead).get(page(charity, case)).content.decode()


def test_whoever_may_only_read_neither_closes_nor_opens(volunteer, lead, charity, in_the_log):
    case = make_case()
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)

    assert client.get(page(charity, case)).status_code == 200
    assert client.get(page(charity, case, "close/")).status_code == 403
    closed(case, lead)
    assert client.post(page(charity, case, "reopen/"), {"reason": "More"}).status_code == 403


def test_whoever_may_not_see_it_finds_nothing(lead, charity, in_the_log):
    case, client = restricted(), in_the_log(lead)

    for rest in ("", "close/", "reopen/", "learn/", "actions/add/"):
        assert client.get(page(charity, case, rest)).status_code == 404


def test_how_it_ended_is_not_on_the_page_of_a_person(lead, chair, charity, in_the_log, new_person):
    """E-59."""
    somebody = new_person("Rolf Unlucky")
    case = make_case()
    case.parties.create(
        case=case, organisation=charity, person=somebody, part="concern", words={"name": "Rolf Unlucky"}
    )
    closed(case, lead, outcome="malicious")

    shown = in_the_log(lead).get(f"/o/{charity.slug}/people/{somebody.pk}/").content.decode()

    assert "alicious" not in shown
    assert case.code not in shown
