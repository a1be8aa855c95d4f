"""Choosing, asking for, watching, fetching and repeating packs, in the browser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from people.roles import Role
from reports.models import Kind, Pack
from reports.states import Status
from safeguard.scoping import acting_for
from tests.reports import factories
from tests.reports.conftest import content_of

pytestmark = pytest.mark.django_db


def url(name: str, *args: object, charity_slug: str = "harbour-lights") -> str:
    return reverse(f"reports:{name}", args=[charity_slug, *args])


def answers(**changes: object) -> dict[str, object]:
    return {"which": "all", "title": "Policy pack", "recipient": "", "redaction": "none", **changes}


def fetched(client: Client, number: int) -> SimpleNamespace:
    """The file, read to its end, which closes it."""
    answer = client.get(url("file", number))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SimpleNamespace(status_code=answer.status_code, headers=answer.headers, content=content)


@pytest.fixture
def built_at_once(django_capture_on_commit_callbacks):
    """What is handed to the worker is done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


# The way through ---------------------------------------------------------------------------------------------------


def test_the_chair_chooses_checks_makes_and_fetches_a_pack(
    signed_in, charity, chair, social_media, online_safety, built_at_once
):
    client = signed_in(chair)

    assert client.get(url("new")).status_code == 200
    page = client.get(url("check"), answers(recipient="Our insurer")).content.decode()
    assert ("Our insurer" in page, "Overdue for review" in page, "Not signed" in page) == (True, True, True)
    with built_at_once():
        made = client.post(url("check"), answers(recipient="Our insurer"))
    page = client.get(made.url).content.decode()
    file = fetched(client, 1)

    assert made.url == url("pack", 1)
    assert "Fetch the PDF" in page
    assert file.headers["Content-Disposition"] == 'attachment; filename="pack-1.pdf"'
    assert file.content.startswith(b"%PDF-1.7")
    with acting_for(charity):
        pack = Pack.objects.get()
        assert [d.title for d in pack.documents.all()] == ["Online safety", "Social media"]
        assert (pack.status, pack.recipient, pack.asked_by) == (Status.READY, "Our insurer", chair)
        verbs = AuditEvent.objects.about(pack).as_chain().values_list("verb", "actor_label")
        assert list(verbs) == [
            ("created", "Margaret Hale"),
            ("printed", "Margaret Hale"),
            ("exported", "Margaret Hale"),
        ]


def test_only_what_was_chosen_is_in_the_pack(signed_in, charity, chair, social_media, online_safety, built_at_once):
    client = signed_in(chair)

    with built_at_once():
        client.post(url("check"), answers(which="chosen", policies=[social_media.policy_id]))

    with acting_for(charity):
        assert [d.title for d in Pack.objects.get().documents.all()] == ["Social media"]


def test_the_check_page_warns_of_documents_that_are_missing(signed_in, charity, chair, social_media):
    with acting_for(charity):
        factories.companion_of(social_media, "Complaints")

    page = signed_in(chair).get(url("check"), answers()).content.decode()

    assert "Some documents are not available" in page
    assert "“Social media” names it. Not filed here." in page


def test_the_way_back_keeps_the_answers(signed_in, chair, social_media):
    page = signed_in(chair).get(url("new"), answers(title="For the <board>")).content.decode()

    assert 'value="For the &lt;board&gt;"' in page


# Mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Enter a title for the cover."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"which": "chosen"}, "Choose at least one policy."),
        ({"which": "chosen", "policies": ["999999"]}, "One of the policies is no longer in force."),
        ({"which": "chosen", "policies": ["drop table"]}, "One of the policies is no longer in force."),
        ({"which": "some"}, "Select a valid choice."),
        ({"redaction": "everything"}, "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_mistake_gets_a_sentence_and_makes_nothing(
    signed_in, charity, chair, social_media, changes, sentence, method
):
    page = getattr(signed_in(chair), method)(url("check"), answers(**changes))

    assert (page.status_code, sentence in page.content.decode()) == (200, True)
    with acting_for(charity):
        assert Pack.objects.count() == 0


def test_a_policy_of_another_charity_cannot_be_chosen(signed_in, charity, other_charity, chair, social_media):
    with acting_for(other_charity):
        foreign = factories.policy_of("Their secret")

    page = signed_in(chair).post(url("check"), answers(which="chosen", policies=[foreign.policy_id])).content.decode()

    assert "One of the policies is no longer in force." in page
    assert "Their secret" not in page


def test_a_draft_cannot_be_chosen(signed_in, charity, chair, social_media):
    with acting_for(charity):
        draft = factories.policy_of("Not yet", status="draft")

    page = signed_in(chair).post(url("check"), answers(which="chosen", policies=[draft.policy_id])).content.decode()

    assert "One of the policies is no longer in force." in page


