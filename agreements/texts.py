"""The text of an agreement as it stands today, and pinning it: what a person reads is what that person signs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementDocument, ExactDocument, ExactText, Extent
from audit.chain import compact
from policies import reading
from policies.fingerprints import fingerprint
from policies.models import Amendment, Clause, PolicyVersion
from policies.states import Status
from safeguard.refusals import Refused

FORMAT = 1  # of the canonical form under a fingerprint

Contents = list[list[Any]]  # [[document, version, [amendments]], …] as keys


@dataclass(frozen=True)
class Standing:
    """One document of an agreement as it stands: the version in force, or None, and the amendments that are signed."""

    document: AgreementDocument
    version: PolicyVersion | None
    amendments: tuple[Amendment, ...] = ()


def standing(agreements: Iterable[Agreement]) -> dict[int, list[Standing]]:
    """What each agreement consists of today, by its key, in four queries however many they are."""
    agreements = list(agreements)
    documents = list(AgreementDocument.objects.filter(agreement__in=agreements).select_related("policy"))
    versions = {
        version.policy_id: version
        for version in PolicyVersion.objects.filter(policy__in={d.policy_id for d in documents}, status=Status.IN_FORCE)
        .without_text()
        .prefetch_related(Prefetch("amendments", queryset=Amendment.objects.in_force(), to_attr="standing"))
    }
    partial = [versions[d.policy_id] for d in documents if not d.takes_all and d.policy_id in versions]
    clauses = list(Clause.objects.filter(version__in=partial).only("version", "anchor", "parent"))
    found: dict[int, list[Standing]] = {agreement.pk: [] for agreement in agreements}
    for document in documents:
        version = versions.get(document.policy_id)
        amendments = tuple(signed_amendments(document, version, clauses)) if version else ()
        found[document.agreement_id].append(Standing(document, version, amendments))
    return found


def signed_amendments(
    document: AgreementDocument, version: PolicyVersion, clauses: Iterable[Clause]
) -> Iterator[Amendment]:
    """The amendments that belong to what is signed: all, or those that were chosen or change a chosen clause."""
    mine = family((c for c in clauses if c.version_id == version.pk), document.anchors)
    for amendment in version.standing:  # type: ignore[attr-defined]
        if document.takes_all or amendment_anchor(amendment) in document.anchors or amendment.anchor in mine:
            yield amendment


def family(clauses: Iterable[Clause], anchors: Iterable[str]) -> set[str]:
    """The chosen anchors that are in the text, with everything that stands below them."""
    wanted, found = set(anchors), set[str]()
    for clause in clauses:  # in their order: a section comes before what it holds
        if clause.anchor in wanted or clause.parent in found:
            found.add(clause.anchor)
    return found


def amendment_anchor(amendment: Amendment) -> str:
    return f"amendment-{amendment.number}"


def contents_of(parts: Sequence[Standing]) -> Contents:
    """Which rows the text is made of; documents that are not in force are left out."""
    return [[p.document.pk, p.version.pk, [a.pk for a in p.amendments]] for p in parts if p.version]


def obstacles(agreement: Agreement) -> list[str]:
    """Why nobody can sign this agreement now, in sentences; empty when somebody can."""
    parts = standing([agreement])[agreement.pk]
    found = [
        _("“%(policy)s” is not in force.") % {"policy": part.document.policy}
        for part in parts
        if part.version is None and part.document.required
    ]
    found += [
        _("None of the clauses that you chose is left in “%(policy)s”.") % {"policy": part.document.policy}
        for part in parts
        if part.version and not part.document.takes_all and not chosen_clauses(part)
    ]
    if not parts:
        found.append(_("Choose at least one document."))
    elif not any(part.version for part in parts):
        found.append(_("None of its documents is in force."))
    return found


def chosen_clauses(part: Standing) -> list[str]:
    """The anchors of the chosen clauses and amendments that are still in the text."""
    there = set(Clause.objects.filter(version=part.version).values_list("anchor", flat=True))
    there |= {amendment_anchor(a) for a in part.amendments}
    return [anchor for anchor in part.document.anchors if anchor in there]


def current(agreement: Agreement) -> ExactText:
    """The exact text of today, kept under its fingerprint. Raises Refused while nobody can sign."""
    parts = standing([agreement])[agreement.pk]
    contents = contents_of(parts)
    known = [
        text for text in ExactText.objects.filter(agreement=agreement).with_documents() if text.contents == contents
    ]
    if known and not agreement_changed(agreement, known[0]):
        return known[0]
    if sentences := obstacles(agreement):
        raise Refused(" ".join(sentences))
    return _kept(agreement, [part for part in parts if part.version], contents)


def agreement_changed(agreement: Agreement, text: ExactText) -> bool:
    """Only a draft's words change; once it is open the database holds them."""
    return (agreement.title, agreement.statement) != (text.title, text.statement)


def _kept(agreement: Agreement, parts: Sequence[Standing], contents: Contents) -> ExactText:
    documents = [_exact(part, position) for position, part in enumerate(parts)]
    text = ExactText(
        agreement=agreement,
        title=agreement.title,
        statement=agreement.statement,
        language=agreement.language,
        contents=contents,
        fingerprint=fingerprint_of(agreement.title, agreement.statement, documents),
    )
    try:
        with transaction.atomic():
            text.save()
            for document in documents:
                document.text = text
            ExactDocument.objects.bulk_create(documents)
    except IntegrityError:  # somebody else opened the same text at the same moment
        return ExactText.objects.with_documents().get(agreement=agreement, fingerprint=text.fingerprint)
    return ExactText.objects.with_documents().get(pk=text.pk)


