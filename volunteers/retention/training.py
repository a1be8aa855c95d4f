"""How long training and induction are kept."""

from django.utils.translation import gettext_lazy as _

from people.retention import LIMITATION, OUR_DEFAULT, end_of, entries_of, people_gone_by
from safeguard.retention import Rule, Then
from volunteers.models import Completion, InductionCertificate, TrainingLetter, TrainingOffer
from volunteers.services.applicants import KEPT_MONTHS

EXISTS = _("as long as the charity is kept here")
SHOWS = _("After something has gone wrong it is asked whether whoever did it had been trained, and for what.")
GONE = _("the day on which the person left")

RULES: list[Rule] = [
    Rule(
        "volunteers.InductionCertificate",
        _("Certificates of induction"),
        SHOWS,
        months=72,
        counted_from=GONE,
        over=lambda day: InductionCertificate.objects.filter(person__in=people_gone_by(day)),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: InductionCertificate.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "volunteers.Completion",
        _("Who completed which training or part of the induction"),
        SHOWS,
        months=72,
        counted_from=GONE,
        over=lambda day: Completion.objects.filter(person__in=people_gone_by(day)),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: Completion.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "volunteers.TrainingOffer",
        _("Who was offered which training"),
        _("A policy promises that everybody completes what is offered."),
        months=72,
        counted_from=GONE,
        over=lambda day: TrainingOffer.objects.filter(person__in=people_gone_by(day)),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: TrainingOffer.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "volunteers.TrainingLetter",
        _("E-mails about a training that somebody was offered"),
        _("Whether somebody was told can be asked as long as the training is to be completed."),
        months=KEPT_MONTHS,
        counted_from=_("the day on which the e-mail was written"),
        over=lambda day: TrainingLetter.objects.filter(queued_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: TrainingLetter.objects.filter(person__in=entries_of(person)),
    ),
    Rule("volunteers.TrainingSession", _("Sessions at which something was taught"), SHOWS, as_long_as=EXISTS),
    Rule("volunteers.Topic", _("Topics of training and induction"), SHOWS, as_long_as=EXISTS),
]
