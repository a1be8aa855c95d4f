"""What stands on the pages of a pack, as a reader, a machine and a trustee find it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from agreements.models import How
from people.roles import Role
from policies.models import Approval, CompanionKind, PolicyVersion, Reference
from reports.composing import compose
from reports.models import Kind, Pack, Redaction
from reports.services import building
from reports.typesetting import typeset
from safeguard import pdf
from safeguard.partial_dates import PartialDate
from tests.reports import factories
from tests.reports.conftest import content_of, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope")]


@pytest.mark.clause("RW-19")
def test_the_letterhead_stands_on_every_page(make_pack, social_media, online_safety):
    pack = make_pack(social_media.policy, online_safety.policy)

    heads = ["Harbour Lights 1 Quay Street, Seaham, SR7 1AA" in page for page in pages_of(pack)]

    assert (pack.status, heads) == ("ready", [True] * pack.pages)


@pytest.mark.clause("RW-89")
def test_a_policy_is_printed_from_its_statement_to_its_appendix_in_one_document(words_of_print, social_media, chair):
    factories.amend(social_media, chair, heading="WhatsApp", anchor="2-1")

    words = words_of_print(social_media).split("Policy and guidance · version 1")[1]

    order = [
        "What it covers What we write and show online.",
        "1.1 These rules bind everybody",
        "2.1 A picture is posted",
        "Amended June 2026: WhatsApp",
        "2.2 Names of children",
        "Adoption and review",
        "Signed on 20 April 2026",
        "Appendix A: Words for a consent form",
        "Produced by The county's youth office",
        "I agree that this picture",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.clause("WY-1")
def test_the_cover_says_whose_document_it_is_of_what_kind_and_from_when(make_print, social_media):
    cover = pages_of(make_print(social_media))[0]

    assert re.findall(r"Harbour Lights|Social media|Policy and guidance|Dated April 2026", cover) == [
        "Harbour Lights",
        "Social media",
        "Policy and guidance",
        "Dated April 2026",
    ]


@pytest.mark.clause("WY-2", "WY-3")
def test_the_contents_name_sections_and_appendices_with_the_pages_on_which_they_stand(
    make_pack, social_media, online_safety
):
    pages = pages_of(make_pack(social_media.policy, online_safety.policy))

    contents = dict(re.findall(r"(1 Who this is for|2 Pictures|Appendix A: Words for a consent form) (\d+)", pages[1]))
    found = {
        title: next(str(n) for n, page in enumerate(pages, 1) if n > 3 and title in page and "Social media" in page)
        for title in contents
    }
    assert len(contents) == 3
    assert contents == found


def test_the_contents_have_two_levels_and_every_page_number_is_right(make_pack, social_media, online_safety):
    pack = make_pack(social_media.policy, online_safety.policy)
    reader = PdfReader(BytesIO(content_of(pack)))
    links = [annotation.get_object().get("/Dest") for annotation in reader.pages[1].get("/Annots", [])]
    destinations = reader.named_destinations
    targets = [reader.get_destination_page_number(destinations[str(link)]) + 1 for link in links if link]

    printed = [int(number) for number in re.findall(r"(?<=\D )(\d+)(?= |$)", pages_of(pack)[1].split("Page 2 of")[0])]

    numbers = [number for number in printed if number in targets]
    assert sorted(set(numbers)) == sorted(set(targets))


def test_a_pack_is_tagged_and_has_a_language_a_title_and_bookmarks(make_pack, social_media):
    reader = PdfReader(BytesIO(content_of(make_pack(social_media.policy))))
    root = reader.trailer["/Root"]

    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-gb"
    assert reader.metadata.title == "Policy pack, Harbour Lights"
    bookmarks = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert bookmarks == [
        "Policy pack",
        "Contents",
        "How these documents stand",
        "Social media",
        "Is this pack genuine?",
    ]


def test_nothing_in_a_pack_goes_without_its_description(make_pack, charity, social_media, caplog):
    make_pack(social_media.policy)

    assert [r.getMessage()[:80] for r in caplog.records if r.name == "weasyprint" and r.levelname == "ERROR"] == []


@pytest.mark.clause("WR-57", "WR-58")
def test_what_is_missing_is_a_blank_line_and_unsigned_is_said(words_of_print, online_safety):
    words = words_of_print(online_safety)

    assert "Status In force, unsigned" in words
    assert "Signed by Not stated" in words
    assert "Name and signature, Chair of trustees Date" in words


@pytest.mark.clause("RW-66", "RW-67", "RW-68")
def test_the_adoption_block_states_every_date_and_who_signed(words_of_print):
    version = factories.policy_of("Trips", reviewed=PartialDate(2026, 5), label="V 2")

    words = words_of_print(version).split("Adoption and review")[1]

    stated = [
        "Version V 2",
        "Policy dated April 2026",
        "Written by Tom Okafor",
        "Status In force",
        "Adopted on 18 April 2026",
        "Reviewed May 2026",
        "Signed by Margaret Hale",
        "Office Chair of trustees",
        "Signed on 20 April 2026",
        "Next review May 2099",
    ]
    assert [line for line in stated if line not in words] == []


def test_a_signed_policy_has_no_line_to_sign_on(words_of_print, social_media):
    words = words_of_print(social_media)

    assert "Signed on 20 April 2026 Margaret Hale, Chair of trustees" in words
    assert "Name and signature" not in words


def test_approval_by_the_trustees_stands_apart_from_the_signature(words_of_print, online_safety, trustee, chair):
    for person in (trustee, chair):
        Approval.objects.create(
            version=online_safety,
            revision=online_safety.revision,
            person=person,
            role=Role.TRUSTEE,
            decision="approve",
            minute_reference="7",
            meeting_on=factories.day(2026, 4, 18),
        )

    words = words_of_print(online_safety)

    assert "Approved by 2 trustees, meeting of 18 April 2026, minute 7" in words
    assert "Signed by Not stated" in words


def test_what_is_overdue_is_said_on_the_page_that_shows_how_things_stand(make_pack, online_safety):
    with time_machine.travel("2026-11-20 10:00Z"):
        page = pages_of(make_pack(online_safety.policy))[2]

    assert "Online safety version 1 Not signed May 2024 Overdue" in page
    assert "The review was due May 2024: 2 years late." in page


@pytest.mark.clause("RW-48")
def test_amendments_stand_where_they_belong_with_their_own_dates(words_of_print, social_media, chair):
    factories.amend(social_media, chair, heading="Older than the policy", anchor="1-1", dated=PartialDate(2020, 3))
    factories.amend(social_media, chair, heading="To the whole", dated=PartialDate(2021, 11))

    words = words_of_print(social_media)

    order = [
        "1.1 These rules",
        "Amended March 2020: Older than",
        "1.2 They hold",
        "Amended November 2021: To the whole",
    ]
    assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)


@pytest.mark.clause("RW-73")
def test_an_appendix_says_where_it_comes_from(words_of_print):
    told = {"source": "A county team", "dated": PartialDate(2020), "audience": "parents", "applicability": "our scheme"}
    version = factories.policy_of("Photographs", appendices=[{"anchor": "appendix-a", "title": "Words", **told}])

    words = words_of_print(version)

    assert "Produced by A county team, 2020. For parents. Applies to our scheme." in words


@pytest.mark.clause("WY-11")
def test_a_document_that_must_be_read_together_with_a_policy_comes_along(make_pack, social_media, online_safety):
    factories.companion_of(social_media, "Online safety", online_safety.policy, mandatory=True)

    pack = make_pack(social_media.policy)

    assert [str(document) for document in pack.documents.all()] == [
        "Social media, version 1",
        "Online safety, version 1",
    ]
    words = " ".join(pages_of(pack))
    assert "It is here because “Social media” must be read together with it." in words
    assert re.search(r"Online safety Must be read together with it In this print, page \d", words) is not None


@pytest.mark.clause("RW-5")
def test_a_companion_that_is_missing_has_a_page_that_says_so(make_pack, social_media):
    factories.companion_of(social_media, "Complaints")
    factories.companion_of(social_media, "The council's rules", kind=CompanionKind.EXTERNAL)

    pages = pages_of(make_pack(social_media.policy))

    missing = [
        page for page in pages if "Documents that are not available Complaints" in page and "Contents" not in page
    ]
    assert [
        re.findall(r"This document is not available .Social media. names it\. Not filed here\.", p) for p in missing
    ] == [["This document is not available “Social media” names it. Not filed here."]]
    assert re.search(r"Complaints \d", pages[1]) is not None


def test_a_companion_that_two_policies_name_is_missing_once(make_pack, social_media, online_safety):
    factories.companion_of(social_media, "Complaints")
    factories.companion_of(online_safety, "complaints")

    pack = make_pack(social_media.policy, online_safety.policy)

    assert [document.title for document in pack.documents.filter(version=None)] == ["Complaints"]


def test_references_are_printed_with_their_publisher(words_of_print, social_media):
    Reference.objects.create(
        policy=social_media.policy, title="Safe settings", publisher="A helpline", link="https://example.org/safe"
    )

    assert "Safe settings Resource for families or volunteers, A helpline https://example.org/safe" in words_of_print(
        social_media
    )


def test_a_policy_without_text_says_so(words_of_print):
    version = factories.policy_of("Scanned", body="", source_name="scan.pdf")

    assert "is kept as a file only and cannot be printed here" in words_of_print(version)


def test_the_code_the_address_and_the_head_of_the_audit_are_on_the_last_page(make_pack, social_media):
    pack = make_pack(social_media.policy)
    last = pages_of(pack)[-1]
    letters = last.replace(" ", "")

    assert pack.code in last
    assert "https://safeguard.example/verify/" in last
    # Without its number, which would count what its readers do not see.
    assert f"Headoftheauditrecord:{pack.audit_hash}" in letters
    assert pack.documents.get().fingerprint in letters


def test_the_same_records_give_the_same_bytes_on_another_day(make_pack, social_media, online_safety):
    with time_machine.travel("2026-11-20 10:00Z"):
        pack = make_pack(social_media.policy, online_safety.policy)

    with time_machine.travel("2027-03-28 01:30Z"):
        composed = compose(pack, said=lambda words, *, done, total: None)
        again = typeset(composed.html(pack), identifier=pack.code)

    assert again.content == content_of(pack)


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/a.png",
        "file:///etc/hostname",
        "ftp://127.0.0.1/a",
    ],
)
def test_a_pack_fetches_nothing_from_outside(make_print, address, caplog):
    """Not even when a hostile text has got past the door."""
    attack = f'<p><img alt="x" src="{address}"></p><link rel="attachment" href="{address}"><p>The end</p>'
    version = factories.policy_of("Pictures", status="draft")
    PolicyVersion.objects.filter(pk=version.pk).update(body=attack)

    pack = make_print(version)

    assert "The end" in " ".join(pages_of(pack))
    assert PdfReader(BytesIO(content_of(pack))).attachments == {}


def test_names_in_every_alphabet_are_printed_and_what_has_no_type_is_noted(make_print):
    latin = make_print(factories.policy_of("Names", body="<p>Zażółć, Ελένη, Лидия</p>"))
    all_over = make_print(factories.policy_of("More names", body="<p>محمد, 王小明, ✈</p>"))
    nobody = make_print(factories.policy_of("Nobody's letter", body="<p>\U0010fffd</p>"))

    assert "Zażółć, Ελένη, Лидия" in " ".join(pages_of(latin))
    assert (latin.unprintable, all_over.unprintable) == ("", "")
    assert (nobody.unprintable, nobody.status) == ("\U0010fffd", "ready")


def test_a_long_word_and_a_wide_table_stay_on_the_page(make_print):
    cells = "".join(f"<td>{'w' * 60}{n}</td>" for n in range(6))
    version = factories.policy_of("Long", body=f"<p>{'Wolfe' * 60}</p><table><tr>{cells}</tr></table>")

    reader = PdfReader(BytesIO(content_of(make_print(version))))

    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}


# Signatures ----------------------------------------------------------------------------------------------------------


def test_the_register_lists_who_signed_the_version_under_the_names_of_today(words_in_pack, social_media, volunteer):
    factories.signature_of(volunteer, social_media, typed_name="Vera Old-Name")
    volunteer.name = "Vera Lindqvist-Ngũgĩ"
    volunteer.save()

    words = words_in_pack(social_media.policy, with_register=True)

    assert "Vera Lindqvist-Ngũgĩ Code of conduct 1 May 2026 personal link holds" in words
    assert "Old-Name" not in words


def test_a_pack_without_the_register_names_nobody_who_signed(words_in_pack, social_media, volunteer):
    factories.signature_of(volunteer, social_media)

    assert "Lindqvist" not in words_in_pack(social_media.policy)


def test_every_way_of_signing_has_its_few_words():
    from reports.composing.registers import short

    assert [bool(short(how)) for how in How.values] == [True] * len(How.values)


def test_the_register_costs_the_same_for_one_signature_and_for_three(
    make_pack, social_media, new_person, django_assert_num_queries
):
    from reports.composing.registers import registers

    for name in ("Ada Byron", "Ben Sol", "Cleo Day"):
        factories.signature_of(new_person(name, Role.VOLUNTEER), social_media)

    with django_assert_num_queries(1):
        assert [len(register.rows) for register in registers([social_media], hide_names=False)] == [3]


# Without names -------------------------------------------------------------------------------------------------------


def test_a_print_without_names_has_none_in_text_title_bookmarks_or_file_name(make_pack, volunteer, chair):
    version = factories.policy_of(
        "What Vera Lindqvist may do",
        body="<h2>1 Ask Vera Lindqvist</h2><p>Vera  Lindqvist or vera@example.org helps. So will you.</p>",
    )
    factories.signature_of(volunteer, version)

    pack = make_pack(version.policy, title="Pack of Vera Lindqvist", with_register=True, redaction=Redaction.NAMES)

    reader = PdfReader(BytesIO(content_of(pack)))
    everything = " ".join([*pages_of(pack), reader.metadata.title, *titles(reader.outline), pack.file_name])
    assert re.findall("Vera Lindqvist|vera@|Margaret|Hale|Okafor", everything) == []
    assert "Person 1 Code of conduct" in everything
    assert "So will you." in everything
    assert pack.file_name == f"pack-{pack.number}.pdf"


def titles(outline) -> list[str]:
    return [t for entry in outline for t in (titles(entry) if isinstance(entry, list) else [entry.title])]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Dana O'Neill came.</p>", "<p>[name left out] came.</p>"),
        ("<p>Dana O&#x27;Neill came.</p>", "<p>[name left out] came.</p>"),
        ("<p>Dana\n O’Neill came.</p>", "<p>[name left out] came.</p>"),
        ("<p>DANA O'NEILL</p>", "<p>[name left out]</p>"),
        ("<p>Danas O'Neills</p>", "<p>Danas O'Neills</p>"),
        (
            '<a href="mailto:dana@example.org" title="Dana O\'Neill">x</a>',
            '<a href="[address left out]" title="[name left out]">x</a>',
        ),
        ("<p>Will you? Will did.</p>", "<p>[name left out] you? [name left out] did.</p>"),
        ("<p>You will.</p>", "<p>You will.</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_whole_names_are_left_out_wherever_they_stand(html, left):
    from reports.composing.redacting import without_names

    assert without_names(html, ["Dana O'Neill", "Will", ""]) == left


# The other prints ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("IL-75")
@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_the_emergency_card_is_one_page_with_the_numbers_of_the_nation(charity, nation, chair, lead):
    from organisations import services
    from people.models import Person
    from safeguard.scoping import acting_for

    charity.nation = nation
    charity.save()
    with acting_for(charity):
        Person.objects.filter(pk=lead.pk).update(phone="07700 900555")
        services.change_agencies_to(nation, by=chair)
        for number in range(6):
            add_project(f"Group {number}")
        pack = building.build(ask_card(chair).pk)
        pages = pages_of(pack)

    assert len(pages) == 1
    assert "Harbour Lights 1 Quay Street" in pages[0]
    assert "999 Somebody is in danger now" in pages[0]
    assert "Dana Whitlock Designated safeguarding lead 07700 900555" in pages[0]
    assert "Group 5 Rosa Whitlock 07700 900123" in pages[0]
    assert ("LADO" in pages[0]) == (nation == "england")


def add_project(name: str) -> None:
    from organisations.models import Project

    Project.objects.create(name=name, contact_name="Rosa Whitlock", contact_phone="07700 900123")


def ask_card(chair) -> Pack:
    from reports.services import asking

    return asking.ask(by=chair, kind=Kind.CARD, title="Who to call")


def test_the_action_plan_lists_what_is_not_in_order_with_room_to_write(make_print, online_safety):
    words = " ".join(pages_of(make_print(kind=Kind.PLAN)))

    assert "What to do State Who By when" in words
    assert "Policies are in date Overdue for review: “Online safety”. Act now" in words
    assert "In order:" in words


def test_without_pango_a_print_says_what_is_missing(make_pack, social_media, monkeypatch):
    def no_library():
        raise pdf.Unavailable("PDFs cannot be made on this computer: the library Pango is missing.")

    monkeypatch.setattr(pdf, "_weasyprint", no_library)

    pack = make_pack(social_media.policy)

    assert (pack.status, pack.failure) == (
        "failed",
        "PDFs cannot be made on this computer: the library Pango is missing.",
    )
