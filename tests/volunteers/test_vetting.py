"""The log of criminal-record checks: who may, what is written down, what is refused, and what a position lacks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from people.models import CareLink, Person
from people.roles import Role
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.volunteers import factories
from volunteers.examples import vetting as example
from volunteers.forms import vetting as forms
from volunteers.models import (
    CriminalCheck,
    Exemption,
    Placement,
    RequiredCheck,
    RiskAssessment,
    VettingDecision,
    Workforce,
)
from volunteers.services import criminal_checks
from volunteers.services.criminal_checks import Seen
from volunteers.services.vetting import holds, holds_for_all, summary_of
from volunteers.states import Stage
from volunteers.vetting import kinds
from volunteers.vetting_log import tag_of

pytestmark = pytest.mark.usefixtures("on_that_day")
TODAY = timezone.localdate()
AGO = timedelta(days=1)
CHILDREN = "dbs_enhanced_children"


def url(name, *args):
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def what_was_seen(by, **changes):
    given = {
        "reference": "001 234 567 890",
        "issued_on": TODAY - 10 * AGO,
        "seen_on": TODAY - AGO,
        "seen_by": by,
        "decision": VettingDecision.CLEAR,
        "workforce": Workforce.CHILDREN,
    }
    return Seen(**(given | changes))


def seen_form(by, **changes):
    given = {
        "reference": "001 234 567 890",
        "workforce": "children",
        "issued_on": (TODAY - 10 * AGO).isoformat(),
        "seen_on": (TODAY - AGO).isoformat(),
        "seen_by": by.pk,
        "viewers": "Pat Lee\nSam Field",
        "decision": "clear",
        "has_copy": "False",
    }
    return given | changes


@pytest.fixture
def helper(scope, volunteer):
    """Vera works as a club helper, which asks for the enhanced check with the children's list."""
    position = factories.position(is_regulated=True)
    RequiredCheck.objects.create(position=position, kind=CHILDREN, starts_on=TODAY - 400 * AGO)
    Placement.objects.create(person=volunteer, position=position, starts_on=TODAY - 30 * AGO)
    return position


@pytest.fixture
def applied_for(scope, coordinator, volunteer):
    return criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY - 20 * AGO, by=coordinator)


def test_what_came_back_is_a_short_log(applied_for, coordinator, signed_in):
    answer = signed_in(coordinator).post(url("vetting_back", applied_for.pk), seen_form(coordinator))

    assert answer.status_code == 302
    check = CriminalCheck.objects.get()
    assert (check.reference, check.decision, check.seen_by) == ("001 234 567 890", "clear", coordinator)
    assert check.renew_on == add_months(check.issued_on, 36)
    assert check.expires_on is None
    assert sorted(check.viewers.values_list("name", flat=True)) == ["Cory Bell", "Pat Lee", "Sam Field"]


def test_no_field_takes_what_a_certificate_says(applied_for, coordinator, signed_in):
    client = signed_in(coordinator)
    long = client.post(url("vetting_back", applied_for.pk), seen_form(coordinator, reference="9" * 500))
    told = client.post(url("vetting_back", applied_for.pk), seen_form(coordinator, reference="caution 2009 theft"))
    work = client.post(url("vetting_back", applied_for.pk), seen_form(coordinator, workforce="a caution in 2009"))

    assert "What the certificate says is not kept" in long.content.decode()
    assert "What the certificate says is not kept" in told.content.decode()
    assert work.status_code == 200
    assert b'type="file"' not in long.content
    assert CriminalCheck.objects.get().is_waiting


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("issued_on", TODAY + AGO),
        ("seen_on", TODAY + AGO),
        ("seen_on", TODAY - 11 * AGO),
        ("issued_on", TODAY - 25 * AGO),
        ("renew_on", TODAY - 200 * AGO),
    ],
)
def test_days_in_the_wrong_order_get_a_sentence(applied_for, coordinator, signed_in, field, day):
    answer = signed_in(coordinator).post(
        url("vetting_back", applied_for.pk), seen_form(coordinator, **{field: day.isoformat()})
    )

    assert answer.status_code == 200
    assert "001 234 567 890" in answer.content.decode()
    assert CriminalCheck.objects.get().is_waiting


def test_applying_twice_is_one_row(scope, coordinator, volunteer):
    first = criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY, by=coordinator)

    assert criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY, by=coordinator) == first
    with pytest.raises(Refused):
        criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY - AGO, by=coordinator)


