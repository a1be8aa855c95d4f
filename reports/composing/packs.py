"""A pack: cover, contents, how the documents stand, the documents, who has signed, and how to check it all.

A single policy is printed by the same rules, with less around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies import flags
from policies.adoption import Line
from policies.models import Approval, CompanionKind, PolicyVersion
from policies.printing import PrintedCompanion, PrintedDocument, document
from policies.states import Status
from reports.composing.composed import Composed, Said, by_whom, common, made_at
from reports.composing.registers import Register, registers
from reports.composing.texts import SetText, set_text
from reports.models import Kind, Pack, PackDocument
from safeguard.scoping import active_organisation

LISTED_ON_THE_COVER = 8
LETTERS_ON_A_PAGE = 2600  # about; for the progress alone


@dataclass(frozen=True)
class Companion:
    """One line of what goes with a document: where it is, or why it is not here."""

    title: str
    words: str
    kind: str
    anchor: str = ""  # of the document in this pack
    mandatory: bool = False
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """One document of the pack, or the page that stands in its place."""

    row: PackDocument
    anchor: str
    label: str
    printed: PrintedDocument | None = None
    text: SetText | None = None
    adoption: Sequence[Line] = ()
    companions: Sequence[Companion] = ()
    standing: flags.Flag | None = None
    notes: Sequence[str] = ()
    facts: Sequence[Line] = field(default_factory=list)

    @property
    def adoption_sides(self) -> list[Sequence[Line]]:
        """The adoption block in two columns, what was decided beside what was signed."""
        half = (len(self.adoption) + 1) // 2
        return [self.adoption[:half], self.adoption[half:]]

    @property
    def running_title(self) -> str:
        return f"{self.row.title}, {self.row.version_name}" if self.row.version_name else self.row.title


def compose_pack(pack: Pack, said: Said) -> Composed:
    organisation = active_organisation()
    today = made_at(pack).date()
    rows = list(pack.documents.select_related("version__policy"))
    printed = list(_read(rows, today, said))
    anchors = {p.version.pk: p.anchor + "head" for p in printed if p}
    approved = approvals([p.version for p in printed if p])
    chapters = [
        chapter(row, p, place, today, anchors, approved)
        for place, (row, p) in enumerate(zip(rows, printed, strict=True), 1)
    ]
    signed = registers([p.version for p in printed if p], hide_names=pack.hides_names) if pack.with_register else []
    context = common(pack, organisation) | {
        "chapters": [chapter for chapter in chapters if chapter.printed],
        "missing": [chapter for chapter in chapters if not chapter.printed],
        "single": chapters[0] if pack.kind == Kind.POLICY else None,
        "registers": signed,
        "contents": contents(chapters, signed, single=pack.kind == Kind.POLICY),
        "cover_rows": single_cover(chapters[0], pack) if pack.kind == Kind.POLICY else cover(pack, chapters),
    }
    if pack.kind == Kind.POLICY and chapters[0].printed:
        context["language"] = chapters[0].printed.language
    return Composed(
        template="reports/print/policy.html" if pack.kind == Kind.POLICY else "reports/print/pack.html",
        context=context,
        documents=[row for row in rows if row.version_id],
        steps=len(rows),
        estimated_pages=sum(2 + len(c.printed.text) // LETTERS_ON_A_PAGE if c.printed else 1 for c in chapters) + 4,
        names=frozenset(name for c in chapters if c.printed for name in names_in(c.printed)),
    )


def _read(rows: Sequence[PackDocument], today: date, said: Said) -> Iterable[PrintedDocument | None]:
    """Each document with its fingerprint, which is noted in its row; None for one that is not available."""
    for place, row in enumerate(rows):
        said(_("Reading “%(title)s”") % {"title": row.title[:120]}, done=place, total=len(rows) * 4)
        if row.version is None:
            yield None
            continue
        printed = document(row.version, today=today)
        row.fingerprint, row.amendments = printed.fingerprint, [amendment.pk for amendment in printed.amendments]
        yield printed


def names_in(printed: PrintedDocument) -> set[str]:
    """People whom a document names in its own control data, whether the charity knows them or not."""
    return {printed.version.signed_name, printed.version.author}


# --- Chapters --------------------------------------------------------------------------------------------------------


def chapter(
    row: PackDocument,
    printed: PrintedDocument | None,
    place: int,
    today: date,
    anchors: dict[int, str],
    approved: dict[int, str],
) -> Chapter:
    if printed is None:
        return Chapter(row, f"not-available-{row.position}", "")
    ordinal = _("Document %(number)d") % {"number": place} if row.pack.kind == Kind.PACK else ""
    words = filter(None, [ordinal, printed.kind, printed.name])
    return Chapter(
        row=row,
        anchor=anchors[printed.version.pk],
        label=" · ".join(words),
        printed=printed,
        text=set_text(printed),
        adoption=with_approval(printed, approved.get(printed.version.pk, "")),
        companions=[companion(c, anchors) for c in printed.companions],
        standing=standing(printed, today),
        notes=notes(printed),
        facts=facts(printed),
    )


def facts(printed: PrintedDocument) -> list[Line]:
    """The statement with which a policy begins: what it covers, whom it binds, whom it protects (RW-1, RW-2, RW-4)."""
    lines = [
        Line(_("What it covers"), printed.scope),
        Line(_("Whom it binds"), ", ".join(printed.binds)),
        Line(_("Whose data and safety it protects"), printed.protected_people),
    ]
    return [line for line in lines if line.value]


def with_approval(printed: PrintedDocument, approved: str) -> list[Line]:
    """The adoption block, with the trustees' approval in its place: approved is not signed (WR-58)."""
    lines = list(printed.adoption)
    before = next((place for place, line in enumerate(lines) if line.key == _("Adopted on")), len(lines))
    return [*lines[:before], Line(_("Approved by"), approved), *lines[before:]] if approved else lines


