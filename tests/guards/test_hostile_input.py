"""No page answers with an error of its own, whatever stands in the address, the query or the form.

The chair of the example charity opens every address with values that no page asked for. What is asked for wrongly gets
a sentence, a refusal or a page that is not there. Each request is taken back, so that all of them meet the same rows.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from agreements.models import Agreement, AgreementDocument, AgreementRequest, PaperForm, Signature
from consent.models import (
    Answer,
    Check,
    ConsentRequest,
    Disclosure,
    Event,
    Notice,
    OptOut,
    Override,
    Picture,
    Question,
    Takedown,
    UnplacedWithdrawal,
)
from consent.services import paper_forms, scanning, stored
from duties.models import Duty
from organisations.models import AgencyContact, LocalProtocol, Project, Settings
from people import links
from people.management.commands.load_example import load
from people.models import CareLink, Person, Purpose, RoleHolding
from people.services import begin_import, merge
from policies.models import Amendment, Appendix, ClauseComment, Companion, Policy, PolicyVersion, Reference, Review
from policies.services import importing
from policies.states import Status
from reports.models import Kind
from reports.services import asking
from rights.models import Disposal, LegalHold
from rights.services import papers
from safeguard.obligations import all_obligations
from safeguard.scoping import acting_for
from tests.guards.addresses import Address, walk
from tests.guards.incident_rows import of_incidents
from tests.guards.volunteer_rows import of_volunteers

LONG = "9" * 30
HALF = "[half a character]"
MIXED = f"{HALF} 2026-13-45 \u202e\U0001f9ef %s {{{{ x }}}} ' \" <script> -1 1e9 ../../etc"
NUL = "2027-01-02\x00"
NAMES = re.compile(r'name="([^"]+)"')
QUERY = (
    *(
        "after",
        "again",
        "all",
        "before",
        "binds",
        "change",
        "choose",
        "clause",
        "code",
        "first",
        "from",
        "kind",
        "last",
    ),
    *("event", "mine", "picture"),
    *("newer", "next", "object", "older", "page", "person", "policies", "policy", "project", "q", "redaction"),
    *("gap", "register", "role", "show", "stage", "status", "title", "to", "verb", "version", "which", "who"),
)
Known = dict[str, dict[str, Any]]


@pytest.fixture
def charity(db):
    made = load("pass phrase of the cast")
    with acting_for(made):
        Settings.objects.update(second_factor_roles=[])
        yield made


@pytest.fixture
def chair(charity) -> Person:
    return Person.objects.get(email__startswith="margaret")


@pytest.fixture
def visitor(chair) -> Client:
    """The chair, to whom the page of a failure is shown as it would be shown there."""
    client = Client(raise_request_exception=False)
    client.force_login(chair.user)
    client.post(reverse("account_reauthenticate"), {"password": "pass phrase of the cast"})  # the door of the log
    return client


@pytest.fixture
def known(chair, visitor) -> Known:
    """By the beginning of an address's name, what its parameters may be so that something is there."""
    answering = of_answering(chair)
    visitor.post(reverse("respond", args=[answering["respond"]["token"]]))  # "Are you …?" Yes.
    return {
        **of_people(chair),
        **of_families(chair),
        **of_policies(chair),
        **of_agreements(),
        **of_settings(),
        **of_pictures(chair),
        **of_contact(),
        **of_uses(),
        **of_finding(),
        **of_paper(chair),
        **answering,
        **of_reports(chair),
        **of_rights(chair),
        **of_incidents(chair),
        **of_volunteers(chair),
    }


def of_people(chair: Person) -> Known:
    somebody = Person.objects.get(email__startswith="vera")
    table = begin_import(b"Name,Email\nAda Byron,ada@example.org\n", file_name="people.csv", by=chair)
    uninvited = Person.objects.current().filter(user=None).first()
    return {
        "start_step": {"key": "charity"},
        "help_page": {"name": "volunteer"},
        "calendar": {"token": links.issue(chair, Purpose.CALENDAR)},
        "invitation": {"token": links.issue(uninvited, Purpose.INVITATION)},
        "people:": {"pk": somebody.pk, "kind": "csv"},
        "people:import": {"pk": table.pk},
        "people:end_role": {"holding_pk": RoleHolding.objects.filter(person=somebody).first().pk},
        "duties:": {"pk": Duty.objects.filter(by_everybody=True).first().pk},
        "reminders:": {"key": next(iter(all_obligations(today=chair.joined_on))).key},
    }


