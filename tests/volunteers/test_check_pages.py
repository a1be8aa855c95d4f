"""The pages of checks: who opens which, what a fact does not tell, what stays when somebody was away for too long."""

from html import unescape

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from people.roles import Role
from safeguard.addresses import address
from tests.volunteers import checked, factories
from volunteers import access
from volunteers.models import OnlineCheck, Result
from volunteers.services import checks
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")

OF_A_CHECK = (
    *("check", "print_check", "call_off_check", "hand_over_check", "check_conflict", "do_check", "check_findings"),
    *("check_talk", "check_not_them", "check_decider", "decide_check", "share_check"),
)


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


@pytest.mark.parametrize("name", OF_A_CHECK)
def test_whoever_may_not_know_of_a_check_finds_no_page_of_it(
    in_the_log, coordinator, trustee, second_trustee, stranger, name
):
    check = checked.concern(by=coordinator, to=trustee)
    url = address(f"volunteers:{name}", check.code)

    assert in_the_log(second_trustee).get(url).status_code == 404
    assert in_the_log(second_trustee).post(url, {}).status_code in (404, 405)
    assert in_the_log(stranger).get(url).status_code == 404
    assert in_the_log(trustee).get(address(f"volunteers:{name}", "NOTH-ING2-3456")).status_code == 404


def test_whoever_knows_of_it_and_may_not_go_on_is_told_so(in_the_log, coordinator, trustee, chair):
    check = checked.concern(by=coordinator, to=trustee)
    for name in ("do_check", "check_findings", "check_talk", "check_not_them", "decide_check", "share_check"):
        answer = in_the_log(chair).get(address(f"volunteers:{name}", check.code))
        assert (answer.status_code, "by name" in text(answer)) == (403, True)


def test_somebody_who_was_not_signed_in_a_moment_ago_proves_first_who_they_are(client, coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)
    client.force_login(trustee.user)

    for url in (address("volunteers:checks"), check.get_absolute_url()):
        answer = client.get(url)
        assert (answer.status_code, "reauthenticate" in answer.headers["Location"]) == (302, True)


