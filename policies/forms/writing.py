"""Writing a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from policies.importing.readers.text import read_lines
from policies.importing.readers.web import looks_like_html
from policies.models import ChangeKind, DocumentClass, PolicyVersion
from safeguard.partial_date_forms import PartialDateFormField

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}
LONGEST_TEXT = 2_000_000  # characters: several hundred pages


class TextField(ProseEditorFormField):
    """A text with headings, lists and tables. Without JavaScript it is a plain box; plain lines become paragraphs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TEXT)
        super().__init__(extensions=EXTENSIONS, **kwargs)
        self.widget.attrs.setdefault("rows", 24)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text.strip() or looks_like_html(text):
            return text
        return read_lines(text).html


class BeginForm(forms.Form):
    """A new policy needs a title; everything else comes later."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=300, error_messages={"required": _("Enter a title.")}
    )
    document_classes = forms.MultipleChoiceField(
        label=_("What kind of document is it?"),
        help_text=_("Choose all that fit."),
        choices=DocumentClass.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[DocumentClass.POLICY],
        error_messages={"required": _("Choose at least one kind.")},
    )


class EditForm(forms.Form):
    """The text of a draft, and what it says of itself."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Enter a title.")})
    body = TextField(
        label=_("Text"),
        required=False,
        help_text=_("Begin a clause with its number, such as 4.7, and it keeps that number wherever it is cited."),
    )
    change_kind = forms.ChoiceField(
        label=_("What changes?"),
        choices=[(ChangeKind.MATERIAL, ChangeKind.MATERIAL.label), (ChangeKind.WORDING, ChangeKind.WORDING.label)],
        widget=forms.RadioSelect,
        help_text=_("If the rules change, everybody whom they bind is asked to sign again."),
    )
    change_summary = forms.CharField(
        label=_("What changed, in a sentence or two"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Trustees see it when they decide, and volunteers when they sign."),
    )
    label = forms.CharField(
        label=_("Version label"),
        required=False,
        max_length=60,
        help_text=_("Your own, such as 2.1 or “Spring 2027”. Leave it empty to count versions."),
        widget=forms.TextInput(attrs={"class": "input--20"}),
    )
    author = forms.CharField(label=_("Written by"), required=False, max_length=300)
    dated = PartialDateFormField(label=_("Date on the document"), required=False)

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version.change_kind == ChangeKind.FIRST:
            del self.fields["change_kind"], self.fields["change_summary"]

    @staticmethod
    def initial_of(version: PolicyVersion, body: str | None = None) -> dict[str, Any]:
        return {
            "revision": version.revision,
            "title": version.title,
            "body": version.body if body is None else body,
            "change_kind": version.change_kind,
            "change_summary": version.change_summary,
            "label": version.label,
            "author": version.author,
            "dated": version.dated,
        }


class DiscardForm(forms.Form):
    reason = forms.CharField(label=_("Why"), required=False, max_length=600)