def test_it_comes_back_once(applied_for, coordinator):
    criminal_checks.come_back(applied_for, seen=what_was_seen(coordinator), by=coordinator)

    with pytest.raises(Refused):
        criminal_checks.come_back(applied_for, seen=what_was_seen(coordinator), by=coordinator)


def test_a_new_one_takes_the_place_of_the_old_one_which_stays(scope, coordinator, volunteer):
    old = criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)
    renewed = what_was_seen(coordinator, reference="009 876 543 210", issued_on=TODAY - AGO)
    new = criminal_checks.record_seen(volunteer, kind="dbs_enhanced_both", seen=renewed, by=coordinator)
    again = criminal_checks.record_seen(volunteer, kind="dbs_enhanced_both", seen=renewed, by=coordinator)

    old.refresh_from_db()
    assert again == new
    assert (old.ended_on, new.ended_on) == (TODAY, None)
    assert CriminalCheck.objects.count() == 2


def test_nobody_writes_about_the_application_of_their_own_child(scope, coordinator, lead, signed_in):
    """The child is on no list yet: the parent's address tells it."""
    own = factories.application(at=Stage.CHECKS, parent_email=coordinator.email.upper())
    criminal_checks.apply_for(own, kind=CHILDREN, applied_on=TODAY, by=lead)
    client = signed_in(coordinator)

    pages = [
        client.get(url("vetting_application", own.code)),
        client.get(url("vetting_apply", f"application-{own.code}")),
    ]
    with pytest.raises(Refused):
        criminal_checks.apply_for(own, kind=CHILDREN, applied_on=TODAY, by=coordinator)

    assert [page.status_code for page in pages] == [403, 403]
    assert own.name not in client.get(url("vetting")).content.decode()
    assert own.name not in client.get(url("vetting_find")).content.decode()
    assert own.name in signed_in(lead).get(url("vetting")).content.decode()


def test_nobody_writes_about_themself_or_their_family(scope, coordinator, lead, volunteer, signed_in):
    child = Person.objects.create(name="Cal Bell", joined_on=TODAY)
    CareLink.objects.create(carer=coordinator, cared_for=child, authority="parent")
    client = signed_in(coordinator)

    for person in (coordinator, child):
        assert client.get(url("vetting_person", person.pk)).status_code == 403
        assert client.post(url("vetting_apply", f"person-{person.pk}")).status_code == 403
        with pytest.raises(Refused):
            criminal_checks.apply_for(person, kind=CHILDREN, applied_on=TODAY, by=coordinator)
    own = criminal_checks.apply_for(coordinator, kind=CHILDREN, applied_on=TODAY, by=lead)
    assert client.get(url("vetting_check", own.pk)).status_code == 403
    assert b"Cory Bell</bdi></a></th>" not in client.get(url("vetting")).content
    with pytest.raises(Refused):
        criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(volunteer), by=lead)


def test_those_without_the_role_and_strangers_see_nothing(applied_for, trustee, volunteer, stranger, client):
    for person, status in ((trustee, 403), (volunteer, 403), (stranger, 404)):
        client.force_login(person.user)
        for address in (
            url("vetting"),
            url("vetting_person", volunteer.pk),
            url("vetting_check", applied_for.pk),
            url("vetting_back", applied_for.pk),
        ):
            assert client.get(address).status_code == status


def test_another_charitys_person_is_nobody_here(scope, coordinator, stranger, signed_in):
    client = signed_in(coordinator)

    assert client.get(url("vetting_person", stranger.pk)).status_code == 404
    assert client.get(url("vetting_apply", f"person-{stranger.pk}")).status_code == 404
    assert client.get(url("vetting_apply", "person-" + "9" * 60)).status_code == 404
    assert client.get(url("vetting_apply", "application-none")).status_code == 404


def test_regulated_work_waits_for_the_check_itself(helper, applied_for, coordinator, volunteer):
    before = holds(volunteer, helper, TODAY)
    criminal_checks.come_back(applied_for, seen=what_was_seen(coordinator), by=coordinator)

    assert "Nobody starts in regulated work without it." in before[0]
    assert holds(volunteer, helper, TODAY) == []
    assert holds(volunteer, factories.position("Gardener"), TODAY) == []


def test_regulated_work_that_names_no_check_is_no_loophole(scope, volunteer):
    assert "names no check" in holds(volunteer, factories.position(is_regulated=True), TODAY)[0]