def test_the_button_pressed_twice_makes_one_pack(signed_in, charity, chair, social_media):
    client = signed_in(chair)

    first, second = (client.post(url("check"), answers()).url for _ in range(2))

    assert first == second
    with acting_for(charity):
        assert Pack.objects.count() == 1


def test_the_same_wish_an_hour_later_is_another_pack_with_another_code(
    signed_in, charity, chair, social_media, built_at_once
):
    client = signed_in(chair)
    with time_machine.travel("2026-11-20 10:00Z"), built_at_once():
        client.post(url("check"), answers())
    client = signed_in(chair)
    with time_machine.travel("2026-11-20 11:00Z"), built_at_once():
        client.post(url("check"), answers())

    with acting_for(charity):
        assert len(set(Pack.objects.values_list("code", flat=True))) == 2


def test_somebody_who_has_many_prints_in_work_waits(signed_in, charity, chair, social_media):
    client = signed_in(chair)
    for number in range(5):
        client.post(url("check"), answers(title=f"Pack {number}"))

    page = client.post(url("check"), answers(title="One too many")).content.decode()

    assert "Several prints of yours are still being made." in page
    with acting_for(charity):
        assert Pack.objects.count() == 5


def test_without_a_policy_in_force_the_page_says_what_to_do(signed_in, chair):
    assert "There is nothing to print yet" in signed_in(chair).get(url("new")).content.decode()


# Who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["packs", "new", "check", "out_of_date"])
@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.STAFF, Role.CARER, Role.WEB_MANAGER])
def test_packs_are_for_those_who_answer_for_the_charity(signed_in, new_person, name, role):
    answer = signed_in(new_person("Una Page", role)).get(url(name))

    assert answer.status_code == 403
    assert (
        "Trustees, the safeguarding lead, the coordinator and the administrator make packs." in answer.content.decode()
    )


@pytest.mark.parametrize("name", ["pack", "file"])
def test_a_volunteer_opens_no_pack(signed_in, volunteer, finished_pack, social_media, name):
    pack = finished_pack(social_media.policy)

    assert signed_in(volunteer).get(url(name, pack.number)).status_code == 403


@pytest.mark.parametrize("name", ["try_again", "make_again"])
def test_a_volunteer_repeats_no_pack(signed_in, volunteer, finished_pack, social_media, name):
    pack = finished_pack(social_media.policy)

    assert signed_in(volunteer).post(url(name, pack.number)).status_code == 403


def test_the_administrator_opens_packs_but_none_with_the_names_of_signers(
    signed_in, administrator, finished_pack, social_media
):
    plain, named = (
        finished_pack(social_media.policy),
        finished_pack(social_media.policy, title="Named", with_register=True),
    )
    client = signed_in(administrator)

    assert [fetched(client, pack.number).status_code for pack in (plain, named)] == [200, 403]
    page = client.get(url("new")).content.decode()
    assert "Add the list of those who have signed" not in page


def test_the_administrator_cannot_slip_the_register_in(signed_in, charity, administrator, social_media):
    signed_in(administrator).post(url("check"), answers(with_register="on"))

    with acting_for(charity):
        assert Pack.objects.get().with_register is False


@pytest.mark.parametrize("name", ["pack", "file"])
def test_a_number_that_does_not_exist_is_not_found(signed_in, chair, name):
    assert signed_in(chair).get(url(name, 99)).status_code == 404
    assert signed_in(chair).get(url(name, 10**30)).status_code == 404


def test_the_pack_of_another_charity_is_not_found(
    signed_in, charity, other_charity, stranger, finished_pack, social_media
):
    pack = finished_pack(social_media.policy)
    client = signed_in(stranger)

    assert client.get(url("file", pack.number)).status_code == 404
    assert client.get(url("file", pack.number, charity_slug="hill-farm")).status_code == 404


# While it waits, when it fails, when it is old ------------------------------------------------------------------------


