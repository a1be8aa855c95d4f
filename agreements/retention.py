"""How long signatures, and what belongs to them, are kept."""

from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementRequest, Awareness, IssueRecord, Letter, Receipt, Signature
from people.retention import OUR_DEFAULT, end_of
from safeguard.retention import Rule, Then

EXISTS = _("as long as the charity is kept here")
EVIDENCE = _(
    "A signature shows who agreed to which words, and on which day. It is worth something only while nothing of it was "
    "changed or taken out."
)
STAYS = _(
    "A signature is kept with the exact text as evidence for legal claims (UK GDPR, article 17(3)(e)). "
    "The name that was written stays on it."
)
TOLD = _("That somebody was told of the rules is asked after something has gone wrong.")

RULES = [
    Rule(
        "agreements.Letter",
        _("E-mails about agreements: to which address, when, and whether they arrived"),
        _("Whether somebody was asked, and reached, is part of what a signature is worth."),
        months=36,
        counted_from=_("the day on which the e-mail was written"),
        over=lambda day: Letter.objects.filter(queued_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Letter.objects.filter(person=person.pk),
    ),
    Rule(
        "agreements.Receipt",
        _("Receipts of signatures"),
        EVIDENCE,
        as_long_as=_("as long as the signature"),
        of=lambda person: Receipt.objects.filter(signature__person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=STAYS,
    ),
    Rule(
        "agreements.SignatureEnd",
        _("When a signature ended, and why"),
        EVIDENCE,
        as_long_as=_("as long as the signature"),
    ),
    Rule(
        "agreements.Signature",
        _("Signatures"),
        EVIDENCE,
        as_long_as=EXISTS,
        source=OUR_DEFAULT,
        of=lambda person: Signature.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=STAYS,
    ),
    Rule("agreements.PaperForm", _("Paper forms that were printed"), EVIDENCE, as_long_as=_("as long as the request")),
    Rule(
        "agreements.AgreementRequest",
        _("Who was asked to sign"),
        EVIDENCE,
        as_long_as=EXISTS,
        of=lambda person: AgreementRequest.objects.filter(person=person.pk),
        on_erasure=Then.ANONYMISE,
        anonymise=lambda rows: rows.update(decline_reason="", settled_note=""),
    ),
    Rule(
        "agreements.Awareness",
        _("Who was told of a policy"),
        TOLD,
        as_long_as=EXISTS,
        of=lambda person: Awareness.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=_("That somebody was told stays, without the name of the person, whose record is anonymous."),
    ),
    Rule(
        "agreements.IssueRecord",
        _("Who was given which document"),
        TOLD,
        as_long_as=EXISTS,
        of=lambda person: IssueRecord.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=_("That it was handed out stays, without the name of the person, whose record is anonymous."),
    ),
    Rule("agreements.ExactDocument", _("The documents in the words that were signed"), EVIDENCE, as_long_as=EXISTS),
    Rule("agreements.ExactText", _("The words that were signed"), EVIDENCE, as_long_as=EXISTS),
    Rule("agreements.AgreementDocument", _("Which policies an agreement is about"), EVIDENCE, as_long_as=EXISTS),
    Rule("agreements.AgreementRole", _("Who must sign"), EVIDENCE, as_long_as=EXISTS),
    Rule("agreements.Agreement", _("Agreements"), EVIDENCE, as_long_as=EXISTS),
]