def test_in_scotland_regulated_work_needs_the_membership_whatever_the_position_names(scope, coordinator, volunteer):
    scope.nation = "scotland"
    scope.save()
    position = factories.position(is_regulated=True)
    RequiredCheck.objects.create(position=position, kind="scotland_level_2", starts_on=TODAY - 30 * AGO)
    criminal_checks.record_seen(volunteer, kind="scotland_level_2", seen=what_was_seen(coordinator), by=coordinator)

    assert "PVG" in holds(volunteer, position, TODAY)[0]
    member = criminal_checks.record_seen(volunteer, kind="pvg", seen=what_was_seen(coordinator), by=coordinator)
    assert member.expires_on == add_months(member.issued_on, 60)
    assert holds(volunteer, position, TODAY) == []
    assert holds(volunteer, position, member.expires_on + AGO) != []


def test_the_kind_that_is_asked_for_changes_with_the_day(scope, coordinator, volunteer):
    position = factories.position()
    day = TODAY + 30 * AGO
    RequiredCheck.objects.create(position=position, kind="dbs_enhanced", starts_on=TODAY - 30 * AGO, ends_on=day - AGO)
    RequiredCheck.objects.create(position=position, kind=CHILDREN, starts_on=day)
    criminal_checks.record_seen(volunteer, kind="dbs_enhanced", seen=what_was_seen(coordinator), by=coordinator)

    assert holds(volunteer, position, TODAY) == []
    assert holds(volunteer, position, day) != []


def test_a_board_of_applications_costs_the_same_queries(scope, coordinator, django_assert_num_queries):
    position = factories.position()
    RequiredCheck.objects.create(position=position, kind="dbs_enhanced", starts_on=TODAY - AGO)
    ada = factories.application("Ada Byron", position=position)
    criminal_checks.record_seen(ada, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)
    others = [factories.application(f"Applicant {number}", position=position) for number in range(4)]

    assert holds(ada, position, TODAY) == []
    with django_assert_num_queries(4):
        one = holds_for_all([ada], TODAY)
    with django_assert_num_queries(4):
        found = holds_for_all([ada, *others], TODAY)
    assert one[ada.pk] == found[ada.pk] == []
    assert all(found[other.pk] for other in others)


def test_what_is_of_an_earlier_time_no_longer_counts(helper, coordinator, volunteer):
    """E-21: who comes back starts anew."""
    criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)
    CriminalCheck.objects.update(decided_on=TODAY - 100 * AGO)
    volunteer.periods.update(ends_on=TODAY - 50 * AGO)
    volunteer.periods.create(starts_on=TODAY - 5 * AGO)

    assert holds(volunteer, helper, TODAY) != []
    assert summary_of([volunteer.pk], TODAY)[volunteer.pk].is_missing


def test_the_summary_of_many_costs_what_that_of_one_does(helper, coordinator, volunteer, new_person, client):
    criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)
    others = [new_person(f"Helper{number} Ash", Role.VOLUNTEER) for number in range(3)]
    for one in others:
        Placement.objects.create(person=one, position=helper, starts_on=TODAY)
    with CaptureQueriesContext(connection) as one:
        summary_of([volunteer.pk], TODAY)
    with CaptureQueriesContext(connection) as many:
        found = summary_of([volunteer.pk, *(other.pk for other in others)], TODAY)

    assert len(one) == len(many)
    assert (found[volunteer.pk].number, found[volunteer.pk].is_missing) == ("001 234 567 890", False)
    assert found[volunteer.pk].seen_by == "Cory Bell"
    assert all(found[other.pk].is_missing for other in others)


def test_the_log_costs_the_same_for_many(helper, coordinator, volunteer, new_person, signed_in):
    client = signed_in(coordinator)
    criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY, by=coordinator)
    counts = {}
    for show in ("", "without"):
        client.get(url("vetting"), {"show": show})
        with CaptureQueriesContext(connection) as counts[show]:
            assert client.get(url("vetting"), {"show": show}).status_code == 200
    for number in range(3):
        one = new_person(f"Helper{number} Ash", Role.VOLUNTEER)
        Placement.objects.create(person=one, position=helper, starts_on=TODAY)
        criminal_checks.apply_for(one, kind=CHILDREN, applied_on=TODAY, by=coordinator)

    for show in ("", "without"):
        with CaptureQueriesContext(connection) as many:
            page = client.get(url("vetting"), {"show": show})
        assert page.content.count(b"Helper2") > 0
        assert len(many) == len(counts[show])


