"""A document comes in: read, kept until a person has checked it, and taken in as they say."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import lxml.html
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from audit.services import record, transition
from audit.verbs import Verb
from organisations.models import Settings
from people.models import Person
from people.roles import TRUSTEES
from policies import proposals
from policies.fingerprints import text_fingerprint
from policies.importing.analysing import analyse
from policies.importing.clauses import anchored, split
from policies.importing.readers import Document, Format, read_file, read_pasted
from policies.importing.refusing import ImportRefused
from policies.importing.sanitising import sanitise
from policies.models import Appendix, ChangeKind, ClauseKind, ImportDraft, Origin, Policy, PolicyVersion
from policies.reading import PREFIX
from policies.services import amendments, clauses, companions, policies
from policies.states import ImportStatus, Status
from policies.tasks import read_import
from safeguard.characters import without_nul
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from safeguard.virus_scan import refuse_infected

log = logging.getLogger(__name__)

READ_AT_ONCE = 200 * 1024  # bytes; what is larger takes longer than half a second and is read by the worker
PDF_READ_AT_ONCE = 40 * 1024
SAME_AGAIN = timedelta(minutes=2)  # a form sent twice
PLAIN = "plain"  # what a person says of a heading that is none


@dataclass(frozen=True)
class Confirmed:
    """What a person says a document is. Dates are as partial as they are written; blanks stay blank."""

    title: str
    standing: str  # Status.DRAFT, IN_FORCE or SUPERSEDED
    document_classes: Sequence[str] = ()
    control: Mapping[str, Any] = field(default_factory=dict)  # fields of the version
    details: Mapping[str, Any] = field(default_factory=dict)  # fields of the policy
    sections: Sequence[Mapping[str, Any]] = ()
    appendices: Sequence[Mapping[str, Any]] = ()
    companions: Sequence[Mapping[str, Any]] = ()
    references: Sequence[Mapping[str, Any]] = ()


# --- Coming in -------------------------------------------------------------------------------------------------------


def begin(
    *, by: Person, data: bytes = b"", name: str = "", pasted: str = "", policy: Policy | None = None
) -> ImportDraft:
    """Keep what was chosen or pasted and read it, at once if it is short, otherwise in the worker.

    `policy` is the one of which this is a further version. The same thing sent twice is one import. Raises Refused for
    a file in which the virus scanner finds something.
    """
    forget_expired(now=timezone.now())
    refuse_infected(data)
    with transaction.atomic():
        Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
        if (same := sent_already(by, data, name, pasted)) is not None:
            return same
        draft = ImportDraft(person=by, policy=policy, source_name=name[-300:], pasted=pasted)
        if data:
            draft.source_file.save(f"{timezone.now():%Y%m%d-%H%M%S}.bin", ContentFile(data), save=False)
        draft.save()
        record(Verb.CREATED, draft, by=by, detail={"bytes": len(data) or len(pasted)})
        if not is_quick(data, pasted):
            transaction.on_commit(lambda: read_import.delay(draft.organisation_id, draft.pk))
            return draft
    return read(draft)


def sent_already(by: Person, data: bytes, name: str, pasted: str) -> ImportDraft | None:
    recent = ImportDraft.objects.open().filter(
        person=by, source_name=name[-300:], pasted=pasted, created_at__gte=timezone.now() - SAME_AGAIN
    )
    return next((draft for draft in recent if not data or content_of(draft) == data), None)


def is_quick(data: bytes, pasted: str) -> bool:
    most = PDF_READ_AT_ONCE if b"%PDF-" in data[:1024] else READ_AT_ONCE
    return len(data) + len(pasted) <= most


def read(draft: ImportDraft) -> ImportDraft:
    """Read the document, or say why it cannot be read. A draft that was read before stays as it is."""
    draft.refresh_from_db()
    if draft.status not in {ImportStatus.WAITING, ImportStatus.FAILED}:
        return draft
    try:
        document = document_of(draft)
        found = proposals.proposal(analyse(document, title=title_of(draft)), document)
    except ImportRefused as refused:
        return fail(draft, str(refused))
    except Exception:  # whatever a stranger's file does to a reader, the person gets a sentence and keeps their work
        log.exception("Import %s could not be read", draft.pk)
        return fail(draft, _("This document could not be read. Copy its text and paste it instead."))
    return transition(draft, to=ImportStatus.READY, by=draft.person, parsed=found, failure="")


def fail(draft: ImportDraft, sentence: str) -> ImportDraft:
    if draft.status == ImportStatus.FAILED:
        ImportDraft.objects.filter(pk=draft.pk).update(failure=sentence)
        draft.failure = sentence
        return draft
    return transition(draft, to=ImportStatus.FAILED, by=draft.person, failure=sentence)


def document_of(draft: ImportDraft) -> Document:
    if not draft.source_file:
        return read_pasted(draft.pasted)
    data = content_of(draft)
    return read_file(data, draft.source_name)


def content_of(draft: ImportDraft) -> bytes:
    if not draft.source_file.name:
        return b""
    with draft.source_file.storage.open(draft.source_file.name) as file:
        content: bytes = file.read()
    return content


def title_of(draft: ImportDraft) -> str:
    """The name of the file without its ending, for a text that has no title of its own."""
    return draft.source_name.rpartition(".")[0].replace("_", " ").strip()


def keep_answers(draft: ImportDraft, answers: Mapping[str, list[str]]) -> None:
    """What the person has typed into the preview so far, valid or not."""
    kept = {without_nul(name): [without_nul(value) for value in values] for name, values in answers.items()}
    ImportDraft.objects.filter(pk=draft.pk, status=ImportStatus.READY).update(answers=kept)


@transaction.atomic
def correct_text(draft: ImportDraft, *, by: Person, html: str) -> ImportDraft:
    """The person corrects the text before it comes in; the headings are looked for again."""
    if draft.status != ImportStatus.READY:
        raise Refused(_("This import is “%s”.") % draft.get_status_display())
    parsed = dict(draft.parsed)
    parsed["body"] = sanitise(html)
    parsed["has_text"] = bool(parsed["body"])
    cut = split(parsed["body"])
    parsed["sections"], parsed["clauses"] = proposals.sections(cut), len(cut)
    answers = {name: value for name, value in draft.answers.items() if not name.startswith("section-")}
    ImportDraft.objects.filter(pk=draft.pk).update(parsed=parsed, answers=answers)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def discard(draft: ImportDraft, *, by: Person) -> ImportDraft:
    """Throw the import away, with its file."""
    transition(draft, to=ImportStatus.DISCARDED, by=by, parsed={}, answers={}, pasted="")
    delete_file(draft)
    return draft


def forget_expired(*, now: datetime) -> int:
    """Delete imports that nobody finished in a month, and their files. Returns how many."""
    gone = 0
    for draft in ImportDraft.objects.expired(now).iterator():
        delete_file(draft)
        draft.delete()
        gone += 1
    return gone


def delete_file(draft: ImportDraft) -> None:
    """Unless a version holds it now."""
    if draft.source_file.name and not PolicyVersion.objects.filter(source_file=draft.source_file.name).exists():
        draft.source_file.storage.delete(draft.source_file.name)


# --- Taking in -------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(draft: ImportDraft, *, by: Person, confirmed: Confirmed) -> PolicyVersion:
    """Make the policy, its version and all that was confirmed. Done twice, the second call returns the first's version.

    History enters directly where it stands, in force or superseded, with whatever dates it has (E-2).
    """
    draft = ImportDraft.objects.select_for_update(of=("self",), no_key=True).select_related("policy").get(pk=draft.pk)
    if draft.status == ImportStatus.TAKEN_IN and draft.version is not None:
        return draft.version
    policy = draft.policy or new_policy(draft, confirmed)
    refuse_second_draft(policy, confirmed)
    refuse_in_place_of_what_was_signed(policy, confirmed, by=by)
    version = new_version(draft, policy, by=by, confirmed=confirmed)
    add_parts(version, by=by, confirmed=confirmed)
    enter(version, by=by, standing=confirmed.standing)
    bring_up_to_date(policy, version, confirmed)
    companions.link_waiting(policy)
    transition(draft, to=ImportStatus.TAKEN_IN, by=by, version=version, parsed={}, answers={}, pasted="")
    record(Verb.IMPORTED, version, by=by, detail={"file": draft.source_name, "as": confirmed.standing})
    return version


def new_policy(draft: ImportDraft, confirmed: Confirmed) -> Policy:
    Settings.objects.select_for_update(no_key=True).get()  # two policies of one title get two addresses
    policy = Policy(
        title=confirmed.title,
        slug=policies.free_slug(confirmed.title),
        document_classes=list(confirmed.document_classes),
        **confirmed.details,
    )
    policy.save()
    return policy


def refuse_second_draft(policy: Policy, confirmed: Confirmed) -> None:
    if confirmed.standing == Status.DRAFT and (waiting := policy.versions.in_work().first()) is not None:
        words = {"version": waiting, "status": waiting.get_status_display()}
        raise Refused(_("%(version)s is “%(status)s”. Finish it before another draft comes in.") % words)


def refuse_in_place_of_what_was_signed(policy: Policy, confirmed: Confirmed, *, by: Person) -> None:
    """What the trustees approved and the chair signed here gives way to a file only if a trustee says so."""
    if confirmed.standing != Status.IN_FORCE or by.holds(*TRUSTEES):
        return
    signed = policy.versions.in_force().exclude(signed_by=None).first()
    if signed is not None:
        raise Refused(
            _("%(version)s was signed here. Bring this one in as a draft, or let a trustee bring it in.")
            % {"version": signed}
        )


def new_version(draft: ImportDraft, policy: Policy, *, by: Person, confirmed: Confirmed) -> PolicyVersion:
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    before = policy.versions.in_force().first()
    version = PolicyVersion(
        policy=policy,
        number=last + 1,
        title=confirmed.title,
        origin=Origin.IMPORTED,
        change_kind=ChangeKind.MATERIAL if before else ChangeKind.FIRST,
        supersedes=before if confirmed.standing != Status.SUPERSEDED else None,
        source_name=draft.source_name,
        created_by=by,
        edited_by=by,
        **confirmed.control,
    )
    version.source_file.name = draft.source_file.name
    original = str(draft.parsed.get("body", ""))
    version.body = reshaped(original, confirmed.sections)
    version.save()
    rows = rows_of(version, original, confirmed.sections)
    clauses.replace(version, rows=rows, said=said_of(rows, confirmed.sections))
    return version


def reshaped(html: str, sections: Sequence[Mapping[str, Any]]) -> str:
    """The text with headings renamed, and those that are none made plain."""
    changed = {section["anchor"]: section for section in sections}
    if not html or not changed:
        return html
    root = lxml.html.fragment_fromstring(anchored(html), create_parent="div")
    for element in list(root.iter("h1", "h2", "h3", "h4")):
        section = changed.get((element.get("id") or "").removeprefix(PREFIX))
        if section is not None:
            rewrite(element, section)
    return sanitise("".join(etree.tostring(child, encoding="unicode", method="html") for child in root))


def rewrite(element: lxml.html.HtmlElement, section: Mapping[str, Any]) -> None:
    """A heading as the person wants it: renamed, or a plain line."""
    if section["heading"] and section["heading"] != element.text_content():
        element.clear()
        element.text = section["heading"]
    if section["what"] == PLAIN:
        element.tag = "p"


def rows_of(version: PolicyVersion, html: str, sections: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The clauses as they were shown in the preview, with their addresses and with the headings as they are now."""
    changed = {section["anchor"]: section for section in sections}
    rows = [clauses.row_of(version, clause, position) for position, clause in enumerate(split(html))]
    for row in rows:
        if row.anchor in changed:
            element = lxml.html.fragment_fromstring(row.html)
            rewrite(element, changed[row.anchor])
            row.html = etree.tostring(element, encoding="unicode", method="html")
            row.heading = changed[row.anchor]["heading"] or row.heading
    return rows


