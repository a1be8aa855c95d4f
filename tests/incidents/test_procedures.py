"""Procedures are data: every kind of concern has its steps in every nation."""

from __future__ import annotations

from datetime import date

import pytest

from incidents import clocks
from incidents.models import OwnStep
from incidents.procedures import field_lists, for_people, notes, of_case, place, procedures, step_text, steps_of
from incidents.services import steps as services
from incidents.types import types
from organisations.models import AgencyContact, AgencyKind, Organisation
from organisations.nations import Nation
from safeguard.refusals import Refused
from tests.incidents.factories import make_case

pytestmark = pytest.mark.django_db
ONLINE = ["self_generated", "online_abuse", "indecent_images", "radicalisation", "cyberbullying", "hate_crime"]
LOG = "/o/harbour-lights/incidents/"


def texts(kind: str, nation: str = "england") -> list[str]:
    return [f"{step.name}: {step.text}" for step in procedures()[types()[kind].procedure].steps(nation)]


def names(kind: str, nation: str = "england") -> set[str]:
    return {step.name for step in procedures()[types()[kind].procedure].steps(nation)}


def text_of(name: str, nation: str = "england") -> str:
    part, key = name.split("/")
    found = step_text(part, key, nation)
    assert found is not None
    return found.text


@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("kind", sorted(types()))
def test_every_kind_has_steps_in_every_nation_and_no_step_twice(kind, nation):
    found = procedures()[types()[kind].procedure].steps(nation)

    assert found
    assert len({step.name for step in found}) == len(found)


def test_every_procedure_has_an_edition_and_a_source_and_names_what_there_is():
    kinds = set(AgencyKind.values)
    for one in procedures().values():
        assert one.edition
        assert one.source
        assert set(one.names()) <= set(procedures())
        assert {place(key).key for key in one.reporting} == set(one.reporting)
        for step in one.own:
            assert set(step.referrals) <= kinds
            assert not step.within or step.within in clocks.rules()
            assert len(step.text) <= 500
            assert set(step.nations) <= set(Nation.values)


def test_steps_that_stop_a_clock_are_there():
    written = {step.name for one in procedures().values() for step in one.own}

    assert {name for rule in clocks.rules().values() for name in rule.steps} <= written


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.clause(clause))
        for kind, clause in zip(ONLINE, ["WY-93", "WY-94", "WY-95", "WY-96", "WY-97", "WY-98"], strict=True)
    ],
)
def test_each_kind_of_harm_online_has_a_procedure_of_its_own_with_the_shared_steps(kind):
    own = procedures()[kind].own

    assert types()[kind].procedure == kind
    assert own
    assert names(kind) >= {f"{kind}/{step.key}" for step in own}
    assert {step.name for step in procedures()["online"].own} <= names(kind)
    assert "review/review" in names(kind)


@pytest.mark.clause("WY-99", "WY-100", "WY-103", "WY-104", "WY-110", "WY-111")
@pytest.mark.parametrize("kind", ONLINE)
def test_the_shared_steps_ask_for_what_the_policy_asks_for(kind):
    assert names(kind) >= {
        "online/local_procedures",
        "first/tell_designated",
        "online/devices",
        "online/risk",
        "online/vulnerabilities",
        "online/refer",
        "online/support",
        "online/parents",
        "online/block",
        "online/young_people",
    }
    assert "local safeguarding partnership" in text_of("online/local_procedures")
    assert "at once" in text_of("first/tell_designated")
    assert "check with other agencies" in text_of("online/vulnerabilities")
    assert "Front Door" in text_of("online/refer")
    assert "police where a crime is suspected" in text_of("online/refer")
    assert "report abuse online themselves" in text_of("online/young_people")


@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("kind", [kind for kind in ONLINE if types()[kind].images])
def test_where_there_are_images_danger_comes_first_then_the_warning_and_nothing_is_blocked_before_the_police(
    kind, nation, scope
):
    found = steps_of(of_case(make_case(types=[kind])), nation)

    names = [step.name for step in found]
    assert names[:3] == ["first/danger", "images/not_viewed", "images/not_sent"]
    police = [place for place, step in enumerate(found) if "police" in step.referrals and step.part != "first"]
    assert names.index("images/block") > max(police)
    assert names.index("online/block") > max(police)
    assert names.index("images/block") < names.index("review/review")
    assert {step.text.split(":")[0] for step in found if step.key == "block"} == {
        "Once the police were asked, or if they are not involved"
    }


