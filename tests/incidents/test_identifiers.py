"""An identifier of the child: asked for where the law of the nation does, off until then, never needed (fact 10)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from incidents import identifiers
from incidents.models import Entry, PrintKind, Referral
from incidents.services import prints, referrals
from organisations.models import Organisation
from organisations.nations import Nation
from safeguard.addresses import address
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")

RIGHT, WRONG = "943 476 5919", "943 476 5918"
REFERRED = {"day_0": "1", "day": "1 6 2026", "at": "10:15", "kind": "children"}


def refer_page(case, **query) -> str:
    return address("incidents:refer", case.code, **query)


def told(client, case, identifier: str):
    form = REFERRED | {"identifier": identifier, "once": str(uuid.uuid4())}
    return client.post(refer_page(case, identifier=1), form, follow=True)


def in_words(copy, by) -> str:
    return " ".join(
        "".join(page.extract_text() for page in PdfReader(BytesIO(prints.take(copy, by=by)[1])).pages).split()
    )


@pytest.fixture
def in_force(monkeypatch):
    """As it will be written once the day is known."""
    rows = tuple(replace(one, coming=False, since=date(2026, 1, 1)) for one in identifiers.identifiers())
    monkeypatch.setattr(identifiers, "identifiers", lambda: rows)


def test_the_law_is_englands_and_its_day_is_not_known_yet():
    rows = {str(nation): identifiers.identifier_in(nation) for nation in Nation}

    assert [nation for nation, row in rows.items() if row] == ["england"]
    assert (rows["england"].in_force(date(2030, 1, 1)), rows["england"].to_confirm) == (False, True)


def test_until_then_the_field_is_off_and_whoever_is_asked_for_it_adds_it(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)

    off, on = client.get(refer_page(case)), client.get(refer_page(case, identifier=1))

    assert ("identifier" in off.context["form"].fields, "identifier" in on.context["form"].fields) == (False, True)
    assert "They ask for an identifier of the child" in off.content.decode()
    assert "To be confirmed before you rely on it" in off.content.decode()
    assert "They ask for an identifier of the child" not in on.content.decode()


def test_once_the_law_is_in_force_it_is_asked_for_and_can_be_left_empty(in_the_log, lead, in_force):
    case, client = make_case(), in_the_log(lead)

    fields = client.get(refer_page(case)).context["form"].fields
    client.post(refer_page(case), REFERRED | {"once": str(uuid.uuid4())})

    assert (fields["identifier"].label, fields["identifier"].required) == ("Identifier of the child", False)
    assert Referral.objects.get().words["identifier"] == ""


@pytest.mark.parametrize("nation", ["wales", "scotland", "northern-ireland"])
def test_where_no_law_asks_for_it_there_is_no_field(in_the_log, lead, charity, nation):
    case, client = make_case(), in_the_log(lead)
    Organisation.objects.filter(pk=charity.pk).update(nation=nation)

    page = client.get(refer_page(case, identifier=1))

    assert "identifier" not in page.context["form"].fields
    assert "identifier of the child" not in page.content.decode()


def test_it_is_sealed_in_the_referral_and_stands_nowhere_else(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)

    page = told(client, case, RIGHT).content.decode()

    made = Referral.objects.get()
    assert made.words["identifier"] == RIGHT
    assert RIGHT.encode() not in bytes(made.sealed)
    assert [entry for entry in Entry.objects.all() if "943" in entry.words["text"]] == []
    assert ("Identifier of the child" in page, RIGHT in page) == (True, True)


def test_a_number_that_looks_wrong_is_kept_and_asked_about(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)

    page = told(client, case, WRONG).content.decode()

    assert "The last figure does not fit the others. Read it again; it is kept as you typed it." in page
    assert Referral.objects.get().words["identifier"] == WRONG


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ""),
        (RIGHT, ""),
        ("9434765919", ""),
        ("Ruby 943-476-5919\nTom 401 023 2137", ""),
        (WRONG, "The last figure"),
        (f"{RIGHT}\n{WRONG}", "The last figure"),
        ("943 476 591", "Such a number has ten figures"),
        ("not known to us", "Such a number has ten figures"),
    ],
)
def test_what_was_typed_is_doubted_only_where_it_cannot_be_right(typed, asked):
    found = identifiers.doubt(typed, "england")

    assert (found == "", found.startswith(asked)) == (asked == "", True)
    assert identifiers.doubt(typed, "scotland") == ""


@pytest.mark.parametrize("kind", [PrintKind.REFERRAL, PrintKind.CHRONOLOGY])
def test_a_copy_has_it_unless_somebody_is_blacked_out(lead, kind):
    case = make_case()
    ruby = enter(case, "Ruby Quill")
    made = referrals.refer(case, by=lead, kind="children", agency_name="The council", identifier=RIGHT)
    wish = {"by": lead, "kind": kind, "referral": made if kind == PrintKind.REFERRAL else None}

    whole = prints.make(prints.ask(case, for_whom="The council", **wish).pk)
    blacked_out = prints.make(prints.ask(case, for_whom="The school", hide=[str(ruby.uid)], **wish).pk)

    assert (RIGHT in in_words(whole, lead), "476" in in_words(blacked_out, lead)) == (True, False)