def said_of(rows: Sequence[Any], sections: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What was said of each heading, for it and for all that stands below it."""
    by_anchor = {section["anchor"]: section for section in sections if section["what"] != PLAIN}
    said: dict[str, dict[str, Any]] = {}
    for place, row in enumerate(rows):
        section = by_anchor.get(row.anchor)
        if section is None:
            continue
        values = spoken(section, row)
        said[row.anchor] = values
        for below in rows[place + 1 :]:
            if below.html.startswith("<h") and below.level <= row.level:
                break
            inherited = {name: values[name] for name in values if name != "is_definition" or values[name]}
            if below.kind in {ClauseKind.CLAUSE, ClauseKind.SECTION} and inherited.get("kind") == ClauseKind.SECTION:
                inherited.pop("kind")
            said.setdefault(below.anchor, {}).update(inherited)
    return said


def spoken(section: Mapping[str, Any], row: Any) -> dict[str, Any]:
    is_definition = section["what"] == "definition"
    values: dict[str, Any] = {
        "kind": ClauseKind.SECTION if is_definition else section["what"],
        "is_definition": is_definition,
        "audience": section.get("audience", row.audience),
    }
    if section["what"] == ClauseKind.AMENDMENT:
        values["dated"] = section.get("dated")
    return values


def add_parts(version: PolicyVersion, *, by: Person, confirmed: Confirmed) -> None:
    anchors = set(version.clauses.values_list("anchor", flat=True))
    Appendix.objects.bulk_create(
        [Appendix(version=version, **appendix) for appendix in confirmed.appendices if appendix["anchor"] in anchors]
    )
    named = {title.casefold() for title in version.policy.companions.values_list("title", flat=True)}
    for companion in confirmed.companions:
        if companion["title"].casefold() not in named:
            named.add(companion["title"].casefold())
            companions.add(version.policy, by=by, **companion)
    for reference in confirmed.references:
        companions.add_reference(version.policy, by=by, **reference)


def enter(version: PolicyVersion, *, by: Person, standing: str) -> None:
    """Put a version that has been in use where it stands. Its text is closed from then on."""
    if standing == Status.DRAFT:
        return
    now = timezone.now()
    stamps: dict[str, Any] = {"in_force_at": now, "body_hash": text_fingerprint(version)}
    if standing == Status.SUPERSEDED:
        stamps["ended_at"] = now
    before = version.policy.versions.in_force().first()
    if standing == Status.IN_FORCE and before is not None:
        transition(before, to=Status.SUPERSEDED, by=by, ended_at=now)
    transition(version, to=standing, by=by, verb=Verb.IMPORTED, **stamps)
    if standing == Status.IN_FORCE and before is not None:
        amendments.carry_over(before, version, by=by)


def bring_up_to_date(policy: Policy, version: PolicyVersion, confirmed: Confirmed) -> None:
    """The dates of the version that is in use are those of the policy; nothing is invented."""
    if confirmed.standing != Status.IN_FORCE:
        return
    policy.title = version.title
    policy.withdrawn_on, policy.withdrawn_reason = None, ""  # it is taken up again with this
    policy.last_reviewed = version.reviewed or policy.last_reviewed
    policy.next_review = version.stated_next_review or policy.next_review
    policy.review_anchor = anchor_of(version) or policy.review_anchor
    policy.save()


def anchor_of(version: PolicyVersion) -> PartialDate | None:
    return version.adopted or version.reviewed or version.dated


__all__ = ["Confirmed", "Format", "begin", "discard", "forget_expired", "keep_answers", "read", "take_in"]
