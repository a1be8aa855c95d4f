"""Has a text changed since it was read, and does the change matter? Only a material one asks people to sign again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Any

from agreements import texts
from agreements.models import Agreement, AgreementDocument, ExactText
from agreements.texts import Contents, Standing
from policies.models import Amendment, ChangeKind, Clause, PolicyVersion

Words = tuple[str, str, str]


class Change(IntEnum):
    NONE = 0
    WORDING = 1  # signatures stand
    MATERIAL = 2  # people sign again


class Changes:
    """Compares texts of these agreements with what stands today, in a fixed number of queries."""

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self.agreements = list(agreements)
        self.now = texts.standing(self.agreements)
        self.texts: dict[int, tuple[int, Contents]] = {
            pk: (agreement, contents)
            for pk, agreement, contents in ExactText.objects.filter(
                agreement__in=[a.pk for a in self.agreements]
            ).values_list("pk", "agreement", "contents")
        }
        self._load()

    def since(self, text: int) -> Change:
        """What has happened to the text with this key since it was pinned."""
        agreement, contents = self.texts[text]
        parts = self.now[agreement]
        if contents == texts.contents_of(parts):
            return Change.NONE
        return max((self._of(part, contents) for part in parts), default=Change.NONE)

    def stale(self) -> set[int]:
        """The keys of texts whose signatures no longer count."""
        return {text for text in self.texts if self.since(text) == Change.MATERIAL}

    def _of(self, part: Standing, contents: Contents) -> Change:
        then = next(((version, amendments) for doc, version, amendments in contents if doc == part.document.pk), None)
        if part.version is None:
            return Change.NONE  # nothing is there to sign instead: what was signed stands
        if then is None:
            return Change.MATERIAL
        before, signed = self.versions[then[0]], {self.amendments[key] for key in then[1]}
        if before.pk == part.version.pk:
            return worst(a.change_kind for a in signed ^ set(part.amendments))
        if not part.document.takes_all and self._same_clauses(part, before, signed):
            return Change.WORDING
        return max(Change.WORDING, self._between(before, part.version, {words(a) for a in signed}))

    def _between(self, before: PolicyVersion, now: PolicyVersion, signed: Collection[Words]) -> Change:
        """Every version since then that has been in force counts, and every amendment that went into one unsigned."""
        passed = [v for v in self.versions.values() if v.policy_id == now.policy_id]
        passed = [v for v in passed if before.number <= v.number <= now.number and (v.in_force_at or v == now)]
        kinds = [v.change_kind for v in passed if v.number > before.number]
        kinds += [
            a.change_kind
            for v in passed
            for a in self.amendments.values()
            if a.version_id == v.pk and stood_to_the_end(a, v) and words(a) not in signed
        ]
        return worst(kinds)

    def _same_clauses(self, part: Standing, before: PolicyVersion, signed: Collection[Amendment]) -> bool:
        """The chosen clauses read as they did, amendments included."""
        now = self._said(part.version.pk if part.version else None, part.document.anchors)
        same = self._said(before.pk, part.document.anchors) == now
        return same and {words(a) for a in signed} == {words(a) for a in part.amendments}

    def _said(self, version: int | None, anchors: Iterable[str]) -> list[tuple[str, str]]:
        clauses = [c for c in self.clauses if c.version_id == version]
        chosen = texts.family(clauses, anchors)
        return [(c.anchor, c.html) for c in clauses if c.anchor in chosen]

    def _load(self) -> None:
        """Everything that may be asked about, at once."""
        parts = [part for found in self.now.values() for part in found]
        pinned = [entry for _agreement, contents in self.texts.values() for entry in contents]
        policies = {part.document.policy_id for part in parts}
        versions = PolicyVersion.objects.filter(policy__in=policies).without_text()
        self.versions: dict[int, PolicyVersion] = {v.pk: v for v in versions}
        amendments = Amendment.objects.filter(version__policy__in=policies, in_force_at__isnull=False)
        self.amendments: dict[int, Amendment] = {a.pk: a for a in amendments}
        self.clauses = _clauses([p.document for p in parts if not p.document.takes_all], parts, pinned)


def worst(kinds: Iterable[str]) -> Change:
    found = set(kinds)
    if not found:
        return Change.NONE
    return Change.WORDING if found == {ChangeKind.WORDING} else Change.MATERIAL


def words(amendment: Amendment) -> Words:
    """What an amendment says. A variation that runs on beside the next version is another row with the same words."""
    return amendment.heading, amendment.trigger, amendment.body


def stood_to_the_end(amendment: Amendment, version: PolicyVersion) -> bool:
    """In force now, or until its version was superseded, and so part of the next text."""
    return amendment.ended_at is None or (version.ended_at is not None and amendment.ended_at >= version.ended_at)


def _clauses(partial: list[AgreementDocument], parts: Iterable[Standing], pinned: Iterable[list[Any]]) -> list[Clause]:
    """The clauses of documents that are signed in part, as they were and as they are."""
    documents = {document.pk for document in partial}
    versions = {version for doc, version, _amendments in pinned if doc in documents}
    versions |= {p.version.pk for p in parts if p.version and p.document.pk in documents}
    return list(Clause.objects.filter(version__in=versions))


def since(text: ExactText) -> Change:
    return Changes([text.agreement]).since(text.pk)