def of_families(chair: Person) -> Known:
    care = CareLink.objects.filter(authority_confirmed_on=None, authority="parental").first()
    kept, duplicate = Person.objects.get(name="Toby Marlow"), Person.objects.get(name="Tobias Marlow")
    joined = merge(kept, duplicate, told_apart_by="Born on the same day", by=chair)
    tie = {"pk": care.cared_for_id, "link_pk": care.pk}
    return {
        **dict.fromkeys(["people:change_care", "people:confirm_care", "people:end_care"], tie),
        "people:add_care": {"pk": care.cared_for_id},
        "people:cared_for_person": {"pk": care.cared_for_id},
        "people:merge": {"other_pk": care.cared_for_id},
        "people:undo_merge": {"pk": kept.pk, "merge_pk": joined.pk},
    }


def of_policies(chair: Person) -> Known:
    draft, asked, approved, standing = (
        at(PolicyVersion.objects.filter(status=status).first())
        for status in (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.IN_FORCE)
    )
    brought = importing.begin(by=chair, pasted="<h1>Online safety policy</h1><p>Adopted in May 20.</p>")
    comment, amendment, appendix = (model.objects.first() for model in (ClauseComment, Amendment, Appendix))
    companion, reference = Companion.objects.first(), Reference.objects.first()
    review = Review.objects.filter(status="open").first()
    pages = {
        **dict.fromkeys(["", "policy", "version"], standing),
        **dict.fromkeys(["edit", "autosave", "discard", "comments", "ask"], draft),
        **dict.fromkeys(["approve", "minute", "take_back"], asked),
        **dict.fromkeys(["sign_off", "send_back"], approved),
        **dict.fromkeys(["companion", "remove_companion"], at(companion.policy, companion)),
        **dict.fromkeys(["reference", "check_reference", "remove_reference"], at(reference.policy, reference)),
        **dict.fromkeys(
            ["review", "mark_read", "ask_readers", "complete_review", "cancel_review"], at(review.policy, review)
        ),
        "settle": at(comment.version, comment),
        "amendment": at(amendment.version, amendment),
        "appendix": at(appendix.version, appendix),
        "new_starter": {"starter_slug": "complaints"},
        "import": {"pk": brought.pk},
    }
    return {f"policies:{page}": parameters for page, parameters in pages.items()}


def at(text: Policy | PolicyVersion, row: Any = None) -> dict[str, Any]:
    policy = text if isinstance(text, Policy) else text.policy
    return {"policy_slug": policy.slug, "number": getattr(text, "number", 1), "pk": getattr(row, "pk", 1)}


def of_agreements() -> Known:
    agreement = Agreement.objects.filter(status="open").first()
    document = AgreementDocument.objects.filter(agreement__status="draft").first()
    drafted = {"pk": document.agreement_id, "document_pk": document.pk}
    vera = Person.objects.get(email__startswith="vera")
    pages = {
        "": {"pk": agreement.pk, "person_pk": vera.pk, "code": Signature.objects.first().code},
        "settle": {"request_pk": AgreementRequest.objects.filter(status="reserved").first().pk},
        "document_people": {"policy_slug": document.policy.slug},
        "record_form": {"code": PaperForm.objects.first().code},
        **dict.fromkeys(["choose", "document", "take_out", "edit", "open"], drafted),
    }
    link = links.issue(vera, Purpose.SIGN, about=agreement.link_about)
    return {"sign": {"token": link}} | {f"agreements:{page}": parameters for page, parameters in pages.items()}


def of_pictures(chair: Person) -> Known:
    """A line of the log, and a picture in the private store, which is switched on for it."""
    Settings.objects.update(picture_store=True)
    line, image = Picture.objects.first(), BytesIO()
    Image.new("RGB", (40, 30), "red").save(image, "PNG")
    kept = stored.keep(line, by=chair, file=BytesIO(image.getvalue()))
    pages = ("picture", "store_picture", "stored_picture", "delete_stored_picture")
    return {f"consent:{page}": {"pk": line.pk, "stored_pk": kept.pk} for page in pages}


def of_finding() -> Known:
    """An event with its register, and a question that waits for a trustee."""
    event, asked = Event.objects.exclude(attendances=None).first(), Check.objects.to_approve().first()
    return {"consent:event": {"pk": event.pk, "kind": "colours"}, "consent:check": {"pk": asked.pk}}


