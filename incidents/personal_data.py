"""What a copy of somebody's data says about concerns: for everybody the same, whether there are any or not.

Whoever makes a copy for somebody may not know of a case, and a case may be about whoever asks. So no copy that is made
here shows anything of the log, nor tells by an empty place that there is nothing. Those who handle cases look what can
be given and print it from the case, with the names of others blacked out (UK GDPR article 15(4); Data Protection Act
2018, schedule 3, part 5; fact 57).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section

COVERED: set[str] = set()

IN_THE_LOG = gettext_lazy(
    "what stands in cases is looked through and handed over by those who handle them, so that no copy shows to whoever "
    "makes it that there is a case"
)
ABOUT_THEM = "Party.person StepAside.person Report.raised_by Draft.person IncidentLetter.person LookUp.asked_by"
DONE_AT_WORK = """
StepAside.by Hold.by Hold.ended_by BreakGlass.for_whom BreakGlass.opened_by BreakGlass.refused_by CaseLink.by
Step.decided_by OwnStep.added_by Referral.by ReferralUpdate.by SharingDecision.decided_by Record.by LookUp.authorised_by
Entry.by Party.added_by Party.struck_by Task.to Task.by CustodyItem.by CustodyMove.by Attachment.added_by
Attachment.status_by Closing.by Lesson.by Action.owner Action.by Print.asked_by IncidentLetter.queued_by
Report.written_by ReportMessage.by RaiseLink.made_by
"""
REASONS = {f"incidents.{name}": IN_THE_LOG for name in ABOUT_THEM.split()} | {
    f"incidents.{name}": IN_THEIR_WORK for name in DONE_AT_WORK.split()
}


def about(person: Person) -> Iterator[Section]:
    """A parent reads the same words: what is known of their child is given once the lead has decided (fact 57)."""
    text = _(
        "This copy has nothing of the log of concerns, for anybody, and does not say whether there is anything. "
        "If you want to know, ask the safeguarding lead, or the chair if you would rather not ask the lead. They look "
        "what can be given without putting anybody at risk, and answer within the same time."
    )
    record = Record((Fact(_("How to ask"), text),))
    yield Section("incidents.concerns", _("Concerns"), (record,))
