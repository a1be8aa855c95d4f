"""Decisions to share information or not: whether and why at once, the rest when there is time."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.access import SHARE, VIEW, give
from incidents.models import Entry, SharingDecision
from incidents.obligations import obligations
from incidents.services import sharing
from organisations.models import AgencyContact, LocalProtocol
from safeguard.append_only import NeverChanges
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

TODAY = timezone.localdate
LOG = "/o/harbour-lights/incidents/"

WHOLE = {
    "what": "That he did not want to go home",
    "recipients": [{"name": "Children's social work", "why": "They look into it"}],
    "purpose": "To keep him safe",
    "basis": ["recognised"],
    "basis_reason": "He is eleven",
    "reasons": "He was afraid.",
    "told": "not",
    "told_reason": "It could put him in danger",
    "agreement": "unsafe",
    "agreement_reason": "The father was there",
    "advice": "Ruth, who looks after data protection",
    "advice_identified": "no",
    "wellbeing": "He is safer when they know; so is his sister",
    "tests": dict.fromkeys(sharing.TESTS, "yes"),
    "identity": "The neighbour who told us",
    "method": "By telephone",
}


def decide(case, by, *, shared=True, once=None, at=None, adds_to=None, **words) -> SharingDecision:
    return sharing.decide(
        case,
        by=by,
        once=once or uuid.uuid4(),
        is_shared=shared,
        decided_at=at or timezone.now(),
        words=words or {"reasons": "He was afraid."},
        adds_to=adds_to,
    )


def asked_for(decision) -> list[str]:
    return [one.field for one in sharing.missing(decision.words, is_shared=decision.is_shared)]


def fields(**changes) -> dict[str, str]:
    return {
        "once": str(uuid.uuid4()),
        "is_shared": "yes",
        "reasons": "He was afraid.",
        "day": "20 November 2026",
        "at": "09:15",
        "rows": "2",
        **changes,
    }


@pytest.fixture
def case(scope):
    return make_case()


# Whether and why -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-92")
@pytest.mark.parametrize("shared", [True, False])
def test_whether_and_why_is_enough_to_save_it(case, lead, shared):
    made = decide(case, lead, shared=shared, reasons="He was afraid.")

    made.refresh_from_db()
    assert (made.is_shared, made.words["reasons"], made.decided_by) == (shared, "He was afraid.", lead)


@pytest.mark.clause("WY-92")
def test_without_a_reason_nothing_is_decided(case, lead):
    with pytest.raises(Refused, match="Say why"):
        decide(case, lead, what="His address")
    assert not SharingDecision.objects.exists()


@pytest.mark.clause("WY-92")
def test_when_it_is_shared_what_with_whom_and_what_for_is_asked_for_and_kept(case, lead):
    short, whole = decide(case, lead), decide(case, lead, **WHOLE)

    assert {"what", "recipients", "purpose"} <= set(asked_for(short))
    assert asked_for(whole) == []
    assert whole.words["what"] == WHOLE["what"]
    assert whole.words["purpose"] == WHOLE["purpose"]


def test_it_is_never_changed(case, lead):
    made = decide(case, lead)

    made.is_shared = False
    with pytest.raises(NeverChanges):
        made.save()


def test_nothing_of_it_is_in_clear(case, lead):
    decide(case, lead, **WHOLE)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_sharingdecision")
        assert "afraid" not in repr([[bytes(c) if isinstance(c, memoryview) else c for c in r] for r in cursor])


def test_the_chronology_tells_of_it(case, lead):
    made = decide(case, lead, **WHOLE)

    entry = Entry.objects.get(about_uid=made.uid)
    assert "It was decided to share information." in entry.words["text"]
    assert "Children's social work" in entry.words["text"]
    assert entry.happened_at == made.decided_at


def test_the_same_form_sent_twice_makes_one_decision(case, lead):
    once, at = uuid.uuid4(), timezone.now()

    assert decide(case, lead, once=once, at=at) == decide(case, lead, once=once, at=at)
    assert (SharingDecision.objects.count(), Entry.objects.filter(case=case).count()) == (1, 1)


def test_whoever_goes_back_and_changes_a_word_loses_nothing(case, lead):
    once, at = uuid.uuid4(), timezone.now()
    first = decide(case, lead, once=once, at=at)

    assert decide(case, lead, once=once, at=at, reasons="He was afraid, and so was his sister.") != first


def test_in_a_closed_case_nothing_is_decided(case, lead):
    case.status, case.closed_at = "closed", timezone.now()
    case.save(update_fields=["status", "closed_at"])

    with pytest.raises(Refused, match="Open it again"):
        decide(case, lead)


# What the rules ask --------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-85")
def test_whether_they_were_told_is_asked_for_and_why_not(case, lead):
    silent, not_told = decide(case, lead), decide(case, lead, reasons="Afraid", told="not")
    told = decide(case, lead, reasons="Afraid", told="told", told_reason="By telephone, what, why and to whom")

    assert "told" in asked_for(silent)
    assert "told_reason" in asked_for(not_told)
    assert not {"told", "told_reason"} & set(asked_for(told))
    assert told.words["told_reason"] == "By telephone, what, why and to whom"


@pytest.mark.clause("WY-86")
@pytest.mark.parametrize(
    ("agreement", "missing"),
    [("obtained", False), ("refused", False), ("sought", False), ("not_sought", True), ("unsafe", True)],
)
def test_why_they_were_not_asked_to_agree_is_asked_for(case, lead, agreement, missing):
    made = decide(case, lead, reasons="Afraid", agreement=agreement)

    assert ("agreement_reason" in asked_for(made)) is missing
    assert "agreement" not in asked_for(made)
    assert "agreement" in asked_for(decide(case, lead))


@pytest.mark.clause("WY-87")
def test_advice_is_kept_with_whether_names_were_used(case, lead):
    made = decide(case, lead, reasons="Afraid", advice="The council's data officer", advice_identified="no")

    assert (made.words["advice"], made.words["advice_identified"]) == ("The council's data officer", "no")
    assert "advice" in asked_for(decide(case, lead))


@pytest.mark.clause("WY-88")
def test_a_ground_that_did_not_count_yet_is_refused(case, lead):
    early = datetime(2026, 2, 4, 12, tzinfo=UTC)

    with pytest.raises(Refused, match="did not count on 4 February 2026; it counts from 5 February 2026"):
        decide(case, lead, at=early, reasons="Afraid", basis=["recognised"])
    assert decide(case, lead, at=early, reasons="Afraid", basis=["vital_interests"]).words["basis"] == [
        "vital_interests"
    ]


@pytest.mark.clause("WY-88")
def test_a_share_without_a_ground_is_asked_about_until_one_is_named(case, lead):
    made = decide(case, lead)
    due = [one for one in obligations(today=TODAY()) if one.key == f"incidents.ground:{made.pk}"]

    decide(case, lead, adds_to=made, basis=["legal_obligation"])

    assert [one.recipients for one in due] == [(lead.pk,)]
    assert due[0].is_closed
    assert not [one for one in obligations(today=TODAY()) if one.key.startswith("incidents.ground")]


def test_consent_counts_only_with_their_agreement_on_record(case, lead):
    made = decide(case, lead, reasons="Afraid", basis=["consent"], agreement="refused")

    assert "agreement" in asked_for(made)


@pytest.mark.clause("RW-17")
def test_a_local_protocol_is_named_with_its_section(case, lead, in_the_log):
    protocol = LocalProtocol.objects.create(name="Sharing in the county", version="2025")
    without = decide(case, lead, reasons="Afraid", basis=["protocol"], protocol={"name": protocol.name})
    client = in_the_log(lead)
    sent = fields(basis=["protocol"], protocol=str(protocol.pk), section="4.2")
    client.post(f"{LOG}{case.code}/sharing/decide/", sent)

    made = SharingDecision.objects.latest("pk")
    page = client.get(f"{LOG}{case.code}/sharing/{made.uid}/").content.decode()

    assert made.words["protocol"] == {"name": "Sharing in the county", "version": "2025", "section": "4.2"}
    assert "Sharing in the county, 2025: section 4.2" in page
    assert "protocol" in asked_for(without)
    assert [one.key for one in obligations(today=TODAY()) if one.key.startswith("incidents.ground")] == [
        f"incidents.ground:{without.pk}"
    ]


def test_more_harm_than_good_is_a_ground_not_to_share_and_says_which_harm(case, lead):
    made = decide(case, lead, shared=False, reasons="He begged us", basis=["detriment"])
    more = decide(case, lead, adds_to=made, detriment="His father would know who spoke")

    assert "detriment" in asked_for(made)
    said = sharing.together(made, [more])
    assert "detriment" not in [one.field for one in sharing.missing(said, is_shared=False)]


def test_a_ground_for_sharing_is_none_for_not_sharing(case, lead):
    with pytest.raises(Refused, match="does not fit"):
        decide(case, lead, shared=False, reasons="No", basis=["vital_interests"])


@pytest.mark.clause("WY-89")
def test_safety_and_well_being_is_a_statement_of_its_own(case, lead):
    made = decide(case, lead, reasons="Afraid", wellbeing="He is safer, and so is his sister")

    assert made.words["wellbeing"] == "He is safer, and so is his sister"
    assert "wellbeing" in asked_for(decide(case, lead))


@pytest.mark.clause("WY-90")
def test_each_of_the_seven_tests_and_the_safe_way_is_asked_for(case, lead):
    some = decide(case, lead, reasons="Afraid", tests={"necessary": "yes", "secure": "no"})
    [tests] = [one for one in sharing.missing(some.words, is_shared=True) if one.field == "tests"]

    assert len(sharing.TESTS) == 7
    assert tests.sentence == "The tests: Proportionate, Relevant, Adequate, Accurate, Timely"
    assert "method" in asked_for(some)
    assert not {"tests", "method"} & set(asked_for(decide(case, lead, **WHOLE)))


@pytest.mark.clause("WY-91")
def test_every_recipient_has_a_reason_to_know(case, lead, in_the_log):
    client = in_the_log(lead)
    sent = fields(to_0="Police", why_0="They look into a crime", to_1="School")
    client.post(f"{LOG}{case.code}/sharing/decide/", sent)

    made = SharingDecision.objects.get()
    page = client.get(f"{LOG}{case.code}/sharing/{made.uid}/").content.decode()
    assert made.words["recipients"] == [
        {"name": "Police", "why": "They look into a crime"},
        {"name": "School", "why": ""},
    ]
    assert "They look into a crime" in page
    assert "Why each of them needs to know" in page


def test_whose_identity_must_be_protected_is_asked_for(case, lead):
    assert "identity" in asked_for(decide(case, lead))


# Adding --------------------------------------------------------------------------------------------------------------


def test_what_is_added_points_at_the_first_and_adds_up(case, lead):
    first = decide(case, lead, reasons="Afraid", recipients=[{"name": "Police", "why": "A crime"}])
    second = decide(case, lead, adds_to=first, recipients=[{"name": "School", "why": "He is there all day"}])
    third = decide(case, lead, adds_to=second, told="told")

    said = sharing.together(first, [second, third])
    assert (second.adds_to, third.adds_to) == (first, first)
    assert [one["name"] for one in said["recipients"]] == ["Police", "School"]
    assert (said["reasons"], said["told"]) == ("Afraid", "told")


def test_an_addition_says_something(case, lead):
    first = decide(case, lead)

    with pytest.raises(Refused, match="at least one thing"):
        sharing.decide(
            case, by=lead, once=uuid.uuid4(), is_shared=True, decided_at=timezone.now(), words={}, adds_to=first
        )


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-83")
@pytest.mark.clause("WY-84")
def test_the_rules_stand_on_the_form_and_on_the_decision(case, lead, in_the_log):
    client = in_the_log(lead)
    form = client.get(f"{LOG}{case.code}/sharing/decide/").content.decode()
    made = decide(case, lead)
    page = client.get(f"{LOG}{case.code}/sharing/{made.uid}/").content.decode()

    for content in (form, page):
        assert "Seven golden rules, 2024" in content
        assert content.count("<li><strong>") >= 7
        assert "Data-protection law does not stop you" in content


@pytest.mark.clause("WY-83")
def test_a_decision_shows_the_rules_of_its_own_day(case, lead, in_the_log):
    made = decide(case, lead, at=datetime(2020, 5, 1, 12, tzinfo=UTC))

    page = in_the_log(lead).get(f"{LOG}{case.code}/sharing/{made.uid}/").content.decode()

    assert made.edition == "2018"
    assert "Seven golden rules, 2018" in page
    assert "These rules held until 18 April 2024" in page


def test_nothing_is_chosen_beforehand(case, lead, in_the_log):
    page = in_the_log(lead).get(f"{LOG}{case.code}/sharing/decide/").content.decode()

    assert " checked" not in page


def test_the_numbers_to_ring_stand_above_the_form(case, lead, in_the_log):
    AgencyContact.objects.create(name="Police and ambulance", kind="emergency", purpose="Danger now", phone="999")

    page = in_the_log(lead).get(f"{LOG}{case.code}/sharing/decide/").content.decode()

    assert 'href="tel:999"' in page


def test_a_refused_form_keeps_everything(case, lead, in_the_log):
    sent = fields(reasons="", what="His address", to_1="School", why_1="All day", basis=["consent"], test_secure="yes")

    page = in_the_log(lead).post(f"{LOG}{case.code}/sharing/decide/", sent).content.decode()

    assert not SharingDecision.objects.exists()
    for typed in ("His address", 'value="School"', 'value="All day"'):
        assert typed in page
    assert page.count(" checked") == 3


def test_more_lines_for_recipients_lose_nothing_and_check_nothing(case, lead, in_the_log):
    client = in_the_log(lead)
    page = client.post(f"{LOG}{case.code}/sharing/decide/", fields(reasons="", to_0="Police", more="1"))
    content = page.content.decode()

    assert 'name="to_4"' in content
    assert 'name="rows" value="5"' in content
    assert 'value="Police"' in content
    assert "Say why it is shared" not in content

    client.post(f"{LOG}{case.code}/sharing/decide/", fields(rows="5", to_4="The nurse", why_4="She sees him"))
    assert SharingDecision.objects.get().words["recipients"] == [{"name": "The nurse", "why": "She sees him"}]


def test_a_picture_that_is_pasted_is_refused(case, lead, in_the_log):
    sent = fields(what='<img src="data:image/png;base64,iVBORw0KGgo=">')

    page = in_the_log(lead).post(f"{LOG}{case.code}/sharing/decide/", sent).content.decode()

    assert "Pictures and files are never put here" in page
    assert not SharingDecision.objects.exists()


def test_what_is_missing_is_listed_and_added_on_a_page(case, lead, in_the_log):
    made, client = decide(case, lead), in_the_log(lead)
    address = f"{LOG}{case.code}/sharing/{made.uid}/"

    assert "On which ground" in client.get(address).content.decode()
    form = client.get(f"{address}add/").content.decode()
    answer = client.post(f"{address}add/", fields(reasons="", basis=["legal_obligation"], method="By telephone"))

    assert "Yes, we share" not in form
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "A law says that we must" in page
    assert "By telephone" in page


def test_the_list_asks_the_same_queries_for_one_and_for_three(case, lead, in_the_log, django_assert_num_queries):
    client, address = in_the_log(lead), f"{LOG}{case.code}/sharing/"
    decide(case, lead, **WHOLE)
    client.get(address)
    with connection.execute_wrapper(counted := Counter()):
        client.get(address)
    one = counted.number
    for shared in (True, False):
        decide(case, lead, adds_to=decide(case, lead, shared=shared), told="told")

    with connection.execute_wrapper(counted := Counter()):
        page = client.get(address).content.decode()

    assert counted.number == one
    assert page.count('<th scope="row">') == 3


class Counter:
    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_a_reminder_leads_to_the_decision_by_an_address_that_says_nothing(case, lead, in_the_log, chair):
    made = decide(case, lead)
    [due] = [one for one in obligations(today=TODAY()) if one.key.startswith("incidents.ground")]

    assert case.code not in f"{due.title}{due.reason}{due.url}"
    answer = in_the_log(lead).get(due.url)
    assert answer.headers["Location"] == f"{LOG}{case.code}/sharing/{made.uid}/"


@pytest.mark.parametrize("shared", [True, False])
def test_the_page_for_adding_asks_what_fits_the_decision(case, lead, in_the_log, shared):
    made = decide(case, lead, shared=shared)

    page = in_the_log(lead).get(f"{LOG}{case.code}/sharing/{made.uid}/add/").content.decode()

    assert ('name="basis"' in page, 'name="not_basis"' in page) == (shared, not shared)


@pytest.mark.parametrize("nonsense", ["9" * 30, "2026-13-45 \u202e <script>", "0001-01-01", "24:99", "-1"])
def test_nonsense_gets_a_page_and_no_failure(case, lead, in_the_log, nonsense):
    names = ("once", "is_shared", "reasons", "day", "at", "rows", "protocol", "basis", "told", "test_secure", "to_0")

    answer = in_the_log(lead).post(f"{LOG}{case.code}/sharing/decide/", dict.fromkeys(names, nonsense))

    assert answer.status_code == 200
    assert "UUID" not in answer.content.decode()


# Who -----------------------------------------------------------------------------------------------------------------


def test_whoever_may_not_know_of_the_case_finds_nothing(scope, lead, volunteer, in_the_log):
    case = restricted()
    made = decide(case, lead)

    for person in (lead, volunteer):
        client = in_the_log(person)
        for end in ("", "decide/", f"{made.uid}/", f"{made.uid}/add/"):
            assert client.get(f"{LOG}{case.code}/sharing/{end}").status_code == 404
        assert client.get(f"{LOG}sharing/{made.uid}/").status_code == 404


def test_whoever_may_only_look_decides_nothing(case, lead, volunteer, in_the_log):
    give(case, volunteer, VIEW)
    made, client = decide(case, lead), in_the_log(volunteer)

    assert client.get(f"{LOG}{case.code}/sharing/{made.uid}/").status_code == 200
    assert client.get(f"{LOG}{case.code}/sharing/decide/").status_code == 403
    assert client.post(f"{LOG}{case.code}/sharing/decide/", fields()).status_code == 403
    give(case, volunteer, SHARE)
    assert client.get(f"{LOG}{case.code}/sharing/decide/").status_code == 200


def test_a_decision_of_another_case_is_not_found_in_this_one(case, lead, in_the_log):
    other = decide(make_case(), lead)

    assert in_the_log(lead).get(f"{LOG}{case.code}/sharing/{other.uid}/").status_code == 404


def test_a_case_whose_key_is_gone_still_has_its_pages(case, lead, in_the_log):
    made = decide(case, lead)
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])
    client = in_the_log(lead)

    for end in ("", f"{made.uid}/", "decide/", f"{made.uid}/add/"):
        assert client.get(f"{LOG}{case.code}/sharing/{end}").status_code == 200
    answer = client.post(f"{LOG}{case.code}/sharing/decide/", fields())
    assert "is over" in answer.content.decode()


def test_a_time_that_is_to_come_is_refused(case, lead):
    with pytest.raises(Refused, match="still to come"):
        decide(case, lead, at=timezone.now() + timedelta(hours=1))
