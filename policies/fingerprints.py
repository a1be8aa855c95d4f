"""The fingerprint of an exact text: what was approved, signed and printed can be shown to be what stands here.

    fingerprint = SHA-256 of the canonical JSON of the text (or of the text and its amendments), in hexadecimal

`text_of` and `amendment_of` say what goes in. Names and dates of a signature do not: they are recorded beside the
fingerprint. Anybody with the printed fingerprint and the rows can repeat it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from audit.chain import compact
from policies.models import Amendment, PolicyVersion
from safeguard.partial_dates import PartialDate

FORMAT = 1  # of the canonical form; a new one never changes what an old fingerprint says


def fingerprint(version: PolicyVersion, amendments: Iterable[Amendment] | None = None) -> str:
    """Of the text with the amendments that are in force now (or those given): what a person signs today."""
    standing = in_force(version) if amendments is None else amendments
    return sha256({"format": FORMAT, "text": text_of(version), "amendments": [amendment_of(a) for a in standing]})


def text_fingerprint(version: PolicyVersion) -> str:
    """Of the text alone, clauses included; kept as `body_hash` when the version comes into force."""
    return sha256({"format": FORMAT, "text": text_of(version)})


def amendment_fingerprint(amendment: Amendment) -> str:
    """Of one amendment; kept as `body_hash` when it comes into force."""
    return sha256({"format": FORMAT, "amendment": amendment_of(amendment)})


def in_force(version: PolicyVersion) -> list[Amendment]:
    return list(version.amendments.in_force())


def text_of(version: PolicyVersion) -> dict[str, Any]:
    return {
        "title": version.title,
        "number": version.number,
        "label": version.label,
        "dated": iso(version.dated),
        "language": version.language,
        "body": version.body,
        "clauses": [
            {
                "anchor": clause.anchor,
                "number": clause.number,
                "heading": clause.heading,
                "level": clause.level,
                "kind": clause.kind,
                "dated": iso(clause.dated),
                "parent": clause.parent,
                "audience": clause.audience,
                "html": clause.html,
            }
            for clause in version.clauses.all()
        ],
        "appendices": [
            {
                "anchor": appendix.anchor,
                "title": appendix.title,
                "source": appendix.source,
                "dated": iso(appendix.dated),
            }
            for appendix in version.appendices.all()
        ],
    }


def amendment_of(amendment: Amendment) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "dated": iso(amendment.dated),
        "heading": amendment.heading,
        "topic": amendment.topic,
        "anchor": amendment.anchor,
        "trigger": amendment.trigger,
        "body": amendment.body,
    }


def iso(when: PartialDate | None) -> str:
    return when.iso if when else ""


def sha256(content: dict[str, Any]) -> str:
    return hashlib.sha256(compact(content).encode()).hexdigest()


def verify(version: PolicyVersion) -> list[str]:
    """What is not as it was signed, in sentences; empty when everything is."""
    wrong = []
    if version.in_force_at and text_fingerprint(version) != version.body_hash:
        wrong.append(_("The text of %(version)s is not the text that came into force.") % {"version": version})
    wrong += [
        _("The amendment “%(amendment)s” is not as it was made.") % {"amendment": amendment}
        for amendment in version.amendments.exclude(body_hash="")
        if amendment_fingerprint(amendment) != amendment.body_hash
    ]
    return wrong
