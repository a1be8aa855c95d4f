"""Raising a concern: quickly, by anybody, at any hour; nothing is lost, and nobody sees it who should not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from incidents import clocks, naming
from incidents.access import VIEW, can, visible_to
from incidents.models import Answer, Case, Entry, Report, Routing, Step, StepAside
from incidents.services import raising
from organisations.models import AgencyContact, AgencyKind
from people.models import Person, RoleLabel
from people.roles import Role

BASE = "/o/harbour-lights/incidents/"
RAISE = f"{BASE}raise/"
ONCE = "a-random-word-of-the-form-1234"


def post(client, **fields):
    return client.post(RAISE, {"what": "He has bruises on both arms.", "once": ONCE, "source": "seen", **fields})


def text(answer) -> str:
    return answer.content.decode()


# Quickly -------------------------------------------------------------------------------------------------------------


def test_a_volunteer_raises_a_concern_without_proving_again_who_they_are(scope, signed_in, volunteer, lead):
    answer = post(signed_in(volunteer))

    report = Report.objects.get()
    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{RAISE}sent/{report.uid}/")
    assert report.words == dict.fromkeys(Report.WORDS, "") | {"what": "He has bruises on both arms."}
    assert (report.raised_by, report.case, case.routing) == (volunteer, case, Routing.LEADS)
    assert case.learnt_at == report.received_at
    assert case.acted_at is None
    assert list(visible_to(lead)) == [case]
    assert not can(volunteer, case, VIEW)


def test_only_what_happened_is_needed(scope, signed_in, volunteer):
    answer = post(signed_in(volunteer), what=" ")

    assert "Write what happened or what worries you" in text(answer)
    assert not Report.objects.exists()


def test_what_was_typed_comes_back_with_a_form_that_was_refused(scope, signed_in, volunteer):
    answer = post(signed_in(volunteer), what="", who="Somebody in a red car")

    assert "Somebody in a red car" in text(answer)


def test_the_same_form_sent_twice_is_one_report(scope, signed_in, volunteer):
    client = signed_in(volunteer)

    assert post(client).url == post(client).url
    assert Report.objects.count() == Case.objects.count() == 1


def test_a_form_that_was_changed_and_sent_again_loses_nothing(scope, signed_in, volunteer):
    client = signed_in(volunteer)
    post(client)
    post(client, what="He has bruises on both arms and his back.")

    assert Report.objects.count() == 2


def test_whoever_raised_it_and_that_it_was_raised_are_on_record_without_a_word_of_it(scope, signed_in, volunteer):
    post(signed_in(volunteer))

    event = AuditEvent.objects.get(verb="incident_raised")
    assert event.actor_id == volunteer.pk
    assert "bruises" not in repr(list(AuditEvent.objects.values()))
    assert Entry.objects.filter(about_uid=Report.objects.get().uid).count() == 1


@pytest.mark.clause("IL-57")
@pytest.mark.parametrize("source", ["in_person", "social_media"])
def test_what_comes_over_social_media_goes_the_same_way_as_what_is_told_in_person(
    scope, signed_in, lead, volunteer, source
):
    post(signed_in(volunteer), source=source)

    case = Case.objects.get()
    assert (case.source, case.routing, case.status) == (source, Routing.LEADS, "new")
    assert list(visible_to(lead)) == [case]


# What the page says --------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-84", "WY-78")
def test_danger_comes_first_with_the_numbers_of_the_nation(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(RAISE))

    assert page.index('href="tel:999"') < page.index("tel:0800789321") < page.index("<textarea")
    assert page.index("tel:101") < page.index("<textarea")
    assert "designated officer" in page


@pytest.mark.clause("WY-78")
def test_in_scotland_nobody_is_sent_to_a_lado(scope, signed_in, volunteer):
    type(scope).objects.filter(pk=scope.pk).update(nation="scotland")

    page = text(signed_in(volunteer).get(RAISE))

    assert "LADO" not in page
    assert "Police Scotland" in page


def test_the_charitys_own_numbers_stand_before_those_of_the_nation(scope, signed_in, volunteer):
    AgencyContact.objects.create(name="Seaham front door", kind=AgencyKind.CHILDREN, phone="0191 123 4567", purpose="x")

    page = text(signed_in(volunteer).get(RAISE))

    assert "Seaham front door" in page
    assert "Children&#x27;s social care of the council" not in page


@pytest.mark.clause("WY-115")
def test_the_directory_says_whom_to_report_what_to(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(f"{BASE}numbers/"))

    for words in ("Internet Watch Foundation", "CEOP", "tel:101", "tel:999", "LADO"):
        assert words in page


@pytest.mark.clause("IL-45")
def test_the_page_says_that_the_lead_is_asked_about_any_concern(scope, signed_in, volunteer, lead):
    assert "Ask Dana Whitlock about any concern, also about the internet" in text(signed_in(volunteer).get(RAISE))


@pytest.mark.clause("WR-10")
def test_nobody_follows_anything_up_on_social_media(scope, signed_in, volunteer, lead, in_the_log):
    warning = "Do not use social media to follow this up"
    assert warning in text(signed_in(volunteer).get(RAISE))
    post(signed_in(volunteer))
    case = Case.objects.get()

    assert warning in text(in_the_log(lead).get(f"{BASE}{case.code}/messages/"))


@pytest.mark.clause("RW-80")
def test_the_page_says_how_to_talk_with_the_child(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(RAISE))

    assert "Listen carefully to their fears and worries" in page
    assert "Do not belittle" in page
    assert "help with grief" in page


@pytest.mark.clause("RW-79")
def test_the_seven_signs_are_ticked_and_kept(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(RAISE))
    post(signed_in(volunteer), indicators=["secret_groups", "films"])

    assert page.count('name="indicators"') == 7
    assert Report.objects.get().words["indicators"] == (
        "Has joined new or secret groups\n"
        "Watches, shares or makes films online linked to religious, political or racial hate"
    )


def test_no_image_is_asked_for_and_a_warning_stands_before_the_first_box(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(RAISE))

    assert 'type="file"' not in page
    assert page.index("do not look at it, copy it, send it, save it") < page.index("<textarea")


# About whom ----------------------------------------------------------------------------------------------------------


def test_those_through_whose_hands_it_may_pass_are_asked_about_by_name(scope, signed_in, volunteer, lead, chair):
    page = text(signed_in(volunteer).get(RAISE))

    assert "Dana Whitlock (Designated safeguarding lead)" in page
    assert "Margaret Hale (Chair of trustees)" in page


def test_a_concern_about_the_lead_never_reaches_them(scope, signed_in, volunteer, lead, chair):
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"])

    case = Case.objects.get()
    assert case.routing == Routing.TRUSTEES
    assert not visible_to(lead).exists()
    assert list(visible_to(chair)) == [case]
    assert Report.objects.get().words["concerned"] == "Dana Whitlock (Designated safeguarding lead)"


def test_somebody_close_to_the_lead_sends_it_round_them_as_well(scope, signed_in, volunteer, lead, chair):
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"], is_close="on")

    assert StepAside.objects.get().reason == "close"
    assert not visible_to(lead).exists()


def test_whoever_is_not_asked_about_cannot_be_named_by_hand(scope, signed_in, volunteer, lead, trustee):
    answer = post(signed_in(volunteer), concerned=[f"person-{trustee.pk}"])

    assert answer.status_code == 200
    assert "He has bruises on both arms." in text(answer)


# Written and not ticked ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        *(("Dana Whitlock the safeguarding lead", "lead"), ("dana", "lead"), ("It was Dana’s doing", "lead")),
        *(("Mrs Whitlock", "lead"), ("the DSL", "lead"), ("our safeguarding officer", "lead"), ("the chair", "chair")),
        *(("Danae from school", ""), ("a team leader", ""), ("", ""), ("a boy of nine", "")),
    ],
)
def test_words_mean_whoever_holds_the_office_by_name_or_by_office(scope, lead, chair, said, whom):
    meant = {"lead": [lead], "chair": [chair], "": []}[whom]

    assert naming.meant_by(["", said], today=timezone.localdate()) == meant


def test_the_charitys_own_word_for_an_office_means_it_too(scope, lead):
    RoleLabel.objects.create(role=Role.LEAD, label="Guardian of the harbour")

    assert naming.meant_by(["The guardian of the Harbour!"], today=timezone.localdate()) == [lead]


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        ("Dana Whitlock hit my brother.", True),
        ("It was whitlock, dana!", True),
        ("Dana WHITLOCK’s car", True),
        ("I told Dana.", False),
        ("The lead of the dog broke.", False),
        ("", False),
    ],
)
def test_in_what_happened_a_whole_name_means_somebody(scope, lead, chair, said, is_meant):
    assert naming.named_in(["", said], today=timezone.localdate()) == ([lead] if is_meant else [])


def test_by_what_somebody_is_called_they_are_meant_as_well(scope, lead):
    Person.objects.filter(pk=lead.pk).update(known_as="Dee")

    assert naming.named_in(["Dee Whitlock hit my brother."], today=timezone.localdate()) == [lead]


def test_whoever_accuses_the_lead_in_the_first_box_is_asked_as_well(scope, signed_in, volunteer, lead, chair):
    client = signed_in(volunteer)

    asked = post(client, what="Dana Whitlock hit my brother.")
    post(client, what="Dana Whitlock hit my brother.", asked="on")

    assert "Is it about Dana Whitlock (Designated safeguarding lead)?" in text(asked)
    assert not visible_to(lead).exists()


@pytest.mark.parametrize("box", ["who", "concerned_else"])
def test_whoever_writes_the_leads_name_is_asked_once_whether_it_is_about_them(
    scope, signed_in, volunteer, lead, chair, box
):
    client = signed_in(volunteer)
    asked = post(client, **{box: "Dana, who did it"})
    nothing_yet = Report.objects.exists()
    post(client, **{box: "Dana, who did it"}, asked="on")

    assert "Is it about Dana Whitlock (Designated safeguarding lead)?" in text(asked)
    assert ("Dana, who did it" in text(asked), nothing_yet) == (True, False)
    case = Case.objects.get()
    assert (case.routing, case.about_worker) == (Routing.TRUSTEES, Answer.UNSURE)  # without an answer, the safe way
    assert not visible_to(lead).exists()
    noted = Entry.objects.get(about_uid=Report.objects.get().uid).words["text"]
    assert "The words may mean Dana Whitlock" in noted


@pytest.mark.parametrize(
    ("answer", "routing", "worker", "reason"),
    [
        ("yes", Routing.TRUSTEES, Answer.YES, ["named"]),
        ("close", Routing.TRUSTEES, Answer.UNSURE, ["close"]),
        ("no", Routing.LEADS, "", []),
    ],
)
def test_the_answer_says_whether_it_is_about_them(
    scope, signed_in, volunteer, lead, chair, answer, routing, worker, reason
):
    post(signed_in(volunteer), who="Dana", asked="on", is_named=answer)

    case = Case.objects.get()
    assert (case.routing, case.about_worker) == (routing, worker)
    assert [aside.reason for aside in StepAside.objects.all()] == reason


def test_whoever_ticked_them_is_not_asked(scope, signed_in, volunteer, lead, chair):
    post(signed_in(volunteer), who="Dana", concerned=[f"person-{lead.pk}"])

    assert Case.objects.get().routing == Routing.TRUSTEES


# The clock -----------------------------------------------------------------------------------------------------------


def test_ticking_somebody_starts_the_clock_for_telling_the_officer(
    scope, signed_in, in_the_log, volunteer, lead, chair
):
    """Fact 4: it runs from when anybody in the charity learnt of it, sorted or not."""
    AgencyContact.objects.create(
        name="The officer of Durham", kind=AgencyKind.WORKER_CONCERN, phone="0191 111 2222", purpose="x"
    )
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"], danger_now="yes")
    case = Case.objects.get()
    client = in_the_log(chair)
    pages = [text(client.get(case.get_absolute_url() + rest)) for rest in ("", "steps/")]

    assert (case.about_worker, case.triaged_at) == (Answer.YES, None)
    assert [(one.key, one.starts_at) for one in clocks.of(case)] == [("worker_england", case.learnt_at)]
    assert Step.objects.filter(case=case, procedure="worker", key="officer", withdrawn_at=None).exists()
    assert ["0191 111 2222" in page for page in pages] == [True, True]
    assert "Tell the designated officer (LADO)" in text(client.get(f"{BASE}due/"))


def test_somebody_close_to_them_may_be_somebody_who_works_here(scope, signed_in, volunteer, lead, chair):
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"], is_close="on")

    case = Case.objects.get()
    assert (case.about_worker, [one.key for one in clocks.of(case)]) == (Answer.UNSURE, ["worker_england"])


# When ----------------------------------------------------------------------------------------------------------------


def test_when_is_kept_as_it_was_said_and_no_day_is_made_up(scope, signed_in, volunteer):
    post(signed_in(volunteer), when="when I was about nine")

    report = Report.objects.get()
    assert report.words["when"] == "when I was about nine"
    assert (report.happened_from, report.happened_until, report.happened_at) == (None, None, None)


def test_a_summer_is_a_range_of_days(scope, signed_in, volunteer):
    post(signed_in(volunteer), when="summer 2019")

    case = Case.objects.get()
    assert (str(case.happened_from), str(case.happened_until)) == ("2019-06-01", "2019-09-30")


def test_the_night_on_which_the_clocks_go_forward_stops_nobody(scope, signed_in, volunteer):
    post(signed_in(volunteer), day="2027-03-28", hour="01:30")

    report = Report.objects.get()
    assert report.happened_at.isoformat() == "2027-03-28T01:30:00+00:00"
    assert report.offset_minutes == 60
    assert report.words["when"] == "(2027-03-28) (01:30)"


def test_a_day_that_cannot_be_read_stops_nobody(scope, signed_in, volunteer):
    answer = post(signed_in(volunteer), day="the day after the fair", hour="late")

    assert answer.status_code == 302
    assert Report.objects.get().words["when"] == "(the day after the fair) (late)"


def test_words_in_another_language_stay_as_they_are(scope, signed_in, volunteer):
    post(signed_in(volunteer), what="Él dijo: «no se lo digas a nadie» 🙁", own_words="innit bruv", language="Spanish")

    words = Report.objects.get().words
    assert (words["what"], words["own_words"]) == ("Él dijo: «no se lo digas a nadie» 🙁", "innit bruv")


# Without a name, and for somebody else -------------------------------------------------------------------------------


def test_without_a_name_nothing_says_who_sent_it(scope, signed_in, volunteer):
    answer = post(signed_in(volunteer), is_anonymous="on")

    report = Report.objects.get()
    assert (report.raised_by, report.written_by, report.is_anonymous) == (None, None, True)
    assert not AuditEvent.objects.filter(actor_id=volunteer.pk, verb="incident_raised").exists()
    assert "Your code" in text(answer)
    assert str(report.uid) not in text(signed_in(volunteer).get(f"{BASE}mine/"))


def test_the_lead_writes_down_what_somebody_told_them(scope, signed_in, lead):
    post(signed_in(lead), on_behalf="on", source="phone", told_by="Mrs Okoro")

    report = Report.objects.get()
    assert (report.raised_by, report.written_by, report.source) == (None, lead, "phone")


# A form that comes too late ------------------------------------------------------------------------------------------


def test_a_form_sent_after_the_sign_in_ran_out_is_given_back(scope, client):
    answer = post(client, who="A man in a red car")

    assert answer.status_code == 403
    assert "You are no longer signed in" in text(answer)
    assert 'value="He has bruises on both arms."' in text(answer)
    assert not Report.objects.exists()


def test_a_form_whose_token_is_out_of_date_is_given_back_and_can_be_sent(scope, volunteer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(volunteer.user)

    answer = post(client)
    token = client.cookies["csrftoken"].value
    again = post(client, csrfmiddlewaretoken=token)

    assert answer.status_code == 403
    assert "not sent yet" in text(answer)
    assert again.status_code == 302


# Seen by whom --------------------------------------------------------------------------------------------------------


def test_a_stranger_finds_nothing(scope, signed_in, stranger):
    assert signed_in(stranger).get(RAISE).status_code == 404


def test_the_offline_page_holds_nobodys_words_and_no_names(scope, signed_in, volunteer, lead):
    client = signed_in(volunteer)
    client.post(f"{RAISE}save/", {"what": "A secret"})

    page = text(client.get(f"{RAISE}offline/"))

    assert "A secret" not in page
    assert "Vera" not in page
    assert "Dana" not in page
    assert "csrfmiddlewaretoken" not in page
    assert 'href="tel:999"' in page


def test_the_script_for_the_connection_reaches_no_further_than_its_form(scope, signed_in, volunteer):
    answer = signed_in(volunteer).get(f"{RAISE}worker.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_front_is_the_log_for_the_lead_and_ones_own_reports_for_others(
    scope, signed_in, in_the_log, lead, volunteer
):
    assert signed_in(volunteer).get(BASE).url == f"{BASE}mine/"
    assert in_the_log(lead).get(BASE).status_code == 200


def test_it_is_kept_and_the_numbers_shown_when_all_are_concerned(scope, signed_in, volunteer, lead):
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"])

    assert Case.objects.get().routing == Routing.NAMED
    page = text(signed_in(volunteer).get(f"{RAISE}sent/{Report.objects.get().uid}/"))
    assert "tel:999" in page


def test_two_at_the_same_moment_are_one(scope, volunteer):
    given = {"by": volunteer, "words": {"what": "x"}, "source": "seen", "once": ONCE, "danger_now": Answer.NO}
    first = raising.receive(**given)
    second = raising.receive(**given)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.report == second.report


@pytest.mark.parametrize("concerned", [[], ["lead"]])
def test_the_receipt_says_when_nobody_here_can_be_told(scope, signed_in, volunteer, lead, concerned):
    post(signed_in(volunteer), concerned=[f"person-{lead.pk}"] if concerned else [])

    page = text(signed_in(volunteer).get(f"{RAISE}sent/{Report.objects.get().uid}/"))

    assert ("Nobody in this charity can handle it" in page) == bool(concerned)
    assert ("Those who handle it are told now" in page) == (not concerned)


def test_the_first_panel_is_short_and_the_daytime_line_stands_below(scope, signed_in, volunteer):
    page = text(signed_in(volunteer).get(RAISE))

    places = [page.index(words) for words in ("tel:999", "Whom else you can call", "tel:0800789321", "ACT Early")]
    assert places == sorted(places)
