"""Real documents come in as they are: partial, odd, unsigned; a person confirms; nothing is refused or invented."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from organisations.models import Organisation
from policies import flags, printing
from policies.importing.analysing import analyse
from policies.importing.readers import read_pasted
from policies.models import ImportDraft, Policy, PolicyVersion
from policies.services import importing
from policies.states import ImportStatus, Status
from policies.tasks import forget_imports, read_import
from safeguard.partial_dates import PartialDate
from safeguard.scoping import acting_for
from tests.policies import factories
from tests.policies.bringing import IMPORT, brought, sample, shown, taken_in

QUAYSIDE = {
    "label_choice": "0",
    "reviewed_reading": "2024-06",
    "document_classes": ["policy"],
    "section-6-dated_reading": "2022-09",
    "section-5-dated_reading": "2021-04",
}


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to("2026-11-20 12:00+00:00")


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator.user)
    return client


@pytest.fixture
def quayside(desk, charity):
    """A policy with partial dates, a signature on paper, amendments inside and a foreign appendix."""
    taken_in(desk, sample("quayside-welcome"), **QUAYSIDE)
    with acting_for(charity):
        yield PolicyVersion.objects.select_related("policy").get()


def lines(version):
    return {line.key: (line.value, line.missing) for line in printing.document(version).adoption}


# --- What a document says of itself


@pytest.mark.clause("RW-9", "RW-10", "RW-11", "RW-65", "RW-66", "RW-67", "RW-68")
def test_control_data_is_kept_and_printed_with_its_precision_and_as_it_was_typed(quayside):
    assert lines(quayside) == {
        "Version": ("V 3, written as “V 3 June 2021”", False),
        "Policy dated": ("June 2021, written as “V 3 June 2021”", False),
        "Written by": ("Ruth Okafor, Trustee", False),
        "Status": ("In force (the document says “Final”)", False),
        "Adopted on": ("5 July 2021, written as “5.7.21”", False),
        "Reviewed": ("June 2024, written as “June 24”", False),
        "Signed by": ("T.J Whitlock", False),
        "Office": ("CHAIR of TRUSTEES", False),
        "Signed on": ("14 May 2024, written as “14.5.24”", False),
        "Next review": ("June 2025", False),
    }


@pytest.mark.clause("RW-9")
def test_a_version_label_run_into_a_date_is_asked_about_and_not_guessed(desk, charity):
    address = brought(desk, sample("quayside-welcome")).headers["Location"]
    preview = desk.get(address)
    unanswered = desk.post(address, {**shown(preview), "standing": "in_force"})
    answers = {**QUAYSIDE, "label_choice": "1"}
    desk.post(address, {**shown(preview), "standing": "in_force", **answers})

    with acting_for(charity):
        version = PolicyVersion.objects.get()
    assert unanswered.context["form"].errors["label_choice"] == [
        "The document says “V 3 June 2021”. Choose what it means."
    ]
    assert (version.label, version.dated, version.label_typed) == ("V", PartialDate(2021, 6, 3), "V 3 June 2021")


@pytest.mark.clause("RW-70")
def test_history_out_of_order_comes_in_with_a_word_about_it(quayside):
    found = flags.oddities(quayside.policy, quayside, timezone.localdate())

    assert [flag.code for flag in found] == ["signed_early", "amended_early", "overdue"]


@pytest.mark.clause("RW-72")
def test_the_rhythm_of_reviews_is_taken_from_the_last_and_the_next(quayside):
    policy = quayside.policy

    assert (policy.interval_months, policy.last_reviewed, policy.next_review) == (
        12,
        PartialDate(2024, 6),
        PartialDate(2025, 6),
    )


@pytest.mark.clause("RW-20", "RW-30", "RW-48", "RW-54")
def test_sections_amendments_and_their_own_dates_are_kept_and_printed(quayside):
    printed = printing.document(quayside)

    kinds = {clause.anchor: (clause.kind, clause.dated) for clause in printed.clauses if clause.html.startswith("<h2")}
    assert kinds["policy-statement"] == ("section", None)
    assert kinds["amended-guidance-for-drivers-april-2021"] == ("amendment", PartialDate(2021, 4))
    assert kinds["amended-september-22-use-of-whats-app-by"] == ("amendment", PartialDate(2022, 9))
    assert quayside.clauses.get(anchor="volunteer-guidance-p1").audience == "volunteers"
    assert 'id="online-contact-policy-1-clause-amended-september-22-use-of-whats-app-by"' in printed.text


@pytest.mark.clause("RW-59")
def test_a_clause_about_handing_over_chats_has_an_address_and_is_printed(quayside):
    clause = quayside.clauses.get(html__contains="hand over a copy of a chat")

    assert clause.parent == "amended-september-22-use-of-whats-app-by"
    assert f'clause-{clause.anchor}"' in printing.document(quayside).text


@pytest.mark.clause("RW-63", "RW-73")
def test_an_appendix_keeps_its_source_its_date_and_to_whom_it_applies(quayside):
    printed = printing.document(quayside)
    read = analyse(read_pasted(sample("quayside-welcome").decode())).appendices[0]

    appendix = printed.appendices[0]
    assert (appendix.anchor, appendix.dated) == ("appendix-a", PartialDate(2020))
    assert (appendix.source, appendix.applicability) == (read.source, read.applicability) != ("", "")
    assert f'id="{printed.anchor}clause-appendix-a"' in printed.text


@pytest.mark.clause("RW-5", "RW-6", "RW-12")
def test_documents_that_are_named_are_listed_with_what_is_wrong(quayside):
    found = {companion.title: companion for companion in printing.document(quayside).companions}

    assert [title for title, companion in found.items() if companion.flag and companion.flag.code == "missing"] == [
        "Privacy & Record Keeping Policy",
        "Volunteer Guidelines",
        "Driver Confidentiality Agreement",
        "Safeguarding Policy",
        "ICT Policy",
    ]
    assert (found["Government/council policies"].kind, found["Government/council policies"].flag) == ("external", None)


@pytest.mark.clause("RW-78")
def test_links_come_in_to_be_checked_and_empty_ones_are_marked(quayside):
    found = {r.title: flags.of_reference(r, timezone.localdate()).text for r in quayside.policy.references.all()}

    assert found["this page"] == "No web address"


@pytest.mark.clause("WR-55", "WR-57", "WR-58")
def test_a_document_with_blank_lines_for_the_signature_is_unsigned_and_prints_blanks(desk, charity):
    taken_in(desk, sample("stoneleigh"), document_classes=["policy"])

    with acting_for(charity):
        version = PolicyVersion.objects.get()
        printed = lines(version)
        blank = printing.document(version).signature_lines
        found = flags.oddities(version.policy, version, timezone.localdate())
    assert printed["Policy dated"] == ("July 2018", False)
    assert (printed["Signed by"], printed["Status"]) == (("Not stated", True), ("In force, unsigned", False))
    assert [line["signed"] for line in blank] == [""]
    assert [flag.code for flag in found] == ["overdue", "unsigned"]


@pytest.mark.clause("WR-59", "WR-1")
def test_printed_numbers_are_addresses_and_definitions_are_marked(desk, charity):
    taken_in(desk, sample("stoneleigh"), document_classes=["policy"])

    with acting_for(charity):
        version = PolicyVersion.objects.get()
        printed = printing.document(version)
    assert [clause.anchor for clause in printed.clauses if clause.anchor.startswith("4")] == ["4", "4-1", "4-2", "4-3"]
    assert [clause.anchor for clause in printed.definitions] == ["1-1"]


@pytest.mark.clause("WY-1", "WY-3", "WY-11", "WY-18")
def test_a_joint_policy_with_contents_and_appendices_comes_in_whole(desk, charity):
    taken_in(desk, sample("millbrook-youth"))

    with acting_for(charity):
        version = PolicyVersion.objects.select_related("policy").get()
        printed = printing.document(version)
    assert (printed.kind, printed.title) == (
        "Policy and guidance",
        "Policy & Guidance On the use of Phones, Games and Social Media",
    )
    assert lines_of(printed)["Policy dated"] == "October 2023"
    assert [a.title for a in printed.appendices] == ["1: Sharing what we know", "2: Steps to take in an Incident"]
    assert [c.title for c in printed.companions if c.mandatory] == ["Safeguarding Policy and Procedure"]
    heading, *below = printed.definitions
    assert heading.html.startswith("<h3>What ")
    assert {clause.parent for clause in below} == {heading.anchor}


def lines_of(printed):
    return {line.key: line.value for line in printed.adoption}


@pytest.mark.clause("BC-1")
def test_a_document_may_be_three_kinds_in_one(desk, charity):
    taken_in(desk, sample("oakfield-meeting-place"))

    with acting_for(charity):
        version = PolicyVersion.objects.select_related("policy").get()
        assert printing.document(version).kind == "Policy, procedure and guidance"


@pytest.mark.clause("IL-78", "WY-118", "BC-51")
def test_each_document_lacks_something_else_and_is_told_so(desk, charity):
    missing = {}
    for name in ("threadgold-friends", "millbrook-youth", "oakfield-meeting-place", "stoneleigh", "quayside-welcome"):
        answers = QUAYSIDE if name == "quayside-welcome" else {"document_classes": ["policy"]}
        answer = taken_in(desk, sample(name), **answers)
        missing[name] = [item.field for item in answer.context["missing"]]

    undated = ["interval_months", "last_reviewed", "next_review", "author", "label", "dated"]
    signature = ["adopted", "signed_name", "signed_office", "signed_on"]
    assert missing == {
        "threadgold-friends": ["owner", "audience", *undated, *signature],
        "millbrook-youth": ["owner", "audience", *undated[:-1], *signature],
        "oakfield-meeting-place": ["owner", "audience", *undated, *signature],
        "stoneleigh": ["owner", "audience", "last_reviewed", "author", "label", *signature],
        "quayside-welcome": ["owner", "audience"],
    }


@pytest.mark.clause("BC-50", "WR-9")
def test_laws_and_bodies_that_are_no_longer_what_they_were_are_pointed_out(desk):
    found = desk.get(brought(desk, sample("oakfield-meeting-place")).headers["Location"]).context["found"]
    also = desk.get(brought(desk, sample("stoneleigh")).headers["Location"]).context["found"]

    assert [law["what"] for law in found["laws"]] == ["law"]
    assert [law["what"] for law in also["laws"]] == ["body"]


# --- Where it stands


def test_history_enters_directly_where_it_stands(desk, charity):
    taken_in(desk, sample("stoneleigh"), document_classes=["policy"], standing="superseded")
    with acting_for(charity):
        slug = Policy.objects.get().slug
    taken_in(desk, sample("stoneleigh"), to=f"{IMPORT}?policy={slug}", title="Messages")

    with acting_for(charity):
        found = list(PolicyVersion.objects.order_by("number").values_list("number", "status", "title"))
        policy = Policy.objects.get()
    assert found == [(1, Status.SUPERSEDED, "SYBC Social Media Policy"), (2, Status.IN_FORCE, "Messages")]
    assert (policy.title, policy.next_review) == ("Messages", PartialDate(2019, 7))


def test_a_newer_import_supersedes_what_was_in_force(signed_in, trustee, charity, policy_in_force):
    taken_in(signed_in(trustee), sample("stoneleigh"), to=f"{IMPORT}?policy=pictures", title="Pictures")

    policy_in_force.refresh_from_db()
    assert policy_in_force.status == Status.SUPERSEDED
    assert policy_in_force.policy.current.number == 2


def test_a_document_may_come_in_as_a_draft(desk, charity):
    taken_in(desk, sample("stoneleigh"), document_classes=["policy"], standing="draft")

    with acting_for(charity):
        version = PolicyVersion.objects.get()
        assert (version.status, version.body_hash, version.is_closed) == (Status.DRAFT, "", False)


def test_a_second_draft_is_refused_with_everything_that_was_typed_kept(desk, charity, draft):
    answer = taken_in(desk, sample("stoneleigh"), to=f"{IMPORT}?policy=pictures", standing="draft", author="Ada Byron")

    assert answer.context["form"].non_field_errors() == [
        "Pictures, version 1 is “Draft”. Finish it before another draft comes in."
    ]
    assert answer.context["form"]["author"].value() == "Ada Byron"


# --- What a person confirms


def test_headings_are_renamed_merged_and_given_their_kind(desk, charity):
    address = brought(desk, sample("quayside-welcome")).headers["Location"]
    sent = shown(desk.get(address)) | QUAYSIDE | {"standing": "in_force"}
    by_heading = {sent[name]: name.removesuffix("-heading") for name in sent if name.endswith("-heading")}
    sent[f"{by_heading['Public pages:']}-heading"] = "Our pages"
    sent[f"{by_heading['Policy']}-what"] = "plain"
    sent[f"{by_heading['Screens at home']}-what"] = "definition"
    desk.post(address, sent)

    with acting_for(charity):
        version = PolicyVersion.objects.get()
        renamed = version.clauses.get(anchor="public-pages")
        merged = version.clauses.get(html="<p>Policy</p>")
        defined = version.clauses.get(anchor="screens-at-home")
        below = version.clauses.filter(parent="screens-at-home")
    assert renamed.html == "<h2>Our pages</h2>"
    assert merged.parent == "policy-statement"
    assert (defined.is_definition, {clause.is_definition for clause in below}) == (True, {True})


def test_a_long_document_with_many_headings_documents_and_links_is_checked_and_taken_in(desk, charity):
    parts = (
        f"<h2>{n}. Part {n}</h2><p>{n}.1 See the {name} policy and <a href='https://example.org/{n}'>page {n}</a>.</p>"
        for n, name in enumerate(["Safeguarding", "Privacy", "Complaints", "Training", "Expenses"] * 40, start=1)
    )
    data = "<h1>Handbook</h1>" + "".join(parts)

    answer = taken_in(desk, data.encode(), "handbook.html", title="Handbook", document_classes=["policy"])

    with acting_for(charity):
        policy = Policy.objects.get()
        assert (policy.versions.get().clauses.count(), policy.companions.count()) == (400, 5)
        assert policy.references.count() == 80
    assert answer.status_code == 200


def test_companions_and_links_are_kept_only_if_they_are_ticked(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]
    sent = shown(desk.get(address)) | {"standing": "in_force", "document_classes": ["policy"]}
    del sent["companion-0-keep"]
    desk.post(address, sent | {"companion-1-title": "Pictures policy"})

    with acting_for(charity):
        assert [companion.title for companion in Policy.objects.get().companions.all()] == ["Pictures policy"]


def test_a_document_that_is_named_is_linked_to_the_one_that_is_filed(desk, charity, scope, lead):
    factories.a_draft("Photo", by=lead)

    preview = desk.get(brought(desk, sample("stoneleigh")).headers["Location"])

    proposed = {form["title"].value(): form["document"].value() for form in preview.context["parts"].companion_forms}
    assert proposed == {"Safeguarding Policy and procedures": None, "Photo policy": Policy.objects.get(slug="photo").pk}


def test_what_was_typed_is_there_again_after_an_error_and_after_a_break(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]
    sent = shown(desk.get(address)) | {
        "author": "Somebody",
        "adopted": "31 February 2020",
        "document_classes": ["policy"],
    }

    refused = desk.post(address, sent)
    again = desk.get(address)

    assert refused.context["form"].errors["standing"] == ["Choose where the document stands."]
    assert "31 February 2020" in refused.context["form"].errors["adopted"][0]
    assert again.context["form"]["author"].value() == "Somebody"
    assert again.context["form"]["adopted"].value().text == "31 February 2020"


def test_the_preview_keeps_itself_while_it_is_filled_in(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]

    kept = desk.post(f"{address}keep/", {"author": "Half a na"})

    assert set(kept.json()) == {"saved_at"}
    assert desk.get(address).context["form"]["author"].value() == "Half a na"


def test_a_preview_that_was_refused_once_carries_its_hidden_dates_as_they_were_typed(desk, charity):
    address = brought(desk, sample("quayside-welcome")).headers["Location"]
    desk.post(address, shown(desk.get(address)))  # the questions are still to be answered

    again = desk.get(address)

    hidden = [row["dated"] for row in again.context["parts"].section_forms if row["dated"].is_hidden]
    assert hidden
    assert {field.as_widget() for field in hidden} == {
        f'<input type="hidden" name="{field.html_name}" id="{field.auto_id}">' for field in hidden
    }


def test_a_character_that_no_database_takes_is_left_out_of_what_is_kept(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]

    answer = desk.post(f"{address}keep/", {"title": "Half\x00 a title", "odd\x00": "1"})

    with acting_for(charity):
        kept = ImportDraft.objects.get().answers
    assert (answer.status_code, kept) == (200, {"title": ["Half a title"], "odd": ["1"]})


def test_a_heading_with_characters_that_nobody_sees_comes_in_without_them(desk, charity):
    answer = taken_in(
        desk, sample("stoneleigh"), document_classes=["policy"], **{"section-0-heading": "Our\x01 r\u202eules\ufffe"}
    )

    with acting_for(charity):
        headings = set(PolicyVersion.objects.get().clauses.values_list("heading", flat=True))
    assert (answer.status_code, "Our rules" in headings) == (200, True)


def test_a_text_that_was_read_wrongly_is_corrected_before_it_comes_in(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]

    desk.post(f"{address}text/", {"body": "<h2>Only this</h2><p>And that.<script>x()</script></p>"})

    found = desk.get(address).context["found"]
    assert (found["body"], [section["heading"] for section in found["sections"]]) == (
        "<h2>Only this</h2><p>And that.</p>",
        ["Only this"],
    )


@pytest.mark.clause("RW-2", "RW-4", "WY-12", "WR-3", "IL-1", "WY-4")
def test_scope_protected_people_and_whom_it_binds_are_kept_and_printed(desk, charity):
    taken_in(
        desk,
        sample("stoneleigh"),
        document_classes=["policy"],
        scope="Every contact online with young people.",
        protected_people="Service users, volunteers, donors and anybody we meet.",
        audience=["trustee", "contractor", "volunteer", "visitor"],
    )

    with acting_for(charity):
        version = PolicyVersion.objects.select_related("policy").get()
        printed = printing.document(version)
        bound = [p.title for p in Policy.objects.binding("visitor")], Policy.objects.binding("staff").count()
    assert printed.scope == "Every contact online with young people."
    assert printed.protected_people == "Service users, volunteers, donors and anybody we meet."
    assert printed.binds == ["Trustee", "Contractor or advisor", "Volunteer", "Visitor or other provider"]
    assert bound == (["SYBC Social Media Policy"], 0)


# --- Twice, late, lost and foreign


def test_taking_in_twice_is_one_policy_and_the_second_click_shows_it(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]
    sent = shown(desk.get(address)) | {"standing": "in_force", "document_classes": ["policy"]}

    answers = [desk.post(address, sent) for _click in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {
        "/o/harbour-lights/policies/sybc-social-media-policy/versions/1/"
    }
    with acting_for(charity):
        assert (Policy.objects.count(), PolicyVersion.objects.count()) == (1, 1)


def test_the_same_file_sent_twice_is_one_import(desk, charity):
    first, second = (brought(desk, sample("stoneleigh")).headers["Location"] for _click in range(2))

    assert first == second


def test_an_import_is_its_owners_alone(client, charity, coordinator, lead, stranger):
    client.force_login(coordinator.user)
    address = brought(client, sample("stoneleigh")).headers["Location"]

    client.force_login(lead.user)
    asked = [client.get(address), client.post(address, {}), client.post(f"{address}discard/")]

    assert [answer.status_code for answer in asked] == [404, 404, 404]


def test_a_long_document_is_read_by_the_worker_while_a_page_waits(desk, charity, django_capture_on_commit_callbacks):
    long = b"<h2>1. A</h2>" + (b"<p>" + b"Words and words. " * 50 + b"</p>") * 300
    with django_capture_on_commit_callbacks() as queued:
        address = brought(desk, long, "long.html").headers["Location"]
    waiting = desk.get(address)

    for call in queued:
        call()

    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert waiting.templates[0].name == "policies/import_waiting.html"
    assert desk.get(address).templates[0].name == "policies/import_check.html"


def test_whoever_does_not_want_to_wait_has_it_read_at_once(desk, charity):
    long = b"<h2>1. A</h2>" + (b"<p>" + b"Words and words. " * 50 + b"</p>") * 300
    address = brought(desk, long, "long.html").headers["Location"]

    desk.post(f"{address}read-now/")

    assert desk.get(address).templates[0].name == "policies/import_check.html"


def test_the_worker_leaves_alone_what_was_thrown_away_or_taken_in(desk, charity):
    address = brought(desk, sample("stoneleigh")).headers["Location"]
    with acting_for(charity):
        pk = ImportDraft.objects.get().pk
    desk.post(f"{address}discard/")

    read_import(charity.pk, pk)
    read_import(charity.pk, pk + 1)

    with acting_for(charity):
        draft = ImportDraft.objects.get()
        assert (draft.status, draft.parsed) == (ImportStatus.DISCARDED, {})
        assert default_storage.exists(draft.source_file.name) is False
    assert desk.get(address).status_code == 404


def test_an_import_that_nobody_finishes_is_forgotten_with_its_file(desk, charity):
    brought(desk, sample("stoneleigh"))
    with acting_for(charity):
        ImportDraft.objects.update(expires_at=timezone.now() - timedelta(days=1))
        name = ImportDraft.objects.get().source_file.name

    forget_imports()

    with acting_for(charity):
        assert (ImportDraft.objects.count(), default_storage.exists(name)) == (0, False)


def test_the_file_of_a_policy_stays_when_its_import_is_forgotten(desk, charity):
    taken_in(desk, sample("stoneleigh"), document_classes=["policy"])
    with acting_for(charity):
        importing.forget_expired(now=timezone.now() + timedelta(days=60))
        slug = Policy.objects.get().slug

    answer = desk.get(reverse("policies:source_file", args=[charity.slug, slug, 1]))

    assert b"".join(answer.streaming_content) == sample("stoneleigh")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="policy.txt"'


def test_a_policy_of_another_charity_is_not_there_to_be_added_to(desk, other_charity):
    with acting_for(other_charity):
        Policy.objects.create(title="Theirs", slug="theirs")

    assert desk.get(f"{IMPORT}?policy=theirs").status_code == 404
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("owner", "stranger"), ("companion-0-document", "their policy"), ("audience", "emperor")]
)
def test_keys_of_another_charity_are_refused_next_to_the_field(desk, charity, other_charity, stranger, field, value):
    with acting_for(other_charity):
        theirs = Policy.objects.create(title="Theirs", slug="theirs")
    forged = {"stranger": stranger.pk, "their policy": theirs.pk}.get(value, value)

    answer = taken_in(desk, sample("stoneleigh"), document_classes=["policy"], **{field: forged})

    errors = {**answer.context["form"].errors, **answer.context["parts"].companion_forms[0].errors}
    assert list(errors) == [field.rpartition("-")[2]]


# --- Bad files


def test_a_file_that_is_too_large_is_refused_with_its_size(desk, settings):
    settings.MAX_UPLOAD_BYTES = 1000

    answer = brought(desk, b"x" * 2000)

    assert answer.context["form"].errors["file"] == [
        "This file is too large (2.0\xa0KB); the most is 1000\xa0bytes. Leave its pictures out, or paste the text."
    ]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "policy.docx", "This is a picture."),
        (b"PK\x03\x04" + b"0" * 50, "policy.docx", "damaged"),
        (b"MZ" + b"0" * 50, "policy.pdf", "This is a program."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(desk, data, name, sentence):
    answer = desk.get(brought(desk, data, name).headers["Location"])

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_nothing_chosen_and_nothing_pasted_is_a_sentence(desk):
    answer = desk.post(IMPORT, {"pasted": "<p></p>"})

    assert answer.context["form"].errors["file"] == ["Choose a file, or paste the text below."]


def test_a_reader_that_breaks_does_not_take_the_page_down(desk, charity, monkeypatch):
    monkeypatch.setattr("policies.services.importing.read_file", lambda data, name: 1 / 0)

    answer = desk.get(brought(desk, b"Some text.").headers["Location"])

    assert (answer.status_code, "Copy its text and paste it instead" in answer.content.decode()) == (200, True)


def test_pasted_text_comes_in_with_its_headings_and_without_its_scripts(desk, charity):
    pasted = "<h2>1. Boats</h2><p>1.1 Wear a jacket.</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    address = desk.post(IMPORT, {"pasted": pasted}).headers["Location"]
    sent = shown(desk.get(address)) | {"title": "Boats", "standing": "in_force", "document_classes": ["policy"]}

    text = desk.post(address, sent, follow=True).content.decode()

    assert ("Wear a jacket." in text, "alert(1)" in text) == (True, False)


def test_a_scan_is_kept_as_an_attachment_with_a_note(desk, charity):
    from io import BytesIO

    from pypdf import PdfWriter

    scan, paper = BytesIO(), PdfWriter()
    paper.add_blank_page(200, 200)
    paper.write(scan)

    answer = taken_in(desk, scan.getvalue(), "scan.pdf", title="The old handbook", document_classes=["guidance"])

    assert "No searchable text" in answer.content.decode()
    with acting_for(charity):
        version = PolicyVersion.objects.get()
        assert (version.body, bool(version.source_file), version.status) == ("", True, Status.IN_FORCE)


def test_while_the_virus_scanner_is_down_no_file_comes_in(desk, charity, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"

    answer = brought(desk, sample("stoneleigh"))

    assert "The virus scanner does not answer" in answer.context["form"].errors["file"][0]
    with acting_for(charity):
        assert ImportDraft.objects.count() == 0