def test_the_filters_find_what_they_say(helper, coordinator, volunteer, new_person, signed_in):
    client = signed_in(coordinator)
    due = new_person("Dora Due", Role.VOLUNTEER)
    renew = what_was_seen(coordinator, renew_on=TODAY + 30 * AGO)
    criminal_checks.record_seen(due, kind="dbs_basic", seen=renew, by=coordinator)
    criminal_checks.apply_for(volunteer, kind=CHILDREN, applied_on=TODAY, by=coordinator)

    def names(show):
        page = client.get(url("vetting"), {"show": show}).content.decode()
        return {name for name in ("Dora Due", "Vera Lindqvist") if name in page}

    assert names("") == {"Dora Due", "Vera Lindqvist"}
    assert names("waiting") == {"Vera Lindqvist"}
    assert names("due") == {"Dora Due"}
    assert names("without") == {"Vera Lindqvist"}
    assert names("ended") == set()


def test_a_copy_is_kept_for_six_months_at_most(applied_for, coordinator):
    late = what_was_seen(coordinator, has_copy=True, copy_destroy_by=add_months(TODAY, 7))
    with pytest.raises(Refused):
        criminal_checks.come_back(applied_for, seen=late, by=coordinator)
    criminal_checks.come_back(applied_for, seen=what_was_seen(coordinator, has_copy=True), by=coordinator)
    applied_for.refresh_from_db()

    assert applied_for.copy_destroy_by == add_months(TODAY, 6)
    criminal_checks.destroy_copy(applied_for, on=TODAY, by=coordinator)
    with pytest.raises(Refused):
        criminal_checks.destroy_copy(applied_for, on=TODAY, by=coordinator)


def test_everybody_who_sees_it_later_is_named(applied_for, coordinator, signed_in):
    criminal_checks.come_back(applied_for, seen=what_was_seen(coordinator), by=coordinator)
    client = signed_in(coordinator)
    client.post(url("vetting_shown", applied_for.pk), {"name": "Lou Kerr", "seen_on": TODAY.isoformat()})
    early = client.post(
        url("vetting_shown", applied_for.pk), {"name": "Too Early", "seen_on": (TODAY - 40 * AGO).isoformat()}
    )

    assert "Nobody can have seen it before" in early.content.decode()
    page = client.get(url("vetting_check", applied_for.pk)).content.decode()
    assert "Lou Kerr" in page
    assert "Too Early" not in page


def test_a_changed_status_ends_what_held(helper, applied_for, coordinator, volunteer):
    seen = what_was_seen(coordinator, update_service=True)
    check = criminal_checks.come_back(applied_for, seen=seen, by=coordinator)
    criminal_checks.look_up(check, on=TODAY, is_unchanged=True, by=coordinator)
    assert holds(volunteer, helper, TODAY) == []

    criminal_checks.look_up(check, on=TODAY, is_unchanged=False, by=coordinator)

    assert holds(volunteer, helper, TODAY) != []


def test_the_audit_keeps_neither_a_number_nor_an_applicants_name(scope, coordinator):
    ada = factories.application("Ada Byron")
    criminal_checks.record_seen(ada, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)

    event = AuditEvent.objects.get(verb="volunteer_vetted")
    assert ada.code in event.object_label
    assert "Ada" not in event.object_label
    assert "001" not in f"{event.object_label} {event.detail}"


def test_the_pages_open(helper, applied_for, coordinator, volunteer, signed_in):
    ada = factories.application("Ada Byron", position=helper)
    client = signed_in(coordinator)
    whose = f"application-{ada.code}"

    for address in (
        url("vetting"),
        url("vetting_find"),
        url("vetting_person", volunteer.pk),
        url("vetting_application", ada.code),
        url("vetting_apply", whose),
        url("vetting_seen", whose),
        url("vetting_assess", whose),
        url("vetting_except", whose),
        url("vetting_check", applied_for.pk),
        url("vetting_back", applied_for.pk),
        url("vetting_shown", applied_for.pk),
        url("vetting_status", applied_for.pk),
        url("vetting_copy", applied_for.pk),
    ):
        assert client.get(address).status_code == 200, address
    sent = {"kind": CHILDREN, "workforce": "children", "applied_on": TODAY.isoformat()}
    assert client.post(url("vetting_apply", whose), sent).status_code == 302
    own = seen_form(coordinator, kind=CHILDREN, is_own_certificate="True")
    assert client.post(url("vetting_seen", whose), own).status_code == 302
    assert "their own, not asked for by us" in client.get(url("vetting_application", ada.code)).content.decode()
    assert client.post(url("vetting_end", applied_for.pk)).status_code == 302


