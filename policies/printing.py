"""Everything that a print of one version needs, so that a pack knows nothing of how policies are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from policies import adoption, flags, reading
from policies.adoption import Line
from policies.fingerprints import fingerprint
from policies.models import Amendment, Appendix, Clause, Companion, CompanionKind, PolicyVersion, Reference
from safeguard.addresses import address, whole


@dataclass(frozen=True)
class PrintedCompanion:
    """A document that goes with this one; `version` is the one to print with it, or None with the reason in `flag`."""

    title: str
    kind: str
    mandatory: bool
    note: str
    version: PolicyVersion | None
    flag: flags.Flag | None

    @property
    def is_available(self) -> bool:
        return self.version is not None or self.kind == CompanionKind.EXTERNAL


@dataclass(frozen=True)
class PrintedDocument:
    """One version as it is printed. All HTML in it is safe; ids begin with `anchor`."""

    version: PolicyVersion
    anchor: str
    title: str
    kind: str  # "Policy and guidance"
    name: str  # "version 3", or the charity's own label
    language: str
    scope: str
    protected_people: str
    binds: list[str]
    adoption: list[Line]
    signature_lines: Sequence[Mapping[str, str]]
    contents: list[reading.Entry]
    text: SafeString
    clauses: list[Clause]
    amendments: list[Amendment]  # in force, temporary ones included
    loose_amendments: list[Amendment]  # those that stand at the end, since they change no one clause
    appendices: list[Appendix]
    companions: list[PrintedCompanion]
    references: list[Reference]
    definitions: list[Clause]
    extracts_moved_on: list[flags.Flag]
    missing: list[flags.Missing]
    oddities: list[flags.Flag]
    fingerprint: str
    address: str  # whole, for the reader of a paper
    source_name: str

    @property
    def has_text(self) -> bool:
        return bool(self.text)


def document(version: PolicyVersion, *, today: date | None = None) -> PrintedDocument:
    """Gather what is printed of `version` in a handful of queries. Writes nothing."""
    today = today or timezone.localdate()
    policy = version.policy
    clauses = list(version.clauses.all())
    amendments = list(version.amendments.in_force())
    anchor = f"{policy.slug}-{version.number}-"
    return PrintedDocument(
        version=version,
        anchor=anchor,
        title=version.title or policy.title,
        kind=adoption.kind_of(policy),
        name=version.name,
        language=version.language,
        scope=policy.scope,
        protected_people=policy.protected_people,
        binds=adoption.audience_of(policy),
        adoption=adoption.lines(policy, version, as_typed=True),
        signature_lines=adoption.signature_lines(version),
        contents=reading.contents(clauses, id_prefix=anchor),
        text=reading.text_of(version, clauses=clauses, amendments=amendments, id_prefix=anchor),
        clauses=clauses,
        amendments=amendments,
        loose_amendments=reading.loose(amendments, clauses),
        appendices=list(version.appendices.all()),
        companions=[printed(c, today) for c in policy.companions.with_document()],
        references=list(policy.references.all()),
        definitions=[clause for clause in clauses if clause.is_definition],
        extracts_moved_on=flags.moved_on(version),
        missing=flags.missing(policy, version),
        oddities=flags.oddities(policy, version, today),
        fingerprint=fingerprint(version, amendments),
        address=whole(address("policies:version", policy.slug, version.number)),
        source_name=version.source_name,
    )


def printed(companion: Companion, today: date) -> PrintedCompanion:
    filed = companion.document if companion.document and companion.document.withdrawn_on is None else None
    return PrintedCompanion(
        title=companion.title,
        kind=companion.kind,
        mandatory=companion.mandatory,
        note=companion.note,
        version=filed.current if filed else None,
        flag=flags.of_companion(companion, today),
    )