@pytest.mark.parametrize("kind", sorted(types()))
def test_danger_is_the_first_step_wherever_it_is_one(kind, scope):
    names = [step.name for step in steps_of(of_case(make_case(types=[kind])), "england")]

    assert names.index("first/danger") == 0 if "first/danger" in names else names


@pytest.mark.clause("IL-69", "IL-70", "IL-71", "IL-72", "IL-73")
def test_a_misread_message_has_four_steps_in_this_order():
    found = procedures()["misread_message"].steps("scotland")

    assert [step.key for step in found] == ["end", "talk", "tell_lead", "worried"]
    assert "stop answering" in found[0].text
    assert "next session" in found[1].text
    assert "lead safeguarding officer" in found[2].text
    assert "contact details" in found[3].text


@pytest.mark.clause("WY-72", "WY-116")
@pytest.mark.parametrize(
    ("nation", "words"),
    [
        ("england", "LADO"),
        ("wales", "Designated Officer for Safeguarding"),
        ("scotland", "police or social work"),
        ("northern-ireland", "gateway"),
    ],
)
def test_a_concern_about_a_worker_goes_to_whom_the_nation_names(nation, words):
    found = step_text("worker", "officer", nation)

    assert found is not None
    assert words in found.text
    assert found.required
    assert found.firm


def test_scotland_has_no_lado_anywhere():
    found = [step.text + step.hint for one in procedures().values() for step in one.steps("scotland")]

    assert not [text for text in found if "LADO" in text]
    assert "Disclosure Scotland" in text_of("worker/barring", "scotland")


@pytest.mark.clause("WY-116")
@pytest.mark.parametrize("kind", ONLINE)
def test_any_kind_has_the_officers_step_where_it_is_about_a_worker(kind, scope):
    case = make_case(types=[kind], about_worker="yes")

    assert "worker/officer" in {step.name for step in steps_of(of_case(case), "england")}


@pytest.mark.clause("WY-79")
def test_not_sure_leads_to_somebody_who_can_be_asked(scope):
    case = make_case(types=["unsure"])
    found = {step.name: step for step in steps_of(of_case(case), "england")}

    assert "LADO" in found["unsure/ask"].text
    assert "unsure/ask" in {s.name for s in steps_of(of_case(make_case(types=["physical"], crime="unsure")), "england")}


@pytest.mark.clause("WY-69", "WY-70", "WY-71", "WY-80")
def test_complaints_and_misuse_go_where_the_policy_sends_them():
    assert "complaints procedure" in text_of("complaint/complaints")
    assert "anti-bullying procedure" in text_of("complaint_bullying/anti_bullying")
    assert "line manager" in text_of("complaint_staff/line_manager")
    assert "police" in text_of("computer_misuse/police")
    assert "Computer Misuse Act" in text_of("computer_misuse/police")
    for kind, step in [
        ("complaint_internet", "complaint/complaints"),
        ("complaint_bullying", "complaint_bullying/anti_bullying"),
        ("complaint_staff", "complaint_staff/line_manager"),
        ("computer_misuse", "computer_misuse/police"),
    ]:
        assert step in names(kind)


@pytest.mark.clause("WY-44", "WY-45")
def test_a_breach_is_handled_under_the_policy_that_fits_and_has_consequences():
    assert names("breach") >= {"breach/which_policy", "breach/consequences"}
    assert "bullying" in text_of("breach/which_policy")
    for word in ("discipline", "police", "civil"):
        assert word in text_of("breach/consequences")


@pytest.mark.clause("RW-81", "RW-83")
def test_prevent_is_described_and_asking_makes_nobody_a_criminal(scope, in_the_log, lead):
    case = make_case(types=["radicalisation"])
    services.lay_out(case, by=lead)
    client = in_the_log(lead)
    steps = client.get(f"{LOG}{case.code}/steps/").content.decode()
    refer = client.get(f"{LOG}{case.code}/referrals/add/").content.decode()
    listed = client.get(f"{LOG}{case.code}/referrals/").content.decode()

    for words in (
        "voluntary",
        "confidential",
        "not a criminal sanction",
        "not shown on checks",
        "fitted to the person",
    ):
        assert words in steps
    for page in (refer, listed):
        assert "does not by itself mean that somebody is treated as a criminal" in page
    assert "The part of parents or carers" in refer