def of_paper(chair: Person) -> Known:
    """A question that was asked and one that was not, a request as a paper form, and a page without a code."""
    asked = Answer.objects.latest("pk").question_id
    draft = Question.objects.filter(status="draft").first().pk
    request = ConsentRequest.objects.exclude(items=None).exclude(asked=chair).first()
    page = BytesIO()
    Image.new("L", (60, 80), 250).save(page, "PNG")
    batch = scanning.upload([BytesIO(page.getvalue())], by=chair)
    scanning.read(batch.pk)
    paper_forms.make(paper_forms.ask(request, by=chair).pk)
    pages = {
        **dict.fromkeys(["question", "edit_question", "words", "close_question", "move_question"], asked),
        **dict.fromkeys(["open_question", "translate"], draft),
        **dict.fromkeys(["record_form", "paper_form"], request.pk),
        **dict.fromkeys(["place_scan", "scan_file", "throw_scan_away"], batch.scans.get().pk),
        "scan_batch": batch.pk,
        "record_talk": request.asked_id,
    }
    known: Known = {f"consent:{name}": {"pk": key} for name, key in pages.items()}
    return known | {"consent:starter": {"key": "sharing"}}


def of_uses() -> Known:
    """A child about whom parents disagree, something to take down, and a withdrawal without a person."""
    said = Answer.objects.filter(decision="no").exclude(giver=F("subject")).first()
    takedown, unplaced = Takedown.objects.open().first(), UnplacedWithdrawal.objects.first()
    pages = {
        **dict.fromkeys(["person", "withdraw_for", "ability", "settle"], said.subject_id),
        **dict.fromkeys(["takedown", "takedown_told"], takedown.pk),
        "use": takedown.use_id,
        "unplaced": unplaced.pk,
        "export_exceptions": 1,
    }
    return {
        f"consent:{page}": {"pk": key, "question_pk": said.question_id, "kind": "csv"} for page, key in pages.items()
    }


def of_contact() -> Known:
    """Somebody with a wish, a contact in spite of it, a notice and a record of what was passed on."""
    wish, notice = OptOut.objects.filter(ended_by=None).first(), Notice.objects.filter(ended_on=None).first()
    pages = {
        **dict.fromkeys(["contact_person", "wish", "pass_on"], wish.subject_id),
        **dict.fromkeys(["opt_out", "end_opt_out", "contact_anyway"], wish.pk),
        **dict.fromkeys(["notice", "word_notice", "translate_notice", "end_notice", "notice_families"], notice.pk),
        "told": notice.pk,
        "override": Override.objects.filter(reviewed_at=None).first().pk,
        "disclosure": Disclosure.objects.first().pk,
    }
    return {f"consent:{page}": {"pk": key} for page, key in pages.items()}


def of_settings() -> Known:
    protocol = LocalProtocol.objects.create(name="Sharing information")
    rows = {"agency": AgencyContact.objects.first(), "project": Project.objects.first(), "protocol": protocol}
    return {
        "settings:charity": {"part": "name"},
        "settings:rules": {"section": "contact"},
        **{f"settings:{name}": {"pk": row.pk} for name, row in rows.items()},
        **{f"settings:remove_{name}": {"pk": row.pk} for name, row in rows.items()},
    }


def of_answering(chair: Person) -> Known:
    """The page of somebody who has answered for some of her children and not for others."""
    request = ConsentRequest.objects.filter(status="partly").select_related("asked").first()
    answer = Answer.objects.filter(request=request, decision="yes").first()
    unfinished = request.items.filter(subject__email="").latest("pk")
    link = links.issue(request.asked, Purpose.RESPOND, about=request.link_about)
    own = {"token": link, "subject": unfinished.subject_id, "pk": answer.pk, "code": answer.code}
    asked = {f"consent:{page}": {"pk": request.pk} for page in ("request", "chase", "send_link", "cancel_request")}
    code = "AAAA-BBBB-CCCC-DDDD"
    asked["consent:mine"] = {"pk": ConsentRequest.objects.create(asked=chair, code=code, due_on=chair.joined_on).pk}
    return {"respond": own, **asked}