def test_the_last_one_issued_stands_whichever_was_written_down_first(scope, coordinator, volunteer):
    newest = what_was_seen(coordinator, reference="002")
    standing = criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=newest, by=coordinator)
    years_ago = {"issued_on": TODAY - 900 * AGO, "seen_on": TODAY - 890 * AGO, "decided_on": TODAY - 890 * AGO}
    before = what_was_seen(coordinator, reference="001", **years_ago)
    history = criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=before, by=coordinator)

    standing.refresh_from_db()
    assert (standing.ended_on, history.ended_on) == (None, TODAY)


def test_the_example_shows_every_state(scope, coordinator, lead, new_person):
    names = (
        *("volunteer", "husband", "wife", "staff", "line_manager", "contractor", "returned"),
        *("chinese_name", "single_name", "oldest_volunteer"),
    )
    people = {name: new_person(f"{name.title()} Example", Role.VOLUNTEER) for name in names}
    factories.application(at=Stage.CHECKS)
    example.load(scope, people | {"coordinator": coordinator, "lead": lead})

    shown = {tag_of(check, TODAY)[1] for check in CriminalCheck.objects.all()}
    assert shown == {"Holds", "Not back yet", "To be renewed", "To be renewed soon", "Replaced or ended"}
    assert CriminalCheck.objects.get(is_own_certificate=True).person == people["contractor"]
    assert RiskAssessment.objects.count() == 2
    assert Exemption.objects.get().person == people["oldest_volunteer"]


def test_what_is_noted_at_an_application_is_about_the_person_once_they_are_taken_on(scope, coordinator, volunteer):
    taken = factories.application("Vera Lindqvist", at=Stage.ACTIVE, person=volunteer)
    closed = factories.application("Ada Byron", at=Stage.WITHDRAWN)

    check = criminal_checks.apply_for(taken, kind=CHILDREN, applied_on=TODAY, by=coordinator)
    assert check.person == volunteer
    with pytest.raises(Refused, match="closed"):
        criminal_checks.apply_for(closed, kind=CHILDREN, applied_on=TODAY, by=coordinator)


@pytest.mark.parametrize(
    "sent",
    [
        {"reference": "12\x0034"},
        {"issued_on": "99999999999999999999"},
        {"seen_by": "9" * 60},
        {"seen_by": "-1"},
        {"viewers": "x" * 5000},
        {"decision": "waiting"},
        {"renew_on": "31 2 2030"},
        {"copy_destroy_by": (TODAY + AGO).isoformat()},
    ],
)
def test_hostile_answers_get_a_sentence(applied_for, coordinator, signed_in, sent):
    answer = signed_in(coordinator).post(url("vetting_back", applied_for.pk), seen_form(coordinator, **sent))

    assert answer.status_code == 200
    assert "error" in answer.content.decode().lower()
    assert CriminalCheck.objects.get().is_waiting


def test_what_is_still_to_be_confirmed_stands_beside_a_membership(scope, coordinator, volunteer, signed_in):
    member = criminal_checks.record_seen(volunteer, kind="pvg", seen=what_was_seen(coordinator), by=coordinator)
    other = criminal_checks.record_seen(volunteer, kind=CHILDREN, seen=what_was_seen(coordinator), by=coordinator)

    assert "To be confirmed" in signed_in(coordinator).get(url("vetting_check", member.pk)).content.decode()
    CriminalCheck.objects.filter(pk=other.pk).update(kind="crb_enhanced")  # a kind that the file no longer has
    page = signed_in(coordinator).get(url("vetting_check", other.pk))
    assert "crb_enhanced" in page.content.decode()
    assert signed_in(coordinator).get(url("vetting_back", other.pk)).status_code == 404


def test_the_form_begins_with_the_own_nation_and_nothing_is_chosen(scope, coordinator):
    scope.nation = "scotland"
    scope.save(update_fields=["nation"])
    with acting_for(scope):
        form = forms.SeenForm(by=coordinator, about=None)

        none, (first, own), (second, others) = form.fields["kind"].choices

        assert (none[0], first, second) == ("", "Scotland", "From another nation")
        assert own == kinds("scotland")
        assert "dbs_basic" in dict(others)
        assert not dict(own).keys() & dict(others).keys()
        assert form["kind"].value() in (None, "")
        assert forms.SeenForm({"kind": ""}, by=coordinator, about=None).errors["kind"] == ["Choose which check it is."]
