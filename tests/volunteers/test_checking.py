"""A check is given out with permission, begins with a question, is done once, and keeps what matters only."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.forms import FileField, PasswordInput
from django.utils import timezone

from audit.models import AuditEvent
from people.models import CareLink
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.volunteers import checked, factories
from volunteers import access, online_checks
from volunteers.forms import checks as forms
from volunteers.models import CheckPermission, Finding, OnlineCheck, Relevance, Result, Whom
from volunteers.services import check_purge, checking, checks
from volunteers.states import CheckStatus, Stage

pytestmark = pytest.mark.usefixtures("scope")

HOW = {
    "engines": ["google", "news"],
    "other_engine": "",
    "terms": "Ada Byron Seaham",
    "looked_at": "Two pages of results",
    "signed_out": "True",
    "own_account": "",
    "public_only": "on",
    "asked_nothing": "on",
    "result": "nothing",
}


def found(*rows, add=False, **total):
    """What the browser sends of the page with the things that were found."""
    data = {"found-TOTAL_FORMS": str(len(rows)), "found-INITIAL_FORMS": "0"} | ({"add": "1"} if add else {})
    return data | {f"found-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


def in_a_week():
    return timezone.localdate() + timedelta(days=7)


# Giving it out -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-9")
def test_without_a_permission_on_file_nobody_is_looked_up(in_the_log, coordinator, trustee):
    factories.checks_on(coordinator)
    applicant = factories.application(at=Stage.CHECKS)
    url = address("volunteers:assign_check", applicant.code)

    page = in_the_log(coordinator).get(url)
    in_the_log(coordinator).post(url, {"to": trustee.pk, "due_on": "1 June 2030", "is_chosen": "on"})

    assert "No permission is on file" in text(page)
    with pytest.raises(Refused, match="No permission"):
        checks.assign(applicant, to=trustee, due_on=in_a_week(), by=coordinator, is_chosen=True)
    assert not OnlineCheck.objects.exists()


@pytest.mark.clause("BC-9")
@pytest.mark.parametrize("taken_back", [True, False])
def test_a_no_and_a_permission_taken_back_are_neutral(coordinator, trustee, taken_back):
    """E-74: the next stage does not wait for a check that somebody does not want."""
    factories.checks_on(coordinator)
    applicant = factories.application(at=Stage.CHECKS)
    answer = factories.permitted(applicant, is_given=taken_back)
    if taken_back:
        check_purge.take_back(answer, by=coordinator)

    assert "not held against" in checks.why_not(applicant, by=coordinator)
    assert checked.is_settled(applicant)
    assert checks.waiting_for_one(timezone.localdate()) == []


@pytest.mark.clause("BC-17")
def test_a_check_belongs_to_the_stage_that_the_charity_chose(coordinator, trustee):
    factories.checks_on(coordinator, stage=Stage.STAGE_ONE, whom=Whom.EVERYBODY)
    early = checked.applicant(at=Stage.STAGE_ONE)
    late = checked.applicant("Ben Other", at=Stage.INTERVIEW)

    assert "at the stage “Stage 1”" in checks.why_not(late, by=coordinator)
    assert checks.waiting_for_one(timezone.localdate()) == [early]
    assert not checked.is_settled(early)
    given = checks.assign(early, to=trustee, due_on=in_a_week(), by=coordinator)
    assert given.stage == Stage.STAGE_ONE
    assert checks.waiting_for_one(timezone.localdate()) == []


@pytest.mark.clause("BC-13")
def test_a_coordinator_or_a_member_of_the_committee_does_it_and_nobody_else(
    in_the_log, coordinator, trustee, chair, safeguarding_trustee, lead, volunteer, new_person
):
    factories.checks_on(coordinator)
    applicant = checked.applicant()
    new_person("Asa Assessor", Role.ASSESSOR)

    assert set(checks.checkers(application=applicant)) == {coordinator, trustee, chair, safeguarding_trustee}
    for who in (lead, volunteer):
        with pytest.raises(Refused, match="cannot do this check"):
            checks.assign(applicant, to=who, due_on=in_a_week(), by=coordinator, is_chosen=True)
    in_the_log(coordinator).post(
        address("volunteers:assign_check", applicant.code),
        {"to": trustee.pk, "due_on": f"{in_a_week():%d %B %Y}", "is_chosen": "on"},
    )
    given = OnlineCheck.objects.get()
    assert (given.assigned_to, given.assigned_by, given.due_on) == (trustee, coordinator, in_a_week())


def test_nobody_gives_out_or_does_a_check_of_their_own_family(coordinator, trustee, volunteer, new_person):
    """E-20."""
    factories.checks_on(coordinator)
    child = new_person("Kit Bell", Role.BENEFICIARY, signs_in=False)
    CareLink.objects.create(carer=trustee, cared_for=child, relationship="parent")
    CareLink.objects.create(carer=volunteer, cared_for=child, relationship="parent")
    CheckPermission.objects.create(person=volunteer, wording="May we?", is_given=True)
    CheckPermission.objects.create(person=coordinator, wording="May we?", is_given=True)

    assert trustee not in checks.checkers(person=volunteer)
    assert "about you or somebody of your family" in checks.why_not_of(coordinator, by=coordinator)
    with pytest.raises(Refused, match="A colleague writes it down"):
        check_purge.note_answer(coordinator, by=coordinator, is_given=True, wording="May we?")


def test_one_is_open_at_a_time_and_two_clicks_give_out_one(coordinator, trustee):
    check = checked.given(by=coordinator, to=trustee)

    with pytest.raises(Refused, match="asked to do this check already"):
        checks.assign(check.application, to=trustee, due_on=in_a_week(), by=coordinator, is_chosen=True)
    assert OnlineCheck.objects.count() == 1


def test_it_is_done_once_and_a_later_one_is_another_row_with_another_permission(coordinator, trustee):
    first = checked.neutral(by=coordinator, to=trustee)
    applicant = first.application

    assert "It was done once" in checks.why_not(applicant, by=coordinator)
    factories.permitted(applicant)
    second = checked.begun(by=coordinator, to=trustee, application=applicant)

    before = OnlineCheck.objects.filter(pk=first.pk).values().get()
    checking.note_how(second, by=trustee, result=Result.NOT_ONLINE, **checked.HOW)
    assert OnlineCheck.objects.filter(pk=first.pk).values().get() == before
    assert [one.result for one in OnlineCheck.objects.order_by("pk")] == [Result.NOTHING, Result.NOT_ONLINE]


def test_a_volunteer_is_looked_up_only_when_asked_in_writing(in_the_log, coordinator, trustee, volunteer):
    factories.checks_on(coordinator)
    url = address("volunteers:assign_check_of", volunteer.pk)
    today = timezone.localdate()

    assert "Ask for it in writing first" in text(in_the_log(coordinator).get(url))
    in_the_log(coordinator).post(
        address("volunteers:answer_about_check", volunteer.pk),
        {"is_given": "True", "answered_on": f"{today:%d %B %Y}", "wording": "May we look you up?"},
    )
    in_the_log(coordinator).post(url, {"to": trustee.pk, "due_on": f"{in_a_week():%d %B %Y}"})

    given = OnlineCheck.objects.get()
    assert (given.person, given.permission_given.how, given.permission_given.recorded_by) == (
        volunteer,
        "later",
        coordinator,
    )


def test_a_day_that_is_over_is_refused_beside_the_form(in_the_log, coordinator, trustee):
    factories.checks_on(coordinator)
    url = address("volunteers:assign_check", checked.applicant().code)

    answer = in_the_log(coordinator).post(url, {"to": trustee.pk, "due_on": "1 June 2020", "is_chosen": "on"})

    assert "This day is over" in text(answer)
    assert "1 June 2020" in answer.content.decode()


# Before anything is looked at ----------------------------------------------------------------------------------------


def test_whoever_knows_the_person_gives_it_back_before_anything_is_shown(in_the_log, coordinator, trustee, chair):
    """E-75."""
    check = checked.given(by=coordinator, to=trustee)
    before = in_the_log(trustee).get(address("volunteers:do_check", check.code))

    in_the_log(trustee).post(
        address("volunteers:check_conflict", check.code), {"knows_them": "True", "how": "We sing in one choir."}
    )

    check.refresh_from_db()
    assert before.headers["Location"] == address("volunteers:check_conflict", check.code)
    assert (check.status, check.no_conflict) == (CheckStatus.CALLED_OFF, False)
    assert check.words["conflict"] == "We sing in one choir."
    assert not access.facts_visible_to(trustee).exists()
    assert in_the_log(trustee).get(check.get_absolute_url()).status_code == 404
    assert checks.waiting_for_one(timezone.localdate()) == [check.application]
    assert trustee not in checks.checkers(application=check.application)
    assert "choir" not in text(in_the_log(coordinator).get(check.get_absolute_url()))


def test_nothing_is_written_before_the_question_is_answered(coordinator, trustee):
    check = checked.given(by=coordinator, to=trustee)

    with pytest.raises(Refused, match="whether you know the person"):
        checking.note_how(check, by=trustee, result=Result.NOTHING, **checked.HOW)


# Doing it ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-16")
@pytest.mark.clause("BC-20")
def test_the_record_says_where_when_by_whom_and_what_was_looked_at(in_the_log, coordinator, trustee, chair):
    check = checked.begun(by=coordinator, to=trustee)

    in_the_log(trustee).post(address("volunteers:do_check", check.code), HOW | {"other_engine": "The town's own pages"})
    access.give(check, chair, access.VIEW)
    page = text(in_the_log(chair).get(address("volunteers:print_check", check.code)))

    check.refresh_from_db()
    assert (check.status, check.result) == (CheckStatus.CLOSED, Result.NOTHING)
    assert check.engines == ["google", "news", "The town's own pages"]
    assert [check.words[name] for name in ("terms", "looked_at")] == [HOW["terms"], HOW["looked_at"]]
    for words in (
        *("Ada Byron", "Club helper", "Checks", "Tom Okafor", "Google, Pages of newspapers, The town's own pages"),
        *("Ada Byron Seaham", "Two pages of results", "Nothing to talk about", "Signed out"),
        *(f"{timezone.localtime(check.done_at):%H:%M}", "Closed", "Volunteers online"),
    ):
        assert words in page


@pytest.mark.clause("BC-16")
def test_an_own_account_is_named_explained_and_warned_about(in_the_log, coordinator, trustee, chair):
    check = checked.begun(by=coordinator, to=trustee)
    url = address("volunteers:do_check", check.code)

    page = in_the_log(trustee).get(url)
    refused = in_the_log(trustee).post(url, HOW | {"signed_out": "False"})
    in_the_log(trustee).post(url, HOW | {"signed_out": "False", "own_account": "My own, the site asked for it."})
    access.give(check, chair, access.VIEW)

    check.refresh_from_db()
    assert "you see what is meant for friends" in text(page)
    assert "Say which account was signed in" in text(refused)
    assert (check.signed_out, check.words["own_account"]) == (False, "My own, the site asked for it.")
    assert "The checker was signed in" in text(in_the_log(chair).get(check.get_absolute_url()))


@pytest.mark.clause("BC-18")
@pytest.mark.parametrize("confirmed", ["public_only", "asked_nothing"])
def test_it_is_not_finished_before_the_checker_confirms_what_was_not_done(in_the_log, coordinator, trustee, confirmed):
    check = checked.begun(by=coordinator, to=trustee)
    given = {name: value for name, value in HOW.items() if name != confirmed}

    answer = in_the_log(trustee).post(address("volunteers:do_check", check.code), given)

    check.refresh_from_db()
    assert check.status == CheckStatus.ASSIGNED
    assert HOW["looked_at"] in answer.content.decode()


@pytest.mark.clause("BC-19")
def test_no_form_asks_for_a_password_or_a_file_and_the_page_says_that_nobody_does(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)

    page = text(in_the_log(trustee).get(address("volunteers:do_check", check.code)))

    assert "Passwords are never asked for" in page
    assert 'type="password"' not in page
    assert 'type="file"' not in page
    for form in [form for form in vars(forms).values() if isinstance(form, type) and hasattr(form, "base_fields")]:
        for name, field in form.base_fields.items():
            assert not isinstance(field, FileField), name
            assert not isinstance(field.widget, PasswordInput)
            assert "password" not in name


def test_a_picture_pasted_as_text_is_not_kept(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)

    answer = in_the_log(trustee).post(
        address("volunteers:do_check", check.code), HOW | {"looked_at": "See data:image/png;base64,iVBORw0KGgo"}
    )

    check.refresh_from_db()
    assert "Pictures and files are never put here" in text(answer)
    assert check.words["looked_at"] == ""


@pytest.mark.parametrize("result", [Result.NOTHING, Result.NOT_ONLINE])
def test_nothing_and_nobody_found_close_it_at_once_without_an_effect(coordinator, trustee, result):
    """E-74."""
    check = checked.neutral(result, by=coordinator, to=trustee)
    application = check.application
    stage = application.status

    application.refresh_from_db()
    assert (check.status, application.status) == (CheckStatus.CLOSED, stage)
    assert checked.is_settled(application)
    assert timedelta(days=28) <= check.purge_on - timezone.localdate() <= timedelta(days=31)
    assert not access.visible_to(trustee).exists()
    [fact] = checks.facts_of(application)
    assert (fact.status, fact.is_open, fact.checker) == ("Closed", False, "Tom Okafor")


# What was found ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-22")
@pytest.mark.clause("BC-23")
def test_what_there_is_to_talk_about_is_classified_and_sealed(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    in_the_log(trustee).post(address("volunteers:do_check", check.code), HOW | {"result": "concern"})
    url = address("volunteers:check_findings", check.code)
    implied = checked.FOUND | {"medium": "video", "manner": "implied", "publisher": "other"}

    more = in_the_log(trustee).post(url, found(checked.FOUND, add=True))
    in_the_log(trustee).post(url, found(checked.FOUND, implied))

    check.refresh_from_db()
    assert check.status == CheckStatus.CONCERN
    assert "found-1-category" in more.content.decode()
    assert checked.FOUND["relevance"] in unescape(more.content.decode())
    assert [row.words for row in Finding.objects.filter(check_of=check)] == [checked.FOUND, implied]
    page = text(in_the_log(trustee).get(check.get_absolute_url()))
    assert all(words in page for words in ("Video", "Photograph", "Implied", "Said outright", "Somebody else"))
    row = str(Finding.objects.values().first())
    assert "confidence" not in row
    assert "example.org" not in row


def test_a_form_that_is_left_half_empty_says_what_is_missing_and_keeps_the_rest(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)
    url = address("volunteers:check_findings", check.code)

    empty = in_the_log(trustee).post(url, found({}))
    half = in_the_log(trustee).post(url, found(checked.FOUND | {"identity": ""}))
    broken = in_the_log(trustee).post(url, {"found-TOTAL_FORMS": "9" * 30, "found-INITIAL_FORMS": "x"})

    assert [answer.status_code for answer in (empty, half, broken)] == [200] * 3
    assert "Answer this question." in text(half)
    assert re.search(r'class="error-summary".*?href="#id_found-0-identity', half.content.decode(), re.DOTALL)
    assert checked.FOUND["where"] in half.content.decode()
    assert not Finding.objects.exists()


def test_only_why_it_matters_can_be_chosen():
    """E-73, fact 39: there is no category for anything that the law protects."""
    assert [name for name, _label in forms.FindingForm.base_fields["category"].choices] == Relevance.values
    assert not {"religion", "health", "politics", "union", "sexuality"} & set(Relevance.values)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("She writes that she goes to church every Sunday", "goes to church"),
        ("He has depression", "depression"),
        ("A photo of her and her same-sex partner", "same-sex partner"),
        ("He is a member of the Labour Party", "labour party"),
        ("A union rep at the harbour", "union rep"),
        ("Jehovah’s Witness", "jehovah's witness"),
        ("is   divorced", "is divorced"),
    ],
)
def test_what_the_law_protects_is_refused_with_the_word_and_a_way_to_write_without_it(
    in_the_log, coordinator, trustee, said, word
):
    """E-73."""
    check = checked.begun(by=coordinator, to=trustee)
    checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)

    answer = in_the_log(trustee).post(
        address("volunteers:check_findings", check.code), found(checked.FOUND | {"relevance": said})
    )

    page = text(answer)
    assert f"Take out “{word}”" in page
    assert "never written down" in page
    assert unescape(page).count(" ".join(said.split())) >= 1 or said in unescape(answer.content.decode())
    assert not Finding.objects.exists()
    assert "Belief, health, sexuality, politics" in page


@pytest.mark.parametrize(
    "said",
    [
        "She is Christian",
        "He writes as a Quaker",
        "A Jew",
        "She is a trans woman",
        "He is Polish",
        "An asylum seeker",
        "They are a Roma family",
        "He says that he is dyslexic",
        "Her mother has dementia",
        "She is an alcoholic",
        "A man in a wheelchair",
        "She is deaf",
        "Writes about his PTSD",
        "She is a Tory",
        "He votes SNP",
        "A socialist",
        "A BNP member",
        "Her partner is a woman",
        "With her wife at the harbour",
    ],
)
def test_what_is_clear_is_found_in_the_words_of_every_day(said):
    """E-73."""
    assert online_checks.protected_in(said) is not None


@pytest.mark.parametrize(
    "said",
    [
        "A picture of a church fete with names of children",
        "Abuse of people for their belief",
        "The race was shown live",
        "An address: https://example.org/catholic-club/lesbian",
        "Christian Jones wrote it",
        "A party in the club house, with illegal drugs",
        "White powder on a table",
        "Offered an alcoholic drink to a child of 13",
        "Warnings fell on deaf ears",
        "Black clothes and a black flag",
        "Shoes to polish",
        "A trip to Roma with the team",
        "Works with people with dementia",
    ],
)
def test_harmless_words_are_not_refused(said):
    assert online_checks.protected_in(said) is None


def test_the_name_of_the_person_is_never_taken_for_such_a_word():
    assert online_checks.protected_in("Gay Sikh wrote it", name="Gay Sikh") is None
    assert online_checks.protected_in("A Sikh wrote it").word == "sikh"


def test_a_concern_without_anything_written_down_stays_open(coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)

    with pytest.raises(Refused, match="Write down what there is"):
        checking.report(check, by=trustee, findings=[])


def test_two_clicks_do_it_once_and_somebody_else_never(coordinator, trustee, chair):
    check = checked.begun(by=coordinator, to=trustee)
    with pytest.raises(Refused, match="somebody else"):
        checking.note_how(check, by=chair, result=Result.NOTHING, **checked.HOW)
    checking.note_how(check, by=trustee, result=Result.NOTHING, **checked.HOW)

    with pytest.raises(Refused, match="done once"):
        checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)
    assert OnlineCheck.objects.get().result == Result.NOTHING


def test_no_audit_event_says_what_was_found(coordinator, trustee):
    checked.concern(by=coordinator, to=trustee)

    events = " ".join(f"{one.object_label}{one.detail}" for one in AuditEvent.objects.all())
    assert not [words for words in ("Ada", "example.org", "confidence", "children") if words in events]