def test_prevent_is_not_spoken_of_where_it_is_not_the_law():
    found = [procedures()["radicalisation"]]

    assert [one["title"] for one in notes(found, "northern-ireland")] == ["Asking for help makes nobody a criminal"]
    assert field_lists(found, "northern-ireland") == []
    assert len(notes(found, "scotland")) == 2


@pytest.mark.clause("RW-82")
def test_a_worry_about_extremism_leads_to_the_police_or_the_council():
    assert "police on the number for no emergency" in text_of("radicalisation/advice")
    assert "safeguarding team of the local authority" in text_of("radicalisation/advice")


@pytest.mark.clause("RW-85")
def test_terrorist_content_is_reported_with_the_tool_of_the_government():
    assert place("terrorist_content").link == "https://www.gov.uk/report-terrorism"
    assert place("act_early").link
    assert "GOV.UK" in text_of("radicalisation/terrorist_content")


def test_a_place_that_nobody_has_checked_says_so(scope, lead, in_the_log):
    page = in_the_log(lead).get(LOG + "procedures/cyberbullying/").content.decode()

    assert "nobody has checked the address yet" in page
    assert "To be confirmed before you rely on it" in page


# The pages -----------------------------------------------------------------------------------------------------------


def test_everybody_in_the_charity_reads_the_procedures_and_a_volunteer_adds_no_step(scope, volunteer, signed_in):
    client = signed_in(volunteer)
    page = client.get(LOG + "procedures/").content.decode()

    assert all(f"/procedures/{one.key}/" in page for one in for_people())
    assert client.get(LOG + "procedures/worker/").status_code == 200
    assert client.get(LOG + "procedures/worker/add/").status_code == 403
    assert client.get(LOG + "procedures/online/").status_code == 404


def test_law_that_is_coming_is_shown_as_coming_where_it_will_hold(scope, charity, lead, signed_in):
    english = signed_in(lead).get(LOG + "procedures/").content.decode()
    Organisation.objects.filter(pk=charity.pk).update(nation="scotland")
    scottish = signed_in(lead).get(LOG + "procedures/").content.decode()

    assert "Crime and Policing Act 2026" in english
    assert "Crime and Policing Act 2026" not in scottish


def test_a_number_that_was_not_checked_for_a_year_says_so(scope, lead, signed_in):
    AgencyContact.objects.create(name="Northumbria Police", kind="police", purpose="A crime", phone="101")
    page = signed_in(lead).get(LOG + "procedures/general/").content.decode()

    assert "Number not checked for a year" in page


def test_the_charity_adds_a_step_and_ends_it_with_a_reason(scope, lead, signed_in):
    client = signed_in(lead)
    typed = {"text": "Ring the minister.", "after": "first/danger", "is_required": "on"}
    for _twice in range(2):
        client.post(LOG + "procedures/general/add/", typed)
    own = OwnStep.objects.get()
    case = make_case(types=["physical"])
    found = services.lay_out(case, by=lead)
    client.post(f"{LOG}procedures/own/{own.pk}/end/", {"why": ""})
    assert OwnStep.objects.get().ended_at is None
    client.post(f"{LOG}procedures/own/{own.pk}/end/", {"why": "There is none any more."})

    assert [step.key for step in found[:2]] == ["danger", f"own:{own.pk}"]
    assert OwnStep.objects.get().ended_at is not None


def test_a_shipped_step_cannot_be_taken_out(scope, lead, signed_in):
    with pytest.raises(Refused):
        services.add_own(procedure="online", text="Instead of all this", by=lead)

    page = signed_in(lead).get(LOG + "procedures/general/").content.decode()
    assert "No longer used" not in page


def test_editions_are_days_or_months():
    assert all(date.fromisoformat(f"{one.edition}-01") for one in procedures().values())
