"""How long concerns are kept. A case ends by its key being destroyed; nothing in it is ever deleted row by row.

Only closed cases run out, each on a day of its own (services/retention.py). Whoever may not know of a case is not asked
about its end either: `seen_by`. None of these rules has `of`: an erasure neither takes nor counts what stands in cases,
so that nobody who prepares one learns that there is a case. `concerns` says what a legal hold stops.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.access import CLOSE, can, cases_with, handlers
from incidents.models import Case, Draft, IncidentLetter, LookUp
from incidents.services import retention
from incidents.states import CaseStatus
from people.retention import LIMITATION, OUR_DEFAULT, end_of, entries_of
from safeguard.retention import Rows, Rule, Then

NEEDED = _(
    "What was known and done to keep somebody safe must have an answer years later: for the child when grown up, in "
    "court, and in an inquiry. It is not erased before its time because somebody asks for it (UK GDPR article "
    "17(3)(b) and (e)); what they dispute is written beside it."
)
WITH_THE_CASE = _("as long as the case; it can be read by nobody once the key of the case is destroyed")
EXISTS = _("as long as the charity is kept here")
OWN_DAY = _(
    "the day that each closed case has of its own: when the child is 25 (whoever was harmed counts as one unless it is "
    "known that they are none, and so does a case in which nobody was entered as harmed); about somebody who works "
    "with us at retirement age, or after ten years if that is later; after 75 years for the sexual abuse of a child; "
    "otherwise after six years"
)
SOURCE = _(
    "NSPCC, Child protection records retention and storage (2020, updated 2023); Independent Inquiry into Child Sexual "
    "Abuse, recommendation 17 (2022). Sector norms: no statute fixes them. The month is time to look once more."
)


def cases_over(day: date) -> Rows:
    return Case.objects.filter(status=CaseStatus.CLOSED, shredded_at=None, keep_until__lte=day)


def cases_about(person: Any) -> Rows:
    """Those in which somebody was entered, rightly or wrongly, and those that they raised; joined ones with them."""
    entries = entries_of(person).order_by().values("pk")
    own = Q(parties__person__in=entries) | Q(reports__raised_by__in=entries)
    in_joined = Q(joined__parties__person__in=entries) | Q(joined__reports__raised_by__in=entries)
    return Case.objects.filter(own | in_joined)


def look_ups_over(day: date) -> Rows:
    return LookUp.objects.filter(case=None, shredded_at=None, asked_at__lte=end_of(day))


WITH_CASES = {
    "incidents.CaseGrant": _("Who was let in to a case"),
    "incidents.StepAside": _("Who stepped aside from a case"),
    "incidents.Hold": _("When an agency asked the charity to wait"),
    "incidents.SearchWord": _("Fingerprints of names, by which a case is found"),
    "incidents.CaseLink": _("Links between cases"),
    "incidents.Step": _("Steps of procedures in a case"),
    "incidents.ReferralUpdate": _("Answers to referrals"),
    "incidents.Referral": _("Referrals to agencies"),
    "incidents.SharingDecision": _("Decisions to share or not to share"),
    "incidents.Record": _("Records in a case"),
    "incidents.Entry": _("The chronology of a case"),
    "incidents.Party": _("People in a case"),
    "incidents.Task": _("Tasks from a case"),
    "incidents.CustodyMove": _("Where evidence went"),
    "incidents.CustodyItem": _("Evidence in custody"),
    "incidents.Attachment": _("Documents of a case"),
    "incidents.Closing": _("How a case was closed"),
    "incidents.Action": _("Actions after a case"),
    "incidents.Lesson": _("What was learnt from a case"),
    "incidents.Print": _("Numbered copies of a case"),
    "incidents.ReportMessage": _("Messages with whoever raised a concern"),
    "incidents.Report": _("Reports, word for word"),
}

RULES = [
    *[Rule(model, title, NEEDED, as_long_as=WITH_THE_CASE) for model, title in WITH_CASES.items()],
    Rule(
        "incidents.Case",
        _("Concerns and all that was done about them"),
        NEEDED,
        months=1,
        counted_from=OWN_DAY,
        over=cases_over,
        then=Then.SHRED,
        source=SOURCE,
        shred=retention.shred,
        bring_up_to_date=retention.recount_all,
        seen_by=lambda person: cases_with(person, CLOSE),
        deciders=lambda case, today: [one.pk for one in handlers(case, today) if can(one, case, CLOSE)],
        concerns=cases_about,
    ),
    Rule(
        "incidents.LookUp",
        _("Look-ups on social media that belong to no case"),
        _("Whoever looked somebody up must be able to say why. Those in a case end with it."),
        months=72,
        counted_from=_("the day on which it was asked for"),
        over=look_ups_over,
        then=Then.SHRED,
        source=LIMITATION,
        shred=retention.shred_look_ups,
    ),
    Rule(
        "incidents.Draft",
        _("Drafts of reports"),
        _("Words that were never sent wait for whoever began them."),
        months=3,
        counted_from=_("the day on which it was last saved"),
        over=lambda day: Draft.objects.filter(saved_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        concerns=lambda person: Draft.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "incidents.IncidentLetter",
        _("E-mails about concerns; none says what a concern is about"),
        _("Whether somebody was told in time can be asked later."),
        months=36,
        counted_from=_("the day on which the e-mail was written"),
        over=lambda day: IncidentLetter.objects.filter(queued_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        concerns=lambda person: IncidentLetter.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "incidents.BreakGlass",
        _("Ways in for an emergency: who asked, and who opened them"),
        _("Who saw what in an emergency must have an answer years later."),
        as_long_as=EXISTS,
    ),
    Rule("incidents.OwnStep", _("The charity's own steps"), _("Cases were handled by them."), as_long_as=EXISTS),
    Rule("incidents.RaiseLink", _("Links for raising a concern"), _("They stand on posters."), as_long_as=EXISTS),
    Rule(
        "incidents.SearchKey",
        _("The key to fingerprints of names"),
        _("Names are found without being written down."),
        as_long_as=EXISTS,
    ),
]
