"""Writing an agreement: its words, who signs, for how long, and how much of which document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, AgreementDocument, Extent
from agreements.texts import amendment_anchor
from organisations.plain_forms import PlainWords, yes_or_no
from people.models import RoleLabel
from policies.models import Policy, PolicyVersion

USUAL_STATEMENT = _(
    "I have read these rules and I understand them. I will keep to them in everything that I do for the charity. If I "
    "am not sure what they ask of me, I will ask before I act."
)


LANGUAGE_HELP = _("The signature records the language that was read. For another language, make a second agreement.")


class AgreementForm(PlainWords, forms.ModelForm):
    """A draft. Once people sign, only `TermsForm` is left."""

    class Meta:
        model = Agreement
        fields = ["title", "statement", "language", "age_group", "valid_for_months"]
        labels = {
            "title": _("What is it called?"),
            "statement": _("What do people agree to?"),
            "language": _("In which language are these words?"),
            "age_group": _("How old are the people who sign it?"),
            "valid_for_months": _("After how many months is it signed again?"),
        }
        help_texts = {
            "title": _("For example: Volunteer agreement on social media."),
            "statement": _("These words stand above the signature. Let people say that they understand, too."),
            "age_group": _("Young people agree on how to behave, and a parent gets a copy. It is not a contract."),
            "valid_for_months": _("Leave it empty if it lasts until the rules change. Many charities ask every year."),
        }
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 6}),
            "age_group": forms.RadioSelect,
            "valid_for_months": forms.NumberInput(attrs={"class": "input--5", "inputmode": "numeric"}),
        }
        error_messages = {
            "title": {"required": _("Give the agreement a name.")},
            "statement": {"required": _("Write what people agree to.")},
            "valid_for_months": {
                "invalid": _("Enter a number of months, such as 12."),
                "min_value": _("Enter a number of months from 1 to 120."),
                "max_value": _("Enter a number of months from 1 to 120."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = RoleLabel.objects.by_role()
        self.fields["roles"] = forms.MultipleChoiceField(
            label=_("Who must sign?"),
            choices=list(labels.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one role.")},
        )
        self.fields["asks_birth_date"] = yes_or_no(
            _("Ask for the date of birth before the page opens?"), no=_("No, the name is enough")
        )
        self.fields["asks_birth_date"].help_text = _(
            "Where people share an e-mail address, it keeps one from signing for another."
        )
        self.initial.setdefault("statement", USUAL_STATEMENT)
        self.initial.setdefault("asks_birth_date", "False")
        if "language" in self.fields:
            self.fields["language"] = forms.ChoiceField(
                label=self.fields["language"].label, choices=settings.LANGUAGES, help_text=LANGUAGE_HELP
            )
        if self.instance.pk:
            self.initial["roles"] = self.instance.roles
            self.initial["asks_birth_date"] = str(self.instance.asks_birth_date)
        self.order_fields(
            ["title", "statement", "language", "roles", "age_group", "valid_for_months", "asks_birth_date"]
        )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class TermsForm(AgreementForm):
    """What may be changed while people are signing: who signs, and for how long."""

    class Meta(AgreementForm.Meta):
        fields = ["age_group", "valid_for_months"]


class AddDocumentForm(PlainWords, forms.Form):
    policy = forms.ModelChoiceField(
        label=_("Add a document"),
        queryset=Policy.objects.none(),
        empty_label=_("Choose a document"),
        error_messages={"required": _("Choose a document."), "invalid_choice": _("Choose a document from the list.")},
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = AgreementDocument.objects.filter(agreement=agreement).values("policy")
        self.fields["policy"].queryset = Policy.objects.live().in_force().exclude(pk__in=taken)


class DocumentForm(PlainWords, forms.Form):
    """How much of a document is signed, and which of its clauses the agreement names."""

    extent = forms.ChoiceField(label=_("How much of it do people sign?"), choices=Extent, widget=forms.RadioSelect)
    anchors = forms.MultipleChoiceField(
        label=_("Clauses"),
        help_text=_(
            "With the whole document, the clauses that you tick are named in the agreement as well, so that nobody "
            "overlooks them."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    required = yes_or_no(
        _("If this document is not in force one day:"),
        yes=_("Nobody can sign the agreement until it is"),
        no=_("People sign the agreement without it"),
    )

    def __init__(self, *args: Any, document: AgreementDocument, version: PolicyVersion | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "extent": document.extent,
            "anchors": document.anchors,
            "required": str(document.required),
        }
        super().__init__(*args, **kwargs)
        self.fields["anchors"].choices = clause_choices(version) if version else []
        if not self.fields["anchors"].choices:
            self.fields["anchors"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("extent") == Extent.CLAUSES and "anchors" not in self.errors and not found.get("anchors"):
            self.add_error("anchors", ValidationError(gettext("Choose the clauses that people sign.")))
        return found


def clause_choices(version: PolicyVersion) -> list[tuple[str, str]]:
    """Headings, numbered clauses and amendments; a tick on a heading takes what stands below it along."""
    clauses = [c for c in version.clauses.all() if c.number or c.html.startswith("<h")]
    choices = [(c.anchor, f"{c.number} {c.heading}".strip() if c.heading else shortened(c.html)) for c in clauses]
    return choices + [
        (amendment_anchor(a), gettext("Amendment: %(heading)s") % {"heading": a.heading})
        for a in version.amendments.in_force()
    ]


def shortened(html: str) -> str:
    from django.utils.html import strip_tags
    from django.utils.text import Truncator

    return Truncator(" ".join(strip_tags(html.replace("<", " <")).split())).chars(90)
