"""A document is chosen or pasted, and what was read from it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from people.models import Person, RoleLabel
from people.roles import Role
from people.visibility import not_only_cared_for
from policies.forms.parts_of_import import Parts, kept_answers
from policies.forms.writing import EXTENSIONS, LONGEST_TEXT, TextField
from policies.models import DocumentClass, ImportDraft
from policies.services.importing import Confirmed
from policies.states import Status
from safeguard.partial_date_forms import PartialDateFormField
from safeguard.partial_dates import PartialDate, read

AS_BELOW = "below"  # the answer to the question about the label: neither reading, take what the boxes say


class BringForm(forms.Form):
    """A file, or a text that is pasted."""

    file = forms.FileField(
        label=_("Choose the file"),
        required=False,
        help_text=_("A Word document (.docx), an OpenDocument text (.odt), a PDF with text, or a text file."),
        error_messages={"empty": _("This file is empty. Check that the right file was chosen.")},
    )
    pasted = ProseEditorFormField(
        label=_("Or paste its text"),
        required=False,
        max_length=LONGEST_TEXT,
        extensions=EXTENSIONS,
        error_messages={"max_length": _("This text is too long. Paste it in parts, or choose the file instead.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasted"].widget.attrs["rows"] = 10
        self.fields["file"].widget.attrs["accept"] = ".docx,.odt,.pdf,.txt,.md,.html,.htm"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.MAX_UPLOAD_BYTES:
            words = {"size": filesizeformat(file.size), "most": filesizeformat(settings.MAX_UPLOAD_BYTES)}
            raise forms.ValidationError(
                _(
                    "This file is too large (%(size)s); the most is %(most)s. Leave its pictures out, or paste the "
                    "text."
                ),
                params=words,
            )
        return file

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("file") and not strip_tags(typed.get("pasted", "")).strip():
            self.add_error("file", _("Choose a file, or paste the text below."))
        return typed


class TextOfImportForm(forms.Form):
    body = TextField(label=_("Text"), required=False)


class CheckForm(forms.Form):
    """What a document says of itself, with every date as it was typed."""

    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Enter a title.")})
    document_classes = forms.MultipleChoiceField(
        label=_("What kind of document is it?"),
        help_text=_("Choose all that fit."),
        choices=DocumentClass.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind.")},
    )
    standing = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[
            (Status.IN_FORCE, _("We use it today")),
            (Status.DRAFT, _("It is a draft")),
            (Status.SUPERSEDED, _("It is an earlier version, kept for the record")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the document stands.")},
    )
    label_choice = forms.ChoiceField(label=_("Version and date"), widget=forms.RadioSelect, required=False)
    label = forms.CharField(label=_("Version label"), required=False, max_length=60)
    dated = PartialDateFormField(label=_("Policy dated"), required=False)
    author = forms.CharField(label=_("Written by"), required=False, max_length=300)
    stated_status = forms.CharField(
        label=_("Status that it states"), required=False, max_length=60, help_text=_("Such as “Final”.")
    )
    adopted = PartialDateFormField(label=_("Adopted on"), required=False)
    reviewed = PartialDateFormField(label=_("Reviewed"), required=False)
    signed_name = forms.CharField(label=_("Signed by"), required=False, max_length=300)
    signed_office = forms.CharField(label=_("Office"), required=False, max_length=200)
    signed_on = PartialDateFormField(label=_("Signed on"), required=False)
    stated_next_review = PartialDateFormField(label=_("Next review"), required=False)
    interval_months = forms.IntegerField(
        label=_("Months between reviews"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
    )
    owner = forms.ModelChoiceField(
        label=_("Who owns it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The owner is reminded when it is due for review."),
    )
    audience = forms.MultipleChoiceField(
        label=_("Whom does it bind?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.CharField(
        label=_("What does it cover?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    protected_people = forms.CharField(
        label=_("Whose data and safety does it protect?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    DATES = ("dated", "adopted", "reviewed", "signed_on", "stated_next_review")
    OF_VERSION = (*DATES, "label", "author", "stated_status", "signed_name", "signed_office")
    OF_POLICY = ("interval_months", "owner", "audience", "scope", "protected_people")

    def __init__(self, *args: Any, draft: ImportDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        labels = RoleLabel.objects.by_role()
        self.fields["audience"].choices = [(role, labels[role]) for role in Role.values]
        self.fields["owner"].queryset = not_only_cared_for(timezone.localdate())
        found = draft.parsed["control"]["label"]
        if found["question"]:
            choices = [(str(number), in_words(choice)) for number, choice in enumerate(found["choices"])]
            field = self.fields["label_choice"]
            field.label, field.required = found["question"], True
            field.choices = [*choices, (AS_BELOW, _("Neither: take the two boxes below as they are"))]
            field.error_messages["required"] = _now("The document says “%s”. Choose what it means.") % found["typed"]
        else:
            del self.fields["label_choice"]
        for name in self.DATES:
            self.fields[name].help_text = hint_for(stated(draft, name))
        if draft.policy_id:
            for name in (*self.OF_POLICY, "document_classes"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        choice = typed.get("label_choice", "")
        if choice.isdigit():
            chosen = self.draft.parsed["control"]["label"]["choices"][int(choice)]
            typed["label"] = chosen["label"]
            typed["dated"] = PartialDate.from_iso(chosen["iso"], typed_of(self.draft)) if chosen["iso"] else None
            self.errors.pop("dated", None)
        return typed

    def confirmed(self, parts: Parts) -> Confirmed:
        typed = self.cleaned_data
        return Confirmed(
            title=typed["title"],
            standing=typed["standing"],
            document_classes=typed.get("document_classes", []),
            control={name: typed[name] for name in self.OF_VERSION} | {"label_typed": typed_of(self.draft)},
            details={name: typed[name] for name in self.OF_POLICY if name in typed},
            sections=parts.sections,
            appendices=parts.appendices,
            companions=parts.companions,
            references=parts.references,
        )


def stated(draft: ImportDraft, name: str) -> Mapping[str, Any]:
    """What was found for one of the dates."""
    found: Mapping[str, Any] = draft.parsed["control"][name.removeprefix("stated_")]
    return found


def hint_for(found: Mapping[str, Any]) -> str:
    """What else the document says of this date, and what is to be asked beyond how it is read."""
    also = [_now("It also says “%s”.") % other for other in found["also"]]
    asked = [found["question"]] if found["question"] and read(found["typed"]).is_certain else []
    return escape(" ".join([*asked, *also]))


def typed_of(draft: ImportDraft) -> str:
    return str(draft.parsed["control"]["label"]["typed"])[:100]


def in_words(choice: Mapping[str, str]) -> str:
    """ "Label “V 2”, dated May 2020"."""
    parts = [_now("label “%s”") % choice["label"]] if choice["label"] else []
    parts += [_now("dated %s") % PartialDate.from_iso(choice["iso"])] if choice["iso"] else []
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


# --- What was found, and what was typed before -----------------------------------------------------------------------


def initial_of(draft: ImportDraft) -> dict[str, Any]:
    found = draft.parsed
    control = found["control"]
    first: dict[str, Any] = {
        "title": draft.policy.title if draft.policy else found["title"],
        "document_classes": found["classes"],
        "label": control["label"]["value"],
        "stated_status": control["status"][:60],
        "interval_months": found["interval_months"],
    }
    first |= {name: control[name] for name in ("signed_name", "signed_office")}
    first["author"] = ", ".join(filter(None, (control["author"], control["author_office"])))
    first |= {name: stated(draft, name)["typed"][:100] for name in CheckForm.DATES}
    if control["label"]["question"] and control["dated"]["iso"]:
        first["dated"] = PartialDate.from_iso(control["dated"]["iso"])
    return first


def opening(draft: ImportDraft) -> dict[str, Any]:
    """What the boxes of the form hold: what was found, and over it what was typed before."""
    first, kept = initial_of(draft), kept_answers(draft)
    if kept:
        for name, field in CheckForm.base_fields.items():
            if not field.widget.value_omitted_from_data(kept, {}, name):
                first[name] = field.widget.value_from_datadict(kept, {}, name)
    return first