def _exact(part: Standing, position: int) -> ExactDocument:
    version = PolicyVersion.objects.select_related("policy").get(pk=part.version.pk)  # type: ignore[union-attr]
    return ExactDocument(
        document=part.document,
        policy=part.document.policy,
        version=version,
        title=version.title or part.document.policy.title,
        version_name=str(version.name)[:80],
        language=version.language,
        amendments=[amendment.pk for amendment in part.amendments],
        extent=part.document.extent,
        anchors=part.document.anchors if part.document.takes_all else chosen_clauses(part),
        fingerprint=fingerprint(version, part.amendments),
        position=position,
    )


def fingerprint_of(title: str, statement: str, documents: Sequence[ExactDocument]) -> str:
    """The SHA-256 of everything that the person has in front of them."""
    content = {
        "format": FORMAT,
        "title": title,
        "statement": statement,
        "documents": [
            {"extent": d.extent, "anchors": d.anchors, "fingerprint": d.fingerprint, "title": d.title}
            for d in sorted(documents, key=lambda d: d.position)
        ],
    }
    return hashlib.sha256(compact(content).encode()).hexdigest()


def altered(text: ExactText) -> list[str]:
    """Which documents of a text no longer have the fingerprint with which they were signed; empty when all is well."""
    documents = list(text.documents.select_related("version__policy"))
    wrong = [
        _("The text of “%(document)s” is not the text that was signed.") % {"document": document}
        for document in documents
        if fingerprint(document.version, amendments_of(document)) != document.fingerprint
    ]
    if fingerprint_of(text.title, text.statement, documents) != text.fingerprint:
        wrong.append(_("The wording of the agreement is not the wording that was signed."))
    return wrong


def amendments_of(document: ExactDocument) -> list[Amendment]:
    return list(Amendment.objects.filter(pk__in=document.amendments).order_by("number"))


# For reading ---------------------------------------------------------------------------------------------------------

_HEADING = re.compile(r"<(/?)h([2-5])(?=[\s>])")


@dataclass(frozen=True)
class ReadableDocument:
    """A document as the page and the receipt show it. Its HTML is safe; ids begin with `anchor`."""

    anchor: str
    title: str
    version_name: str
    language: str
    fingerprint: str
    only_clauses: bool
    html: SafeString
    contents: list[reading.Entry]
    loose_amendments: list[Amendment]  # those that stand at the end, since they change no one clause
    named: list[str]  # clauses of a whole document that the agreement names expressly


def readable(text: ExactText, *, deeper: int = 0) -> list[ReadableDocument]:
    """The documents of a text with their clauses and amendments, in three queries. `deeper` moves headings down."""
    documents = list(text.documents.select_related("version"))
    clauses = list(Clause.objects.filter(version__in=[d.version_id for d in documents]))
    wanted = {key for document in documents for key in document.amendments}
    amendments = {a.pk: a for a in Amendment.objects.filter(pk__in=wanted)}
    return [
        _readable(
            document,
            [c for c in clauses if c.version_id == document.version_id],
            [amendments[key] for key in document.amendments],
            deeper,
        )
        for document in documents
    ]


def _readable(
    document: ExactDocument, clauses: list[Clause], amendments: list[Amendment], deeper: int
) -> ReadableDocument:
    prefix = f"document-{document.position + 1}-"
    whole = document.extent == Extent.WHOLE
    shown = clauses if whole else [c for c in clauses if c.anchor in family(clauses, document.anchors)]
    if whole:
        html = reading.text_of(document.version, clauses=clauses, amendments=amendments, id_prefix=prefix)
    else:
        html = _only(shown, amendments, prefix)
    return ReadableDocument(
        anchor=prefix.rstrip("-"),
        title=document.title,
        version_name=document.version_name,
        language=document.language,
        fingerprint=document.fingerprint,
        only_clauses=not whole,
        html=SafeString(_HEADING.sub(lambda h: f"<{h[1]}h{int(h[2]) + deeper}", html)) if deeper else html,
        contents=reading.contents(shown, id_prefix=prefix),
        loose_amendments=reading.loose(amendments, shown),
        named=[in_words(c) for c in clauses if whole and c.anchor in document.anchors],
    )


def in_words(clause: Clause) -> str:
    """What a clause says, without its markup; a heading stands for what is below it."""
    return " ".join(strip_tags(clause.html).split())


def _only(clauses: Iterable[Clause], amendments: Sequence[Amendment], prefix: str) -> SafeString:
    """Chosen clauses one after the other, each followed by what changes it. Their HTML came in through `sanitise`."""
    parts = []
    for clause in clauses:
        parts.append(f'<div id="{prefix}{reading.PREFIX}{clause.anchor}">{clause.html}</div>')
        parts += [
            render_to_string("policies/parts/amendment.html", {"amendment": a, "prefix": prefix})
            for a in amendments
            if a.anchor == clause.anchor
        ]
    return SafeString("".join(parts))