def of_reports(chair: Person) -> Known:
    printed = {"number": asking.ask(by=chair, kind=Kind.CARD, title="Who to call").number}
    standing = at(PolicyVersion.objects.filter(status=Status.IN_FORCE).first())
    pages = {"print_": standing, **dict.fromkeys(["pack", "file", "try_again", "make_again"], printed)}
    return {f"reports:{page}": parameters for page, parameters in pages.items()}


def of_rights(chair: Person) -> Known:
    disposal = Disposal.objects.first()
    paper = papers.ask_schedule(by=chair)
    return {
        "rights:": {"number": 1, "key": "note", "who": "about", "rule": "consent.Answer", "ending": "pdf"},
        **{f"rights:{page}": {"pk": paper.pk} for page in ("paper", "try_paper_again", "file")},
        **{f"rights:{page}": {"pk": chair.pk} for page in ("person", "erase")},
        "rights:lift": {"pk": LegalHold.objects.first().pk},
        "rights:disposal": {"number": disposal.number},
        "rights:leave_out": {"number": disposal.number, "pk": disposal.items.first().pk},
    }


def paths_of(address: Address, known: Known, slug: str) -> Iterator[str]:
    """Where something is, as far as `known` says so; and beside it, one parameter after the other gone mad."""
    values = {"organisation_slug": slug}
    for name in sorted((name for name in known if address.name.startswith(name)), key=len):
        values |= known[name]
    yield filled(address.route, lambda kind, name: values.get(name, 1))
    for mad in set(address.parameters) - {"organisation_slug"}:
        yield filled(address.route, lambda kind, name, mad=mad: WORST[kind] if name == mad else values.get(name, 1))


WORST = {"int": LONG, "str": "\x00", "slug": "-" * 300, "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}


def filled(route: str, value: Callable[[str, str], Any]) -> str:
    """A path of this route. What is no parameter of ours, such as a pattern of a library's, stays as it is."""
    return "/" + re.sub(r"<(\w+):(\w+)>", lambda found: quote(str(value(found[1], found[2])), safe=""), route)


def attacks(visitor: Client, address: Address, known: Known, slug: str) -> Iterator[tuple[str, HttpResponse]]:
    """What was tried, and the answer."""
    path, *mad = paths_of(address, known, slug)
    for ask in (visitor.get, visitor.post):
        yield from ((one, once(ask, one)) for one in mad)
    page = once(visitor.get, path)
    words = "" if page.streaming else page.content.decode(errors="replace")  # some pages are a file
    fields = {"person", "body", "revision", *NAMES.findall(words)}
    for value in (LONG, MIXED, NUL):
        yield f"{path}?{value}", once(visitor.get, f"{path}?{sent(QUERY, value)}")
        yield f"{path}: {value}", once(visitor.post, path, sent(fields, value), FORM)


def sent(names: Iterable[str], value: str) -> str:
    """The same value under every name, as a browser would write it."""
    return "&".join(f"{quote(name)}={quote(value).replace(quote(HALF), '%ED%A0%80')}" for name in names)


FORM = "application/x-www-form-urlencoded"


def once(ask: Callable[..., HttpResponse], *arguments: Any) -> HttpResponse:
    """The answer, and everything as it was before, also for somebody who has just signed out."""
    visitor: Client = ask.__self__  # type: ignore[attr-defined]
    cookies = deepcopy(visitor.cookies)
    with transaction.atomic():
        answer = ask(*arguments)
        transaction.set_rollback(True)
    visitor.cookies = cookies
    if answer.streaming:
        b"".join(answer)  # to its end, which closes the file
    return answer


@pytest.mark.ignore_template_errors  # those of the templates that come with the library of accounts
def test_no_input_makes_a_page_fail(charity, visitor, known):
    tried = (attack for address in walk() for attack in attacks(visitor, address, known, charity.slug))

    assert [what for what, answer in tried if answer.status_code >= 500] == []


def test_the_addresses_that_are_tried_lead_to_something(charity, visitor, known):
    ours = [
        address
        for address in walk()
        if address.route.startswith(("o/", "sign/", "respond/", "invitation/", "raise/", "apply/"))
    ]
    nowhere = {a.name for a in ours if once(visitor.get, next(paths_of(a, known, charity.slug))).status_code == 404}

    without_ticket = {"volunteers:certificate", "volunteers:certificate_pdf"}
    assert nowhere == {"policies:source_file", "agreements:scan", "reminders:digest"} | without_ticket
