"""The adoption block: what a document says of itself, line by line, with a blank where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst, format_lazy, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import RoleLabel
from people.roles import Role
from policies.models import DocumentClass, Origin, Policy, PolicyVersion
from policies.states import Status
from safeguard.partial_dates import PartialDate

BLANK = gettext_lazy("Not stated")


@dataclass(frozen=True)
class Line:
    """One line of a block: `missing` asks for a blank line in print and a grey note on a page."""

    key: str
    value: str
    missing: bool = False


def lines(policy: Policy, version: PolicyVersion, *, as_typed: bool = True) -> list[Line]:
    """Dates, author and signature of one version. `as_typed` adds how an imported date was written."""
    typed = as_typed and version.origin == Origin.IMPORTED
    found = [
        line(_("Version"), label(version, typed)),
        line(_("Policy dated"), written(version.dated, typed)),
        line(_("Written by"), version.author),
        line(_("Status"), standing(version)),
        line(_("Adopted on"), written(version.adopted, typed)),
        line(_("Reviewed"), written(version.reviewed, typed)),
        line(_("Signed by"), version.signed_name),
        line(_("Office"), version.signed_office),
        line(_("Signed on"), written(version.signed_on, typed)),
    ]
    if version.status not in {Status.SUPERSEDED, Status.WITHDRAWN}:
        found.append(line(_("Next review"), written(policy.next_review, typed)))
    return found


def line(key: str, value: str) -> Line:
    return Line(key, value or str(BLANK), missing=not value)


def written(when: PartialDate | None, typed: bool) -> str:
    """ "May 2023, written as “May 23”"."""
    if when is None:
        return ""
    words = str(when)
    if typed and when.typed and when.typed != words:
        return _("%(date)s, written as “%(typed)s”") % {"date": words, "typed": when.typed}
    return words


def label(version: PolicyVersion, typed: bool) -> str:
    if typed and version.label_typed and version.label_typed != version.label:
        return _("%(label)s, written as “%(typed)s”") % {"label": version.name, "typed": version.label_typed}
    return capfirst(str(version.name))


def standing(version: PolicyVersion) -> str:
    """The status, and whether it was signed: approved is not signed, and in use is not signed either (WR-58)."""
    words = version.get_status_display()
    if version.stated_status:
        words = _("%(status)s (the document says “%(stated)s”)") % {"status": words, "stated": version.stated_status}
    if version.status in {Status.IN_FORCE, Status.SUPERSEDED} and not version.is_signed:
        return str(format_lazy("{}, {}", words, _("unsigned")))
    return str(words)


def kind_of(policy: Policy) -> str:
    """ "Policy and guidance": what the document calls itself (BC-1)."""
    labels = [str(DocumentClass(value).label) for value in policy.document_classes if value in DocumentClass.values]
    words = [labels[0], *(word.lower() for word in labels[1:])] if labels else []
    return get_text_list(words, _("and")) if words else ""


def audience_of(policy: Policy, labels: Mapping[str, str] | None = None) -> list[str]:
    """Whom the policy binds, in the charity's own words for its roles."""
    own = RoleLabel.objects.by_role() if labels is None else labels
    return [str(own.get(role) or Role(role).label) for role in policy.audience if role in Role.values]


def signature_lines(version: PolicyVersion) -> Sequence[Mapping[str, str]]:
    """For print: the signature, or a blank line to sign on (WR-57)."""
    return [
        {
            "name": version.signed_name,
            "role": version.signed_office or str(Role.CHAIR.label),
            "signed": signed(version),
        }
    ]


def signed(version: PolicyVersion) -> str:
    if not version.is_signed:
        return ""
    if version.signed_on is None:
        return _("Signed")
    return _("Signed on %(day)s") % {"day": version.signed_on}


def details(policy: Policy) -> list[Line]:
    """What is kept beside the text, for the page where it is changed."""
    interval = _("every %(months)d months") % {"months": policy.interval_months} if policy.interval_months else ""
    return [
        line(_("Kind"), kind_of(policy)),
        line(_("What it covers"), policy.scope),
        line(_("Whose data and safety it protects"), policy.protected_people),
        line(_("Binds"), ", ".join(audience_of(policy))),
        line(_("Owner"), str(policy.owner or "")),
        line(_("Project"), str(policy.project or _("All of the charity's work"))),
        line(_("Reviewed"), interval),
        line(_("Last reviewed"), written(policy.last_reviewed, typed=True)),
        line(_("Next review"), written(policy.next_review, typed=True)),
    ]
