"""Devices and papers that are evidence: where they are, who has them, and that nobody looked into them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.access import VIEW, give
from incidents.models import CustodyItem, CustodyMove, Entry
from incidents.services import custody
from safeguard.append_only import NeverChanges
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


def a_phone(case, by, **words):
    said = {"what": "Black telephone, cracked glass", "where": "Locked cabinet", "seal": "Bag 0417"} | words
    return custody.take(case, by=by, once=uuid.uuid4(), is_device=True, **said)


def moved(item, by, kind, **words):
    return custody.move(item, by=by, once=uuid.uuid4(), kind=kind, at=timezone.now(), **words)


def sent(charity, case, **answers):
    return f"/o/{charity.slug}/incidents/{case.code}/evidence/take/", {
        "what": "Black telephone",
        "is_device": "on",
        "where": "Locked cabinet",
        "seal": "Bag 0417",
        "day_0": "1",
        "day_1": "6",
        "day_2": "2026",
        "day": "1 June 2026",
        "at": "15:30",
        "once": str(uuid.uuid4()),
        **answers,
    }


@pytest.mark.clause("WY-101")
def test_a_device_is_taken_into_custody_and_handed_over_against_a_receipt(lead, charity, in_the_log):
    case, client = make_case(types=["self_generated"]), in_the_log(lead)
    url, form = sent(charity, case)

    assert client.post(url, form).status_code == 302
    item = CustodyItem.objects.get(case=case)
    move = f"/o/{charity.slug}/incidents/{case.code}/evidence/{item.uid}/move/"
    page = client.get(move)
    handed = {"kind": "handed", "to": "PC Ward", "receipt": "R-88", "day": "2 June 2026", "at": "09:00"}
    assert client.post(move, handed | {"once": page.context["form"]["once"].value()}).status_code == 302

    page = client.get(f"/o/{charity.slug}/incidents/{case.code}/evidence/").content.decode()
    assert "Bag 0417" in page
    assert "PC Ward" in page
    assert "R-88" in page
    assert "Never view, copy, send" in page
    assert Entry.objects.filter(case=case, about_model="incidents.custodymove").count() == 1


def test_only_what_it_is_has_to_be_said(lead, charity, in_the_log):
    case = make_case()
    url, form = sent(charity, case, where="", seal="")

    assert in_the_log(lead).post(url, form).status_code == 302

    held = custody.held_in(case)[0]
    assert len(held.lacks) == 3


def test_a_form_that_is_sent_twice_is_one_thing(lead, charity, in_the_log):
    case = make_case()
    url, form = sent(charity, case)
    client = in_the_log(lead)

    client.post(url, form)
    client.post(url, form)

    assert CustodyItem.objects.filter(case=case).count() == 1


def test_where_it_is_now_is_where_it_was_put_last(lead):
    case = make_case()
    item = a_phone(case, lead)
    moved(item, lead, "stored", to="Safe at the bank", seal="Bag 0500")

    held = custody.held_in(case)[0]

    assert (held.where, held.seal, held.is_here) == ("Safe at the bank", "Bag 0500", True)


def test_what_was_handed_over_is_not_here_and_is_not_moved_again(lead):
    item = a_phone(make_case(), lead)
    moved(item, lead, "handed", to="PC Ward")

    held = custody.held_in(item.case)[0]

    assert not held.is_here
    assert held.lacks == ["Ask for a receipt, and write its number here."]
    with pytest.raises(Refused):
        moved(item, lead, "opened", authority="PC Ward")
    assert moved(item, lead, "stored", to="Back in the cabinet")


@pytest.mark.parametrize("kind", ["opened", "destroyed"])
def test_nobody_opens_or_destroys_it_on_their_own(lead, kind):
    item = a_phone(make_case(), lead)

    with pytest.raises(Refused):
        moved(item, lead, kind)

    assert moved(item, lead, kind, authority="DS Khan, 3 June, ref 12/B")


def test_nothing_was_found_tomorrow(lead):
    with pytest.raises(Refused):
        custody.take(
            make_case(),
            by=lead,
            once=uuid.uuid4(),
            what="Letter",
            is_device=False,
            found_at=timezone.now() + timedelta(hours=2),
        )


def test_what_was_recorded_never_changes(lead):
    item = a_phone(make_case(), lead)
    made = moved(item, lead, "stored", to="Safe")

    for row in (item, made):
        with pytest.raises(NeverChanges):
            row.save()


def test_in_a_closed_case_nothing_is_added(lead):
    case = make_case(status="closed", closed_at=timezone.now())

    with pytest.raises(Refused):
        a_phone(case, lead)


def test_evidence_of_another_case_is_not_found(lead, charity, in_the_log):
    case, other = make_case(), make_case()
    item = a_phone(other, lead)

    assert in_the_log(lead).get(f"/o/{charity.slug}/incidents/{case.code}/evidence/{item.uid}/move/").status_code == 404


def test_who_may_not_see_the_case_sees_no_evidence(lead, volunteer, charity, in_the_log):
    case = restricted()
    a_phone(case, lead)

    assert in_the_log(lead).get(f"/o/{charity.slug}/incidents/{case.code}/evidence/").status_code == 404
    assert in_the_log(volunteer).get(f"/o/{charity.slug}/incidents/{case.code}/evidence/").status_code == 404


def test_who_may_only_read_records_nothing(volunteer, charity, in_the_log):
    case = make_case()
    give(case, volunteer, VIEW)
    url, form = sent(charity, case)

    assert in_the_log(volunteer).post(url, form).status_code == 403
    assert not CustodyItem.objects.exists()


def test_more_evidence_needs_no_more_questions_to_the_database(
    lead, charity, in_the_log, django_assert_max_num_queries
):
    case, client = make_case(), in_the_log(lead)
    url = f"/o/{charity.slug}/incidents/{case.code}/evidence/"
    moved(a_phone(case, lead), lead, "stored", to="Safe")
    client.get(url)
    with django_assert_max_num_queries(200) as few:
        client.get(url)
    for _number in range(3):
        moved(a_phone(case, lead), lead, "stored", to="Safe")

    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_a_shredded_case_still_has_a_page(lead, charity, in_the_log):
    case = make_case(status="closed", closed_at=timezone.now())
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    assert in_the_log(lead).get(f"/o/{charity.slug}/incidents/{case.code}/evidence/").status_code == 200
    assert CustodyMove.objects.count() == 0