def test_what_was_typed_is_given_back_when_too_much_time_has_passed(client, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    client.force_login(trustee.user)

    answer = client.post(address("volunteers:do_check", check.code), {"looked_at": "Two pages of results, both public"})

    assert "Two pages of results, both public" in text(answer)
    check.refresh_from_db()
    assert check.words["looked_at"] == ""


@pytest.mark.clause("BC-20")
def test_whoever_gave_it_out_reads_the_fact_and_not_what_came_of_it(in_the_log, coordinator, trustee, chair, lead):
    check = checked.shared(by=coordinator, to=trustee, decider=chair, told=[chair])
    nothing = checked.neutral(
        by=coordinator, to=trustee, application=checked.applicant("Ben Other", email="ben@mail.example")
    )

    pages = [text(in_the_log(lead).get(one.get_absolute_url())) for one in (check, nothing)]
    prints = [text(in_the_log(lead).get(address("volunteers:print_check", one.code))) for one in (check, nothing)]
    everything = text(in_the_log(lead).get(address("volunteers:checks")))

    for page in (*pages, *prints, everything):
        assert "Tom Okafor" in page
        for words in ("talk about", "no presence", "example.org", "Result", "destroyed from", "Decision"):
            assert words not in page.replace("Whatever there is to talk about is put", "")
    for page, one in zip(pages, (check, nothing), strict=True):
        assert page.count("Closed") == 1, one  # where it stands, and not when: that would tell


def test_the_print_has_all_that_stands_in_it_and_by_which_rules(in_the_log, coordinator, trustee, chair):
    check = checked.shared(by=coordinator, to=trustee, decider=chair, told=[chair])

    page = text(in_the_log(chair).get(address("volunteers:print_check", check.code)))

    for words in (
        *("Record of an online check", "Harbour Lights", check.code, "Ada Byron", "Private matters of people"),
        *("I will take it down.", checked.DECIDED["besides"], "May, item 6", "Passwords are never asked for"),
    ):
        assert words in page


def test_every_look_at_it_is_on_record_and_a_look_at_the_fact_is_not(in_the_log, coordinator, trustee, chair):
    check = checked.concern(by=coordinator, to=trustee)
    opened = AuditEvent.objects.filter(verb="volunteer_check_opened", object_id=str(check.pk))

    in_the_log(trustee).get(check.get_absolute_url())
    in_the_log(chair).get(check.get_absolute_url())

    assert [event.actor_id for event in opened] == [trustee.pk]


def test_the_list_shows_mine_first_and_whom_nobody_was_asked_about(in_the_log, coordinator, trustee):
    check = checked.given(by=coordinator, to=trustee)
    checked.applicant("Ben Other", email="ben@mail.example")

    mine = text(in_the_log(trustee).get(address("volunteers:checks")))
    theirs = text(in_the_log(coordinator).get(address("volunteers:checks")))

    assert "For you to do" in mine
    assert "Ada Byron" in mine
    assert "Ben Other" not in mine
    assert "Nobody was asked yet" in theirs
    assert "Ben Other" in theirs
    assert check.code in in_the_log(trustee).get(address("volunteers:checks")).content.decode()


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_costs_the_same_for_one_check_and_for_many(
    in_the_log, coordinator, trustee, django_assert_max_num_queries, rows
):
    for number in range(rows):
        checked.given(by=coordinator, to=trustee, application=checked.applicant(f"Ada{number} Byron"))
        checked.applicant(f"Ben{number} Other", email=f"ben{number}@mail.example")
    client = in_the_log(coordinator)
    client.get(address("volunteers:checks"))

    with django_assert_max_num_queries(32):
        assert client.get(address("volunteers:checks")).status_code == 200


def test_who_has_nothing_to_do_with_checks_is_told_whom_to_ask(in_the_log, volunteer, coordinator):
    answer = in_the_log(volunteer).get(address("volunteers:checks"))

    assert answer.status_code == 403
    assert "Cory Bell" in text(answer)
    applicant = checked.applicant()
    for name, place in (("assign_check", applicant.code), ("assign_check_of", volunteer.pk)):
        assert in_the_log(volunteer).get(address(f"volunteers:{name}", place)).status_code == 403


@pytest.mark.parametrize("name", ["assign_check_of", "answer_about_check"])
def test_somebody_who_is_not_there_is_no_page(in_the_log, coordinator, stranger, name):
    factories.checks_on(coordinator)
    client = in_the_log(coordinator)

    assert client.get(address(f"volunteers:{name}", 999_999)).status_code == 404
    assert client.get(address(f"volunteers:{name}", stranger.pk)).status_code == 404
    assert client.get(address("volunteers:assign_check", "NOTHING")).status_code == 404


def test_nul_and_nonsense_are_answered_with_a_form(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    client = in_the_log(trustee)
    strange = "2027-01-02\x00"

    for name in ("do_check", "check_findings"):
        given = dict.fromkeys(["engines", "terms", "looked_at", "signed_out", "result", "found-TOTAL_FORMS"], strange)
        assert client.post(address(f"volunteers:{name}", check.code), given).status_code in (200, 302)
    given = {"to": "9" * 30, "due_on": strange, "is_chosen": strange}
    factories.permitted(check.application)
    assert (
        in_the_log(coordinator)
        .post(address("volunteers:assign_check", checked.applicant("Ben Other", email="b@x.example").code), given)
        .status_code
        == 200
    )
    assert OnlineCheck.objects.count() == 1


def test_a_call_off_keeps_its_reason_sealed_and_another_can_be_asked(in_the_log, coordinator, trustee, chair):
    check = checked.given(by=coordinator, to=trustee)
    in_the_log(chair).post(address("volunteers:call_off_check", check.code), {"why": "Tom is ill."})

    check.refresh_from_db()
    assert check.words["why_called_off"] == "Tom is ill."
    assert "Tom is ill." not in text(in_the_log(coordinator).get(check.get_absolute_url()))
    assert checks.why_not(check.application, by=coordinator) == ""
    assert not access.visible_to(trustee).exists()


def test_the_facts_for_the_page_of_an_application_tell_no_result(coordinator, trustee, new_person):
    first = checked.neutral(Result.NOT_ONLINE, by=coordinator, to=trustee)
    new_person("Olly Other", Role.TRUSTEE)

    facts = checks.facts_of(first.application)

    assert [(one.status, one.checker, one.is_open) for one in facts] == [("Closed", "Tom Okafor", False)]
    assert not [name for name in vars(facts[0]) if name in ("result", "purge_on")]
    assert facts[0].done_at <= timezone.now()


def test_the_page_of_an_application_shows_the_fact_and_asks_for_a_check(in_the_log, coordinator, trustee):
    factories.checks_on(coordinator)
    applicant = checked.applicant()
    before = in_the_log(coordinator).get(applicant.get_absolute_url()).content.decode()

    checked.neutral(Result.NOT_ONLINE, by=coordinator, to=trustee, application=applicant)
    after = text(in_the_log(coordinator).get(applicant.get_absolute_url()))

    assert address("volunteers:assign_check", applicant.code) in before
    assert "Online check, given to Tom Okafor" in after
    assert "presence" not in after


def test_while_a_check_is_on_its_way_nobody_else_is_asked(in_the_log, coordinator, trustee):
    factories.checks_on(coordinator)
    applicant = checked.applicant()
    checked.given(by=coordinator, to=trustee, application=applicant)

    page = in_the_log(coordinator).get(applicant.get_absolute_url()).content.decode()

    assert "Online check, given to Tom Okafor" in page
    assert "Ask somebody to do it" not in page


def test_a_permission_is_taken_back_on_a_page(in_the_log, coordinator, trustee, volunteer):
    check = checked.given(by=coordinator, to=trustee)
    url = address("volunteers:permission_taken_back", check.application.code)

    assert in_the_log(volunteer).post(url).status_code == 403
    assert "Anybody may take a yes back" in text(in_the_log(coordinator).get(url))
    in_the_log(coordinator).post(url)

    check.refresh_from_db()
    assert (check.status, check.is_shredded) == ("called_off", True)
    page = text(in_the_log(coordinator).get(address("volunteers:assign_check", check.application.code)))
    assert "took their permission back" in page


def test_at_another_stage_the_page_says_where_checks_are_done(in_the_log, coordinator):
    factories.checks_on(coordinator)
    applicant = checked.applicant(at=Stage.DECISION)

    page = in_the_log(coordinator).get(applicant.get_absolute_url()).content.decode()

    assert "Checks are done at the stage “Checks”." in page
    assert "Ask somebody to do it" not in page
