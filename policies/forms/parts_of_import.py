"""What is checked below an imported document: its sections, appendices, the documents it names, and its links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import folded
from policies.importing.blocks import INVISIBLE
from policies.importing.clauses import LONGEST_ANCHOR
from policies.models import CompanionKind, ImportDraft, Policy, ReferenceKind
from policies.proposals import MOST_SECTIONS
from policies.services.importing import PLAIN
from safeguard.partial_date_forms import HiddenPartialDateInput, PartialDateFormField


class SectionForm(forms.Form):
    anchor = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_ANCHOR)
    heading = forms.CharField(label=_("Heading"), max_length=600, required=False)
    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("section", _("A section")),
            ("definition", _("A definition")),
            ("amendment", _("An amendment, with its own date")),
            ("appendix", _("Part of an appendix")),
            (PLAIN, _("No heading: it belongs to what stands above")),
        ],
    )
    audience = forms.CharField(label=_("For whom"), max_length=200, required=False)
    dated = PartialDateFormField(label=_("Its date"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("what") != "amendment" and not self.is_bound:
            self.fields["dated"].widget = HiddenPartialDateInput()

    def clean_heading(self) -> str:
        return INVISIBLE.sub("", self.cleaned_data["heading"])


class AppendixForm(forms.Form):
    anchor = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_ANCHOR)
    title = forms.CharField(label=_("Title"), max_length=300)
    source = forms.CharField(label=_("Produced by"), max_length=300, required=False)
    dated = PartialDateFormField(label=_("Date"), required=False)
    audience = forms.CharField(label=_("For whom"), max_length=200, required=False)
    applicability = forms.CharField(label=_("Applies to"), max_length=300, required=False)


class NamedForm(forms.Form):
    """A document that the text names."""

    keep = forms.BooleanField(label=_("Keep it on the list"), required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CompanionKind.choices)
    mandatory = forms.BooleanField(label=_("Must be read together with it"), required=False)
    document = forms.ModelChoiceField(
        label=_("Which of your policies is it?"),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=_("Not filed here yet"),
    )

    def __init__(self, *args: Any, filed: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = filed

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("keep") and not typed.get("title", "").strip():
            self.add_error("title", _("Enter the title of the document, or do not keep it."))
        return typed


class CitedForm(forms.Form):
    """A link in the text."""

    keep = forms.BooleanField(label=_("Keep it as a reference to be checked"), required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    link = forms.CharField(label=_("Web address"), max_length=600, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ReferenceKind.choices)

    def clean_link(self) -> str:
        """An address of the web; whatever else a document calls a link leads nowhere."""
        link: str = self.cleaned_data["link"].strip()
        if link.casefold().startswith("www."):
            link = f"https://{link}"
        return link if link.casefold().startswith(("https://", "http://", "mailto:")) else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("keep") and not typed.get("title", "").strip():
            typed["title"] = typed.get("link", "")[:300] or _now("Link without an address")
        return typed


MOST = MOST_SECTIONS + 10
Sections = forms.formset_factory(SectionForm, extra=0, max_num=MOST, absolute_max=MOST)
Appendices = forms.formset_factory(AppendixForm, extra=0, max_num=60, absolute_max=60)
Companions = forms.formset_factory(NamedForm, extra=0, max_num=100, absolute_max=100)
References = forms.formset_factory(CitedForm, extra=0, max_num=100, absolute_max=100)

MOST_LINKS = 80


class Parts:
    """The four lists below the form: sections, appendices, companions and links."""

    def __init__(self, draft: ImportDraft, data: QueryDict | None) -> None:
        parsed, kept = draft.parsed, kept_answers(draft)
        filed = Policy.objects.live()
        self.filed = list(filed) if parsed["companions"] else []

        def made(formset: Any, prefix: str, initial: list[dict[str, Any]], **kwargs: Any) -> Any:
            if data is not None:
                return formset(data, prefix=prefix, form_kwargs=kwargs)
            if f"{prefix}-TOTAL_FORMS" in kept:
                initial = again(formset.form, kept, prefix, len(initial), **kwargs)
            return formset(initial=initial, prefix=prefix, form_kwargs=kwargs)

        self.section_forms = made(Sections, "section", [section_of(row) for row in parsed["sections"]])
        self.appendix_forms = made(Appendices, "appendix", [appendix_of(row) for row in parsed["appendices"]])
        named = [self.named_of(row) for row in parsed["companions"][:90]]
        self.companion_forms = made(Companions, "companion", named, filed=filed)
        self.reference_forms = made(References, "link", [cited_of(row) for row in parsed["links"][:MOST_LINKS]])

    @property
    def all(self) -> list[Any]:
        return [self.section_forms, self.appendix_forms, self.companion_forms, self.reference_forms]

    def is_valid(self) -> bool:
        valid = [formset.is_valid() for formset in self.all]  # every one, so that all errors are shown
        return all(valid)

    @property
    def errors(self) -> int:
        """How many rows or lists have something wrong."""
        return sum(formset.total_error_count() for formset in self.all if formset.is_bound)

    def named_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "keep": True, "document": same_document(row["title"], self.filed)}

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.section_forms]

    @property
    def appendices(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.appendix_forms]

    @property
    def companions(self) -> list[dict[str, Any]]:
        return without_keep(self.companion_forms)

    @property
    def references(self) -> list[dict[str, Any]]:
        return without_keep(self.reference_forms)


def without_keep(formset: Any) -> list[dict[str, Any]]:
    rows = [dict(form.cleaned_data) for form in formset if form.cleaned_data.get("keep")]
    return [{name: value for name, value in row.items() if name != "keep"} for row in rows]


def section_of(row: Mapping[str, Any]) -> dict[str, Any]:
    what = row["kind"] if row["kind"] in {"definition", "amendment", "appendix"} else "section"
    return {
        "anchor": row["anchor"],
        "heading": row["heading"],
        "what": what,
        "audience": row["audience"],
        "dated": row["dated"],
    }


def appendix_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("anchor", "title", "source", "dated", "audience", "applicability")}


def cited_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"keep": True, "title": row["text"][:300], "link": row["address"][:600], "kind": ReferenceKind.RESOURCE}


def same_document(title: str, filed: list[Policy]) -> Policy | None:
    """The charity's own policy that is meant by a name in a text: "Photo Policy" is "Photo", or begins like it."""
    wanted = bare(title)
    return next((policy for policy in filed if wanted and bare(policy.title) == wanted), None)


def bare(title: str) -> str:
    words = [
        word for word in folded(title).replace("-", " ").split() if word not in {"policy", "policies", "the", "our"}
    ]
    return " ".join(words)


def kept_answers(draft: ImportDraft) -> QueryDict:
    """What was typed into the preview before, as it was sent."""
    data = QueryDict(mutable=True)
    for name, values in draft.answers.items():
        data.setlist(name, values)
    return data


def again(form_class: Any, kept: QueryDict, prefix: str, count: int, **kwargs: Any) -> list[dict[str, Any]]:
    """The rows as they were typed, valid or not."""
    fields = form_class.base_fields
    return [
        {
            name: field.widget.value_from_datadict(kept, {}, f"{prefix}-{number}-{name}")
            for name, field in fields.items()
        }
        for number in range(count)
    ]