def approvals(versions: Sequence[PolicyVersion]) -> dict[int, str]:
    """Which trustees' decision stands behind each version, in one query: their number and the minutes."""
    found: dict[int, list[Approval]] = {}
    for approval in Approval.objects.filter(version__in=versions).standing().approving().order_by("decided_at", "pk"):
        found.setdefault(approval.version_id, []).append(approval)
    return {key: approval_words(decisions) for key, decisions in found.items()}


def approval_words(decisions: Sequence[Approval]) -> str:
    count = ngettext("%(count)d trustee", "%(count)d trustees", len(decisions)) % {"count": len(decisions)}
    minutes = dict.fromkeys(approval.minute_reference for approval in decisions if approval.minute_reference)
    meetings = dict.fromkeys(date_format(a.meeting_on, "j F Y") for a in decisions if a.meeting_on)
    more = [_("meeting of %(day)s") % {"day": day} for day in meetings]
    more += [_("minute %(minute)s") % {"minute": minute} for minute in minutes]
    return ", ".join([count, *more])


def companion(printed: PrintedCompanion, anchors: dict[int, str]) -> Companion:
    here = anchors.get(printed.version.pk, "") if printed.version else ""
    if here:
        words, kind = _("In this print"), "good"
    elif printed.flag is not None:
        words, kind = str(printed.flag), printed.flag.kind
    elif printed.kind == CompanionKind.EXTERNAL:
        words, kind = _("Rules of somebody else"), "quiet"
    else:
        words = _("In force, %(version)s; not in this print") % {"version": printed.version.name}
        kind = "quiet"
    return Companion(printed.title, words, kind, here, printed.mandatory, printed.note)


def standing(printed: PrintedDocument, today: date) -> flags.Flag:
    """How the version that is printed stands on that day."""
    if printed.version.status in {Status.SUPERSEDED, Status.WITHDRAWN}:
        return flags.Flag("bad", printed.version.get_status_display())
    if printed.version.status != Status.IN_FORCE:
        return flags.Flag("soon", _("%(status)s: not in force") % {"status": printed.version.get_status_display()})
    return flags.standing(printed.version.policy, today)