def test_the_page_of_a_waiting_pack_looks_again_by_itself_and_without_javascript(signed_in, chair, social_media):
    client = signed_in(chair)
    made = client.post(url("check"), answers())

    page = client.get(made.url).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert 'hx-trigger="every 2s"' in page
    fragment = client.get(made.url, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="progress"')


def test_progress_is_told_in_words_and_numbers(signed_in, charity, chair, social_media):
    client = signed_in(chair)
    made = client.post(url("check"), answers())
    with acting_for(charity):
        Pack.objects.update(status=Status.BUILDING, done=3, total=8, words="Setting page 2")

    page = client.get(made.url).content.decode()

    assert ("Setting page 2" in page, '<progress value="3" max="8"' in page) == (True, True)


def test_a_page_that_waits_is_told_to_load_anew_once_the_pack_is_ready(signed_in, chair, finished_pack, social_media):
    pack = finished_pack(social_media.policy)

    answer = signed_in(chair).get(url("pack", pack.number), headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"


def test_a_pack_that_nobody_takes_up_says_so_after_a_while(signed_in, charity, chair, social_media):
    client = signed_in(chair)
    made = client.post(url("check"), answers())
    with acting_for(charity):
        pack = Pack.objects.get()

    with time_machine.travel(pack.asked_at.timestamp() + 90):
        page = signed_in(chair).get(made.url).content.decode()

    assert "Nobody has taken this up yet" in page


def test_a_pack_that_failed_says_why_and_can_be_tried_again(signed_in, charity, chair, social_media, built_at_once):
    client = signed_in(chair)
    client.post(url("check"), answers())
    with acting_for(charity):
        Pack.objects.update(status=Status.FAILED, failure="The library Pango is missing.")
    assert "The library Pango is missing." in client.get(url("pack", 1)).content.decode()

    with built_at_once():
        client.post(url("try_again", 1))

    with acting_for(charity):
        assert Pack.objects.get().status == Status.READY


def test_a_pack_that_is_ready_is_not_tried_again(signed_in, charity, chair, finished_pack, social_media):
    pack = finished_pack(social_media.policy)
    before = content_of(pack)

    page = signed_in(chair).post(url("try_again", pack.number), follow=True).content.decode()

    assert "From there it cannot become “Waiting”." in page
    assert content_of(pack) == before


def test_a_pack_that_is_being_made_is_not_begun_again(signed_in, charity, chair, social_media):
    client = signed_in(chair)
    client.post(url("check"), answers())
    with acting_for(charity):
        Pack.objects.update(status=Status.BUILDING, attempts=2)

    page = client.post(url("try_again", 1), follow=True).content.decode()

    with acting_for(charity):
        found = Pack.objects.get()
    assert (found.status, found.attempts) == (Status.BUILDING, 2)
    assert "This print is being made." in page


def test_after_thirty_days_the_file_is_no_longer_handed_out(signed_in, charity, chair, social_media, finished_pack):
    with time_machine.travel("2026-11-20 10:00Z"):
        pack = finished_pack(social_media.policy)
        assert fetched(signed_in(chair), pack.number).status_code == 200

    with time_machine.travel("2026-12-20 10:00:01Z"):
        client = signed_in(chair)
        answer = client.get(url("file", pack.number), follow=True)

    assert answer.redirect_chain == [(url("pack", pack.number), 302)]
    assert "The file of this print is no longer kept. Make it again" in answer.content.decode()


def test_made_again_it_has_the_versions_of_today_and_a_code_of_its_own(
    signed_in, charity, chair, social_media, finished_pack, built_at_once
):
    with time_machine.travel("2026-11-20 10:00Z"):
        old = finished_pack(social_media.policy, recipient="Our insurer")
    with acting_for(charity):
        factories.supersede(social_media)

    with built_at_once():
        signed_in(chair).post(url("make_again", old.number))

    with acting_for(charity):
        new = Pack.objects.first()
        assert [str(document) for document in new.documents.all()] == ["Social media, version 2"]
        assert (new.recipient, new.code == old.code, new.number) == ("Our insurer", False, 2)


def test_a_file_that_is_gone_from_the_disk_is_a_sentence_and_no_error(signed_in, chair, social_media, finished_pack):
    pack = finished_pack(social_media.policy)
    default_storage.delete(pack.file)

    answer = signed_in(chair).get(url("file", pack.number), follow=True)

    assert "no longer kept" in answer.content.decode()


def test_a_file_is_fetched_by_get_and_everything_that_changes_by_post(signed_in, chair, social_media, finished_pack):
    pack = finished_pack(social_media.policy)
    client = signed_in(chair)

    refused = [client.get(url(name, pack.number)).status_code for name in ("try_again", "make_again")]
    refused += [client.post(url("file", pack.number)).status_code, client.get(url("print_plan")).status_code]
    assert refused == [405, 405, 405, 405]


# Lists -------------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_with_one_pack_and_with_three(
    signed_in, charity, chair, social_media, finished_pack, count_queries
):
    finished_pack(social_media.policy)
    client = signed_in(chair)
    client.get(url("packs"))
    one = count_queries(lambda: client.get(url("packs")))
    for number in (2, 3):
        finished_pack(social_media.policy, title=f"Pack {number}")

    assert count_queries(lambda: client.get(url("packs"))) == one
    assert one <= 12


def test_the_list_goes_on_from_the_last_pack_seen(signed_in, charity, chair, social_media, monkeypatch):
    from reports.views import packs

    monkeypatch.setattr(packs, "PAGE", 2)
    client = signed_in(chair)
    for number in range(1, 4):
        client.post(url("check"), answers(title=f"Pack number {number}"))

    first = client.get(url("packs"))
    older = client.get(first.context["older_url"])
    newer = client.get(older.context["newer_url"])

    assert [[pack.number for pack in page.context["packs"]] for page in (first, older, newer)] == [[3, 2], [1], [3, 2]]
    assert client.get(url("packs") + "?before=nonsense").status_code == 200


@pytest.mark.parametrize("change", ["superseded", "withdrawn", "amended"])
def test_what_lies_on_paper_and_is_out_of_date_is_listed(
    signed_in, charity, chair, social_media, finished_pack, change
):
    finished_pack(social_media.policy, recipient="Our insurer")
    client = signed_in(chair)
    assert "Our insurer" not in client.get(url("out_of_date")).content.decode()

    with acting_for(charity):
        if change == "superseded":
            factories.supersede(social_media)
        elif change == "withdrawn":
            factories.withdraw(social_media)
        else:
            factories.amend(social_media, chair)

    page = client.get(url("out_of_date")).content.decode()
    words = {
        "superseded": "was replaced by version 2",
        "withdrawn": "was withdrawn on",
        "amended": "was amended: WhatsApp, June 2026.",
    }
    assert ("Our insurer" in page, f"Social media, version 1 {words[change]}" in page) == (True, True)


def test_the_list_of_what_is_out_of_date_costs_the_same_for_one_and_for_three(
    signed_in, charity, chair, social_media, online_safety, finished_pack, count_queries
):
    client = signed_in(chair)
    finished_pack(social_media.policy)
    with acting_for(charity):
        factories.supersede(social_media)
    client.get(url("out_of_date"))
    one = count_queries(lambda: client.get(url("out_of_date")))
    for number in (2, 3):
        finished_pack(online_safety.policy, title=f"Pack {number}")
    with acting_for(charity):
        factories.supersede(online_safety)

    assert count_queries(lambda: client.get(url("out_of_date"))) == one
    assert one <= 12


# One policy --------------------------------------------------------------------------------------------------------


def test_whoever_may_read_a_policy_may_print_it(signed_in, charity, volunteer, social_media, built_at_once):
    client = signed_in(volunteer)
    assert client.get(url("print_policy", "social-media")).status_code == 200

    with built_at_once():
        made = client.post(url("print_policy", "social-media"))

    assert "Fetch the PDF" in client.get(made.url).content.decode()
    assert fetched(client, 1).headers["Content-Disposition"] == 'attachment; filename="policy-1.pdf"'


def test_a_draft_is_printed_by_those_who_may_read_it(signed_in, charity, volunteer, trustee):
    with acting_for(charity):
        factories.policy_of("Not yet", status="draft")

    assert signed_in(volunteer).post(url("print_policy", "not-yet")).status_code == 403
    assert signed_in(trustee).post(url("print_policy", "not-yet")).status_code == 302


def test_the_print_of_a_draft_opens_to_no_one_else(signed_in, charity, volunteer, trustee, make_print):
    with acting_for(charity):
        pack = make_print(factories.policy_of("Not yet", status="draft"), by=trustee)

    assert signed_in(volunteer).get(url("file", pack.number)).status_code == 403


def test_an_earlier_version_can_be_printed(signed_in, charity, volunteer, social_media):
    with acting_for(charity):
        factories.supersede(social_media)

    signed_in(volunteer).post(url("print_version", "social-media", 1))

    with acting_for(charity):
        assert [str(document) for document in Pack.objects.get().documents.all()] == ["Social media, version 1"]


@pytest.mark.parametrize("args", [("no-such-policy",), ("social-media", 7)])
def test_a_policy_or_version_that_does_not_exist_is_not_found(signed_in, volunteer, social_media, args):
    name = "print_policy" if len(args) == 1 else "print_version"

    assert signed_in(volunteer).get(url(name, *args)).status_code == 404


def test_everybody_may_print_the_card_with_the_numbers(signed_in, charity, volunteer, built_at_once):
    client = signed_in(volunteer)

    with built_at_once():
        made = client.post(url("print_card"))

    assert "Fetch the PDF" in client.get(made.url).content.decode()
    with acting_for(charity):
        assert Pack.objects.get().kind == Kind.CARD
