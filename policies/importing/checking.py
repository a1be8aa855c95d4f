"""What a document lacks and what is odd about it, in sentences. Nothing here refuses anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.importing.outdated import outdated_in
from safeguard.partial_dates import PartialDate

if TYPE_CHECKING:
    from policies.importing.parsed import ControlText, ParsedCompanion, ParsedPolicy

DAYS_IN_A_YEAR = 365.25
_LEAD = re.compile(
    r"(?i)\b(?:designated|lead|named|nominated) (?:safeguarding|person|child protection|officer)"
    r"|\bsafeguarding (?:lead|officer|trustee|coordinator|co-ordinator)\b|\bchild protection officer\b"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that a person should see."""

    code: str
    sentence: str
    anchor: str = ""


def missing(policy: ParsedPolicy) -> list[str]:
    """What the document does not say about itself."""
    control = policy.control
    found: list[str] = []
    if not policy.title:
        found.append(_("It has no title."))
    if not policy.organisation.name:
        found.append(_("It does not name the organisation."))
    if control.label is None or not control.label.value:
        found.append(_("It has no version number or label."))
    if control.dated is None or control.dated.is_blank:
        found.append(_("It has no date."))
    found += _missing_person(control.author, _("It does not say who wrote it or who is responsible for it."))
    if control.status is None or control.status.is_blank:
        found.append(_("It does not say whether it is a draft or final."))
    if control.adopted is None or control.adopted.is_blank:
        found.append(_("It does not say when it was adopted or approved."))
    if control.reviewed is None or control.reviewed.is_blank:
        found.append(_("It does not say when it was last reviewed."))
    found += _missing_person(control.signed_name, _("It has no place for a signature."))
    if control.signed_name and not control.signed_name.is_blank:
        if control.signed_office is None or control.signed_office.is_blank:
            found.append(_("It does not say which office the person who signed holds."))
        if control.signed_on is None or control.signed_on.is_blank:
            found.append(_("It does not say when it was signed."))
    if control.next_review is None or control.next_review.is_blank:
        found.append(_("It does not say when it is next to be reviewed."))
    if not any(_LEAD.search(clause.text) for clause in policy.clauses):
        found.append(_("It does not say who leads on safeguarding."))
    return found


def _missing_person(stated: ControlText | None, sentence: str) -> list[str]:
    if stated is None:
        return [sentence]
    if not stated.is_blank:
        return []
    if stated.field == "signed_name":
        return [
            _("The line “%(label)s” is empty: the document does not show that anybody signed it.")
            % {"label": stated.label}
        ]
    return [_("The line “%(label)s” is empty.") % {"label": stated.label}]


def days_overdue(policy: ParsedPolicy, today: date) -> int:
    due = policy.control.next_review
    if due is None or due.value is None:
        return 0
    return max((today - due.value.latest).days, 0)


def warnings(policy: ParsedPolicy, today: date) -> list[Finding]:
    """What is odd, the order of dates first."""
    return [
        *_order_of_dates(policy),
        *_overdue(policy, today),
        *_in_the_future(policy, today),
        *_unread_dates(policy),
        *_misspelt_labels(policy),
        *_links(policy),
        *_outdated(policy),
        *_two_spellings(policy),
    ]


def _order_of_dates(policy: ParsedPolicy) -> list[Finding]:
    control = policy.control
    signed, reviewed = _value(control.signed_on), _value(control.reviewed)
    dated, adopted = _value(control.dated), _value(control.adopted)
    found: list[Finding] = []
    if signed and reviewed and signed.latest < reviewed.earliest:
        words = {"signed": signed, "reviewed": reviewed}
        found.append(
            Finding(
                "signed-before-review", _("It was signed on %(signed)s, before the review of %(reviewed)s.") % words
            )
        )
    if adopted and dated and adopted.latest < dated.earliest:
        words = {"adopted": adopted, "dated": dated}
        sentence = _("It was adopted (%(adopted)s) before the date that it bears (%(dated)s).") % words
        found.append(Finding("adopted-before-date", sentence))
    due = _value(control.next_review)
    last = max(filter(None, (reviewed, dated)), default=None)
    if due and last and due.latest < last.earliest:
        order = {"due": due, "last": last}
        found.append(Finding("due-before-date", _("The next review (%(due)s) lies before %(last)s.") % order))
    for amendment in policy.amendments:
        if amendment.dated and dated and amendment.dated.latest < dated.earliest:
            order = {"amended": amendment.dated, "dated": dated}
            sentence = _("The amendment of %(amended)s is older than the policy, which is dated %(dated)s.") % order
            found.append(Finding("amendment-before-date", sentence, amendment.anchor))
    return found