def notes(printed: PrintedDocument) -> list[str]:
    """What somebody should know who relies on this document, in sentences, the worst first."""
    found = [*printed.oddities, *printed.extracts_moved_on]
    sentences = [str(flag) for flag in sorted(found, key=lambda flag: ["bad", "soon", "info"].index(flag.kind))]
    astray: dict[str, list[str]] = {}
    for gone in printed.companions:
        if gone.flag:
            astray.setdefault(str(gone.flag), []).append(gone.title)
    for why, titles in astray.items():
        sentences.append(
            _("Documents that go with it: %(titles)s. %(why)s.") % {"why": why, "titles": ", ".join(titles)}
        )
    if printed.missing:
        sentences.append(
            _("It does not say: %(missing)s.") % {"missing": "; ".join(lowered(m.text) for m in printed.missing)}
        )
    return sentences


def lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


# --- Around the chapters ---------------------------------------------------------------------------------------------


def contents(chapters: Sequence[Chapter], signed: Sequence[Register], *, single: bool) -> list[dict[str, Any]]:
    """Two levels: documents and their sections; for a single policy its sections and what stands below them (WY-2)."""
    if single:
        return single_contents(chapters[0])
    entries: list[dict[str, Any]] = [{"title": _("How these documents stand"), "anchor": "standing"}]
    entries += [entry(chapter) for chapter in chapters if chapter.printed]
    if missing := [chapter for chapter in chapters if not chapter.printed]:
        children = [{"title": chapter.row.title, "anchor": chapter.anchor} for chapter in missing]
        entries.append(
            {"title": _("Documents that are not available"), "anchor": "not-available", "children": children}
        )
    if signed:
        children = [{"title": register.title, "anchor": register.anchor} for register in signed]
        entries.append({"title": _("Who has signed"), "anchor": "registers", "children": children})
    return [*entries, {"title": _("Is this pack genuine?"), "anchor": "genuine"}]


def entry(chapter: Chapter) -> dict[str, Any]:
    sections = [{"title": e.title, "anchor": e.anchor} for e in chapter.printed.contents if e.level == 1]
    return {
        "title": chapter.row.title,
        "anchor": chapter.anchor,
        "note": chapter.row.version_name,
        "children": sections,
    }


def single_contents(chapter: Chapter) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for entry in chapter.printed.contents if chapter.printed else []:
        line = {"title": entry.title, "anchor": entry.anchor, "children": []}
        if entry.level == 1 or not entries:
            entries.append(line)
        else:
            entries[-1]["children"].append(line)
    return entries


def cover(pack: Pack, chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    titles = [chapter.running_title for chapter in chapters if chapter.printed]
    count = ngettext("%(count)d document", "%(count)d documents", len(titles)) % {"count": len(titles)}
    rows = [
        {"key": _("Number"), "value": str(pack.number)},
        {"key": _("Made on"), "value": date_format(made_at(pack), "j F Y")},
        {"key": _("Made by"), "value": by_whom(pack)},
        {"key": _("For"), "value": pack.recipient},
        {"key": _("Names"), "value": _("The names of people are left out of this print.") if pack.hides_names else ""},
        {"key": _("Documents"), "value": count, "lines": titles if len(titles) <= LISTED_ON_THE_COVER else []},
    ]
    return [row for row in rows if row["value"]]


def single_cover(chapter: Chapter, pack: Pack) -> list[dict[str, Any]]:
    """The cover of one policy: what it is, its date and how it stands (WY-1)."""
    assert chapter.printed is not None  # noqa: S101
    version = chapter.printed.version
    rows = [
        {"key": _("Version"), "value": chapter.printed.name},
        {"key": _("Dated"), "value": str(version.dated or version.adopted or "")},
        {"key": _("Status"), "value": str(chapter.standing)},
        {"key": _("Printed on"), "value": date_format(made_at(pack), "j F Y")},
        {"key": _("Number"), "value": str(pack.number)},
        {"key": _("Names"), "value": _("The names of people are left out of this print.") if pack.hides_names else ""},
    ]
    return [row for row in rows if row["value"]]
