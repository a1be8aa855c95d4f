"""How long documents and the work on them are kept."""

from django.utils.translation import gettext_lazy as _

from policies.models import AutosavedText, ClauseComment, ImportDraft
from safeguard.retention import Rule, Then

EXISTS = _("as long as the charity is kept here")
WHAT_APPLIED = _("Years later somebody may ask which rules applied on a day, who approved them and why.")
WITH_IT = _("It belongs to a version of a policy.")
NAMES_STAY = _("Who approved and signed a policy of the charity is part of the policy's history.")

RULES = [
    Rule(
        "policies.ClauseComment",
        _("Comments on a draft"),
        WHAT_APPLIED,
        as_long_as=EXISTS,
        of=lambda person: ClauseComment.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=NAMES_STAY,
    ),
    Rule("policies.Approval", _("Who approved or refused a version"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule("policies.Suggestion", _("Suggestions for reviews; they name nobody"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule("policies.Reviewer", _("Who reads a policy at its review"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule("policies.Review", _("Reviews of policies"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule("policies.Companion", _("Documents that belong to a policy"), WITH_IT, as_long_as=EXISTS),
    Rule("policies.Reference", _("Publications that a policy names"), WITH_IT, as_long_as=EXISTS),
    Rule("policies.Extract", _("Clauses taken over from another document"), WITH_IT, as_long_as=EXISTS),
    Rule("policies.Appendix", _("Appendices"), WITH_IT, as_long_as=EXISTS),
    Rule("policies.Clause", _("Clauses"), WITH_IT, as_long_as=EXISTS),
    Rule("policies.Amendment", _("Amendments"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule(
        "policies.AutosavedText",
        _("What somebody typed and has not saved"),
        _("It is there so that nothing typed is lost."),
        as_long_as=_("until it is saved or thrown away"),
        of=lambda person: AutosavedText.objects.filter(person=person.pk),
        on_erasure=Then.DELETE,
    ),
    Rule(
        "policies.ImportDraft",
        _("Documents on their way in"),
        _("Whoever began may go on the next day."),
        as_long_as=_("one month; the worker then forgets them with their file"),
        of=lambda person: ImportDraft.objects.filter(person=person.pk),
        on_erasure=Then.DELETE,
    ),
    Rule("policies.PolicyVersion", _("Versions of policies"), WHAT_APPLIED, as_long_as=EXISTS),
    Rule("policies.Policy", _("Policies"), WHAT_APPLIED, as_long_as=EXISTS),
]
