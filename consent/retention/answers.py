"""Answers, what belongs to them, contact wishes, notices, and what was passed on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consent.models import (
    AbilityDecision,
    Answer,
    ConsentDraft,
    ConsentLetter,
    ConsentReceipt,
    ConsentRequest,
    ConsentScan,
    Disclosure,
    NoticeGiven,
    OptOut,
    Override,
    PrintedForm,
    RequestItem,
    ScanBatch,
    Settlement,
    UnplacedWithdrawal,
)
from consent.retention.reasons import (
    EVIDENCE,
    EXISTS,
    IN_USE,
    KEPT_SIX_YEARS,
    MUST_SHOW,
    OWN_WORDS,
    SECTOR,
    remove_named_file,
    still_shown,
)
from people.models import Person
from people.retention import LIMITATION, OUR_DEFAULT, end_of, people_gone_by
from safeguard.recurrence import add_months
from safeguard.retention import Rows, Rule, Then


def answers_over(day: date) -> Rows:
    """Said anew by the same person, run out, or about somebody who has gone; and nothing was shown since `day`."""
    again = Answer.objects.filter(
        subject=OuterRef("subject"),
        question=OuterRef("question"),
        giver=OuterRef("giver"),
        recorded_at__gt=OuterRef("recorded_at"),
        recorded_at__lte=end_of(day),
    )
    ended = Exists(again) | Q(expires_on__lte=day) | Q(subject__in=people_gone_by(day))
    return Answer.objects.filter(ended).exclude(still_shown("subject", day))


def answers_needed(rows: Rows, person: Person, today: date) -> Rows:
    """About somebody who can still be seen; and what a carer said about somebody who is here."""
    about_others = Q(subject__in=Person.objects.current(today)) & ~Q(subject=person.pk)
    return rows.filter(still_shown("subject", today) | about_others)


def receipts_over(day: date) -> Rows:
    """The answers that stand on it are gone."""
    said = Answer.objects.filter(code=OuterRef("code"))
    return ConsentReceipt.objects.filter(made_at__lte=end_of(day)).exclude(Exists(said))


def receipts_of(person: Any) -> Rows:
    said = Answer.objects.filter(code=OuterRef("code"))
    return ConsentReceipt.objects.filter(Exists(said.filter(subject=person.pk)))


def receipts_needed(rows: Rows, person: Person, today: date) -> Rows:
    return rows.filter(Exists(Answer.objects.filter(code=OuterRef("code")).exclude(subject=person.pk)))


RULES = [
    Rule(
        "consent.Disclosure",
        _("What was passed to third parties"),
        MUST_SHOW,
        months=KEPT_SIX_YEARS,
        counted_from=_("the day on which it was passed on"),
        over=lambda day: Disclosure.objects.filter(passed_on__lte=day),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Disclosure.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(passed_on__gt=add_months(today, -KEPT_SIX_YEARS)),
        needed_because=MUST_SHOW,
    ),
    Rule(
        "consent.Override",
        _("Contacts in spite of a wish"),
        _("Whoever contacted somebody against a family's wish must be able to say why."),
        months=KEPT_SIX_YEARS,
        counted_from=_("the day of the contact"),
        over=lambda day: Override.objects.filter(contacted_at__lte=end_of(day), reviewed_at__isnull=False),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Override.objects.filter(opt_out__subject=person.pk),
        needed=lambda rows, person, today: rows.filter(
            Q(contacted_at__gt=end_of(add_months(today, -KEPT_SIX_YEARS))) | Q(reviewed_at=None)
        ),
        needed_because=_("A contact in spite of a wish is kept as evidence for as long as claims can be made."),
    ),
    Rule(
        "consent.OptOut",
        _("Wishes not to be contacted"),
        _("A wish is obeyed only as long as it is known."),
        months=36,
        counted_from=_("the day on which the wish ended, or the person left"),
        over=lambda day: OptOut.objects.filter(Q(ends_on__lte=day) | Q(subject__in=people_gone_by(day))),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: OptOut.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(overrides__isnull=False),
        needed_because=_("Somebody was contacted in spite of this wish; both are kept together."),
    ),
    Rule(
        "consent.NoticeGiven",
        _("Who was told how the charity works"),
        _("That families were told is asked after something has gone wrong."),
        months=36,
        counted_from=_("the day on which the person left"),
        over=lambda day: NoticeGiven.objects.filter(person__in=people_gone_by(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: NoticeGiven.objects.filter(person=person.pk),
    ),
    Rule(
        "consent.Settlement",
        _("How disagreements were settled"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which the person left, or on which the last picture was taken down"),
        over=lambda day: Settlement.objects.filter(subject__in=people_gone_by(day)).exclude(
            still_shown("subject", day)
        ),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: Settlement.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(still_shown("subject", today)),
        needed_because=IN_USE,
    ),
    Rule(
        "consent.AbilityDecision",
        _("Who decides: what was found, and how"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which the person left, or on which the last picture was taken down"),
        over=lambda day: AbilityDecision.objects.filter(subject__in=people_gone_by(day)).exclude(
            still_shown("subject", day)
        ),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: AbilityDecision.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(still_shown("subject", today)),
        needed_because=IN_USE,
    ),
    Rule(
        "consent.Answer",
        _("Answers about consent"),
        EVIDENCE,
        months=36,
        counted_from=_(
            "the day on which the answer was replaced, ran out, or the person left; "
            "and while a picture or story shows the person, the day on which it is taken down"
        ),
        over=answers_over,
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: Answer.objects.filter(Q(subject=person.pk) | Q(giver=person.pk)),
        needed=answers_needed,
        needed_because=_(
            "A picture or story that shows the person is still in use, or the answer is about somebody who is here."
        ),
    ),
    Rule(
        "consent.ConsentReceipt",
        _("Receipts of answers"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which it was made, once none of its answers is kept"),
        over=receipts_over,
        then=Then.DELETE,
        source=SECTOR,
        of=receipts_of,
        needed=receipts_needed,
        needed_because=_("Answers about somebody else stand on the same receipt."),
        forget=remove_named_file,
    ),
    Rule(
        "consent.UnplacedWithdrawal",
        _("Withdrawals for somebody who was not found"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which it was settled"),
        over=lambda day: UnplacedWithdrawal.objects.filter(settled_at__lte=end_of(day)),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: UnplacedWithdrawal.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows.filter(settled_at=None),
        needed_because=_("Somebody withdrew, and nobody has looked into it yet."),
    ),
    Rule(
        "consent.PrintedForm",
        _("Paper forms that were made (files)"),
        _("A form can be fetched again until it comes back; what counts is the scan."),
        months=6,
        counted_from=_("the day on which it was made"),
        over=lambda day: PrintedForm.objects.filter(asked_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: PrintedForm.objects.filter(request__asked=person.pk),
        forget=remove_named_file,
    ),
    Rule(
        "consent.ConsentScan",
        _("Scans of paper forms"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which it was scanned, once no answer of its form is kept"),
        over=lambda day: ConsentScan.objects.filter(added_at__lte=end_of(day), request__answers__isnull=True),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: ConsentScan.objects.filter(request__asked=person.pk),
        needed=lambda rows, person, today: rows.filter(request__answers__subject__in=Person.objects.current(today)),
        needed_because=_("It holds answers about somebody who is here."),
        forget=remove_named_file,
    ),
    Rule(
        "consent.ScanBatch",
        _("Several forms that were scanned together"),
        EVIDENCE,
        months=36,
        counted_from=_("the day of the scan, once none of its pages is kept"),
        over=lambda day: ScanBatch.objects.filter(uploaded_at__lte=end_of(day), scans__isnull=True),
        then=Then.DELETE,
        source=SECTOR,
    ),
    Rule(
        "consent.ConsentLetter",
        _("E-mails about consent: to which address, when, and whether they arrived"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which the e-mail was written"),
        over=lambda day: ConsentLetter.objects.filter(queued_at__lte=end_of(day)),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: ConsentLetter.objects.filter(person=person.pk),
    ),
    Rule(
        "consent.ConsentDraft",
        _("What somebody has chosen and not sent"),
        _("It is there so that nothing chosen is lost."),
        as_long_as=_("until it is sent"),
        of=lambda person: ConsentDraft.objects.filter(request__asked=person.pk),
        on_erasure=Then.DELETE,
    ),
    Rule(
        "consent.RequestItem",
        _("Which questions were asked about whom"),
        EVIDENCE,
        as_long_as=_("as long as the request"),
        of=lambda person: RequestItem.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(still_shown("subject", today)),
        needed_because=IN_USE,
        on_erasure=Then.DELETE,
    ),
    Rule(
        "consent.ConsentRequest",
        _("Requests for consent"),
        EVIDENCE,
        months=36,
        counted_from=_("the day by which an answer was wanted, once no answer and no e-mail belongs to it"),
        over=lambda day: ConsentRequest.objects.filter(
            due_on__lte=day, answers__isnull=True, letters__isnull=True, scans__isnull=True
        ),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: ConsentRequest.objects.filter(asked=person.pk),
        needed=lambda rows, person, today: rows.filter(answers__subject__in=Person.objects.current(today)).exclude(
            answers__subject=person.pk
        ),
        needed_because=_("It holds answers about somebody who is here."),
    ),
    Rule("consent.Wording", _("The words of consent questions"), OWN_WORDS, as_long_as=EXISTS),
    Rule("consent.Question", _("Consent questions"), OWN_WORDS, as_long_as=EXISTS),
    Rule("consent.NoticeText", _("The words of notices to families"), OWN_WORDS, as_long_as=EXISTS),
    Rule("consent.Notice", _("Notices to families"), OWN_WORDS, as_long_as=EXISTS),
]