def _overdue(policy: ParsedPolicy, today: date) -> list[Finding]:
    days = days_overdue(policy, today)
    due = _value(policy.control.next_review)
    if not days or due is None:
        return []
    words: dict[str, object] = {
        "due": PartialDate.from_date(due.latest),
        "days": number_format(days, use_l10n=True, force_grouping=True),
    }
    if days < DAYS_IN_A_YEAR:
        sentence = ngettext(
            "The next review was due by %(due)s: %(days)s day ago.",
            "The next review was due by %(due)s: %(days)s days ago.",
            days,
        )
        return [Finding("overdue", sentence % words)]
    words["years"] = number_format(round(days / DAYS_IN_A_YEAR, 1), decimal_pos=1)
    return [Finding("overdue", _("The next review was due by %(due)s: %(days)s days ago (%(years)s years).") % words)]


def _in_the_future(policy: ParsedPolicy, today: date) -> list[Finding]:
    found: list[Finding] = []
    for stated in policy.control.dates:
        if stated.field != "next_review" and stated.value and stated.value.earliest > today:
            sentence = _("“%(label)s %(typed)s” lies in the future.") % {"label": stated.label, "typed": stated.typed}
            found.append(Finding("in-the-future", sentence))
    return found


def _unread_dates(policy: ParsedPolicy) -> list[Finding]:
    return [
        Finding("unread-date", stated.question)
        for stated in policy.control.dates
        if stated.value is None and not stated.is_blank
    ]


def _misspelt_labels(policy: ParsedPolicy) -> list[Finding]:
    """Labels that could only be read by guessing."""
    from policies.importing.control.labels import is_misspelt

    return [
        Finding("misspelt-label", _("“%(label)s” was read as “%(meant)s”.") % {"label": label, "meant": meant})
        for label, meant in ((stated.label, is_misspelt(stated.label)) for stated in policy.control.all_stated)
        if meant
    ]


def _links(policy: ParsedPolicy) -> list[Finding]:
    empty = [link for link in policy.links if link.is_empty]
    if not empty:
        return []
    sentence = ngettext(
        "%(count)s link leads nowhere: %(first)s.",
        "%(count)s links lead nowhere; the first is “%(first)s”.",
        len(empty),
    )
    return [Finding("empty-links", sentence % {"count": len(empty), "first": empty[0].text}, empty[0].anchor)]


def _outdated(policy: ParsedPolicy) -> list[Finding]:
    """Services, laws and guidance that have ended or been replaced, each once, where they are first named."""
    found: dict[str, Finding] = {}
    for clause in policy.clauses:
        for row in outdated_in(clause.text + " " + clause.html):
            found.setdefault(row.code, Finding(f"outdated-{row.what}", str(row.sentence), clause.anchor))
    return list(found.values())


def _two_spellings(policy: ParsedPolicy) -> list[Finding]:
    """Initials that stand in two orders, so that one of them must be wrong."""
    found: dict[str, ParsedCompanion] = {}
    for companion in policy.companions:
        initials = companion.key.split("-")[0]
        other = found.setdefault("".join(sorted(initials)), companion)
        if other.key != companion.key and companion.kind == other.kind == "external" and "-" not in companion.key:
            words = {"first": other.title, "second": companion.title}
            sentence = _("Is one body meant by “%(first)s” and “%(second)s”?") % words
            return [Finding("two-spellings", sentence, companion.anchors[0])]
    return []


def _value(stated: object) -> PartialDate | None:
    return getattr(stated, "value", None)
