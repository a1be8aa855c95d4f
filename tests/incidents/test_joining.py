"""Cases that belong together are one, and nobody sees more for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.access import RIGHTS, SHARE, VIEW, WORK, give, visible_to
from incidents.models import AsideReason, Case, CaseLink, Entry, Report, Routing, StepAside
from incidents.services import access, entries, joining
from incidents.states import CaseStatus
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")


def page(client, case):
    return client.get(address("incidents:together", case.code))


def accounts(answer):
    return [row["rows"][0]["value"] for row in answer.context["reports"]]


def chronology(client, case):
    lines = client.get(address("incidents:chronology", case.code)).context["lines"]
    return [line.words["text"] for line in lines]


# Joining -------------------------------------------------------------------------------------------------------------


def test_one_event_that_four_people_tell_of_becomes_one_case_with_four_first_accounts(in_the_log, lead):
    """E-62."""
    told = ["I saw him push her.", "She fell by the gate.", "Ruby was crying.", "There was shouting."]
    case, *others = [make_case(what=what) for what in told]
    before = {report.pk: bytes(report.sealed) for report in Report.objects.all()}
    for other in others:
        enter(other, f"Witness of {other.code}")
        write(other, f"Rang about {other.code}", by=lead)
    client = in_the_log(lead)

    for other in others:
        client.post(address("incidents:join", case.code), {"other": other.code, "why": "The same afternoon"})

    assert sorted(accounts(page(client, case))) == sorted(told)
    assert {report.pk: bytes(report.sealed) for report in Report.objects.all()} == before
    assert [one.case_id for one in Report.objects.order_by("pk")] == [case.pk, *(other.pk for other in others)]
    assert {(one.status, one.joined_to) for one in Case.objects.exclude(pk=case.pk)} == {(CaseStatus.JOINED, case)}
    assert {f"Rang about {other.code}" for other in others} <= set(chronology(client, case))
    names = {card.name for card in client.get(address("incidents:parties", case.code)).context["cards"]}
    assert names == {f"Witness of {other.code}" for other in others}


def test_they_are_taken_apart_again(in_the_log, lead):
    case, other = make_case(what="One"), make_case(what="Two")
    joining.join(other, into=case, by=lead)
    client = in_the_log(lead)

    client.post(address("incidents:part", case.code, other.code))

    other.refresh_from_db()
    assert (other.status, other.joined_to) == (CaseStatus.OPEN, None)
    assert (accounts(page(client, case)), accounts(page(client, other))) == (["One"], ["Two"])


def test_what_was_joined_before_comes_along(lead):
    first, second, third = make_case(), make_case(), make_case()
    joining.join(first, into=second, by=lead)

    joining.join(second, into=third, by=lead)

    assert set(Case.objects.filter(joined_to=third)) == {first, second}


def test_nothing_new_is_written_into_a_joined_case(lead):
    case, other = make_case(), make_case()
    joining.join(other, into=case, by=lead)

    with pytest.raises(Refused, match="joined to another one"):
        entries.correct(write(other, "A call", by=lead), by=lead, text="No")


@pytest.mark.parametrize("closed", [0, 1])
def test_closed_cases_are_not_joined(lead, closed):
    both = make_case(), make_case()
    Case.objects.filter(pk=both[closed].pk).update(status=CaseStatus.CLOSED, closed_at=both[closed].opened_at)
    for one in both:
        one.refresh_from_db()

    with pytest.raises(Refused, match="closed"):
        joining.join(both[0], into=both[1], by=lead)


def test_a_case_is_not_joined_to_itself(lead):
    case = make_case()

    with pytest.raises(Refused, match="another case"):
        joining.join(case, into=case, by=lead)


def test_kinds_that_only_the_other_case_had_are_named(in_the_log, lead):
    case, other = make_case(types=["staff_harassed"]), make_case(types=["worker", "staff_harassed"])

    answer = in_the_log(lead).post(address("incidents:join", case.code), {"other": other.code}, follow=True)

    assert "Sort it again: the other one was also “Behaviour of somebody who works with us”." in answer.content.decode()


# Nobody sees more ----------------------------------------------------------------------------------------------------


def test_whoever_stepped_aside_from_one_steps_aside_from_both(lead, volunteer, coordinator):
    case, other = make_case(), make_case()
    access.put_aside(other, volunteer, by=lead)
    StepAside.objects.create(case=case, person=coordinator, reason=AsideReason.CLOSE)
    for person in (volunteer, coordinator):
        for one in (case, other):
            give(one, person, VIEW)

    joining.join(other, into=case, by=lead)

    assert [visible_to(person).count() for person in (volunteer, coordinator, lead)] == [0, 0, 2]
    joining.part(other, by=lead)
    assert [visible_to(person).count() for person in (volunteer, coordinator, lead)] == [0, 0, 2]


def test_whoever_would_lose_one_of_them_does_not_put_them_together(lead):
    case, other = make_case(), restricted()
    for right in RIGHTS:
        give(other, lead, right)

    for one, into in ((case, other), (other, case)):
        with pytest.raises(Refused, match="you would lose one"):
            joining.join(one, into=into, by=lead)
    with pytest.raises(Refused, match="nothing moves between them"):
        joining.move(Report.objects.get(case=other), to=case, by=lead, why="No")
    assert {one.routing for one in Case.objects.filter(pk=case.pk)} == {Routing.LEADS}


def test_who_may_not_work_on_the_other_case_does_not_join_it(in_the_log, lead, volunteer):
    case, other = make_case("Mine"), make_case("Other secret")
    for right in (VIEW, WORK):
        give(case, volunteer, right)
    client = in_the_log(volunteer)

    form = client.get(address("incidents:join", case.code))
    answer = client.post(address("incidents:join", case.code), {"other": other.code})
    give(other, volunteer, VIEW)
    seen = client.post(address("incidents:join", case.code), {"other": other.code})

    assert "Other secret" not in form.content.decode()
    assert "Choose a case from the list." in answer.content.decode()
    assert "only with cases on which you work" in seen.content.decode()
    other.refresh_from_db()
    assert other.status == CaseStatus.NEW


def test_who_was_let_in_to_one_case_sees_nothing_of_what_is_joined_to_it(in_the_log, lead, volunteer):
    case, other = make_case("Mine", what="Mine to know"), make_case("Other secret", what="A secret account")
    enter(other, "Rose Secret")
    write(other, "A secret entry", by=lead)
    joining.join(other, into=case, by=lead, why="A secret reason")
    for right in (VIEW, WORK, SHARE):
        give(case, volunteer, right)
    client = in_the_log(volunteer)

    pages = [client.get(address(f"incidents:{name}", case.code)) for name in ("together", "chronology", "parties")]

    assert [answer.status_code for answer in pages] == [200, 200, 200]
    content = "".join(answer.content.decode() for answer in pages)
    assert not [words for words in ("secret", "Secret", other.code) if words in content]
    assert accounts(pages[0]) == ["Mine to know"]
    assert client.post(address("incidents:part", case.code, other.code)).status_code == 404


# Linking -------------------------------------------------------------------------------------------------------------


def test_two_cases_are_linked_once_and_stay_two(in_the_log, lead):
    case, other = make_case("One"), make_case("Other")
    client = in_the_log(lead)

    for one, two in ((case, other), (other, case), (case, other)):
        client.post(address("incidents:link_case", one.code), {"other": two.code, "why": "The same car"})

    link = CaseLink.objects.get()
    assert [row["other"] for row in page(client, case).context["links"]] == [other]
    assert [row["other"] for row in page(client, other).context["links"]] == [case]
    assert (link.words["why"], accounts(page(client, case))) == ("The same car", accounts(page(client, other)))
    client.post(address("incidents:unlink_case", other.code, link.uid))
    client.post(address("incidents:unlink_case", other.code, link.uid))
    assert page(client, case).context["links"] == []
    assert Entry.objects.filter(about_uid=link.uid).count() == 4


def test_a_link_to_a_case_that_the_reader_may_not_see_does_not_show(in_the_log, lead, volunteer):
    case, other = make_case("One"), make_case("Other secret")
    joining.link(case, other=other, by=lead, why="The same secret car")
    back = joining.link(make_case("Third secret"), other=case, by=lead, why="The same secret boat")
    for right in (VIEW, WORK):
        give(case, volunteer, right)
    client = in_the_log(volunteer)

    content = (
        page(client, case).content.decode() + client.get(address("incidents:chronology", case.code)).content.decode()
    )

    assert not [words for words in ("secret", other.code, back.case.code) if words in content]
    assert client.post(address("incidents:unlink_case", case.code, back.uid)).status_code == 404


# Moving --------------------------------------------------------------------------------------------------------------


def test_a_report_that_was_filed_wrongly_moves_word_for_word(in_the_log, lead, volunteer):
    case, other = make_case(what="One"), make_case(what="Two")
    report = Report.objects.get(case=case)
    access.put_aside(case, volunteer, by=lead)
    client = in_the_log(lead)

    client.post(address("incidents:move_report", case.code, report.uid), {"other": other.code, "why": "Another child"})

    assert (accounts(page(client, case)), sorted(accounts(page(client, other)))) == ([], ["One", "Two"])
    assert StepAside.objects.filter(case=other, person=volunteer).exists()
    about = Entry.objects.filter(about_uid=report.uid)
    assert sorted(entry.case_id for entry in about) == [case.pk, other.pk]
    moved = joining.move  # a second click finds it gone
    report.refresh_from_db()
    report.case = case
    with pytest.raises(Refused, match="no longer in this case"):
        moved(report, to=other, by=lead, why="Again")


# Who, and how much ---------------------------------------------------------------------------------------------------


def test_who_may_only_read_changes_nothing(in_the_log, lead, volunteer, trustee):
    case, other = make_case(), make_case()
    joining.join(other, into=case, by=lead)
    give(case, volunteer, VIEW)
    report = Report.objects.get(case=case)
    acts = [
        address("incidents:join", case.code),
        address("incidents:link_case", case.code),
        address("incidents:move_report", case.code, report.uid),
        address("incidents:part", case.code, other.code),
    ]

    assert [in_the_log(volunteer).post(url).status_code for url in acts] == [403] * 4
    assert [in_the_log(trustee).post(url).status_code for url in acts] == [404] * 4


def test_as_many_queries_for_five_joined_cases_as_for_one(in_the_log, lead, django_assert_num_queries):
    case, client = make_case(), in_the_log(lead)
    joining.join(make_case(), into=case, by=lead)
    joining.link(case, other=make_case(), by=lead, why="The same car")
    page(client, case)
    with CaptureQueriesContext(connection) as few:
        page(client, case)
    for _ in range(4):
        joining.join(make_case(), into=case, by=lead)
        joining.link(case, other=make_case(), by=lead, why="The same car")

    with django_assert_num_queries(len(few)):
        page(client, case)


def test_joined_cases_keep_their_office(lead):
    case, other = make_case(), make_case()

    joining.join(other, into=case, by=lead)

    assert {one.routing for one in Case.objects.all()} == {Routing.LEADS}
