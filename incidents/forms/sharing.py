"""The form for a decision to share information or not. It asks for much and insists on two things: which, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incidents.forms.moments import WithMoment
from incidents.forms.no_pictures import NoPictures
from incidents.golden_rules import Ground, grounds_for_sharing, grounds_for_withholding
from incidents.models import SharingDecision
from incidents.services.sharing import AGREEMENT, NAMES_USED, TESTS, TOLD
from organisations.models import LocalProtocol
from organisations.plain_forms import PlainWords

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 2, 3, 30
LONGEST = 20_000
TEST_ANSWERS = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}


def words(label: Any, hint: Any = "", *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": rows})
    )


def one_of(label: Any, choices: Any, hint: Any = "") -> forms.ChoiceField:
    """Radio buttons, none of them chosen beforehand."""
    return forms.ChoiceField(
        label=label, help_text=hint, required=False, choices=list(choices.items()), widget=forms.RadioSelect
    )


class AddForm(NoPictures, PlainWords, WithMoment):
    """What is added to a decision that was made: all that the decision itself asks, but for whether it is shared."""

    what = words(_("What is shared?"), _("Only what they need for keeping somebody safe."))
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    purpose = words(_("What for?"), rows=2)
    basis_reason = words(_("Why does that ground fit the facts?"), rows=2)
    protocol = forms.ModelChoiceField(
        label=_("Which local protocol?"),
        queryset=LocalProtocol.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    section = forms.CharField(
        label=_("Which of its sections?"),
        required=False,
        max_length=200,
        help_text=_("If you rely on a local protocol."),
    )
    detriment = words(_("What harm would sharing do, and to whom?"), _("If that is why it is not shared."), rows=2)
    told = one_of(_("Were the person or their family told?"), TOLD)
    told_reason = words(
        _("How they were told, or why not"), _("What they were told is shared, why, how and with whom."), rows=2
    )
    agreement = one_of(_("Did they agree?"), AGREEMENT)
    agreement_reason = words(
        _("What they said, or why they were not asked"),
        _("You need no agreement where somebody may be at risk. Do not ask where asking could put anybody in danger."),
        rows=2,
    )
    advice = words(_("Whose advice was taken, and what was it?"), _("If none was needed, say so."), rows=2)
    advice_identified = one_of(_("Were names used in asking?"), NAMES_USED, _("Leave them out where you can."))
    wellbeing = words(_("What does it mean for the safety and well-being of this person, and of others?"))
    identity = words(
        _("Whose identity must be protected?"),
        _("Could anybody come to harm if it became known who they are, where they live, or that they spoke to us?"),
        rows=2,
    )
    method = forms.CharField(
        label=_("How is it sent safely?"),
        required=False,
        max_length=300,
        help_text=_("For example by telephone to a number you looked up yourself, or by secure e-mail."),
    )
    reasons = words(_("Anything more about the reasons"))

    def __init__(self, *args: Any, shared: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, moment_label=_("When was this decided or learnt?"), **kwargs)
        self.shared = shared
        self.fields["protocol"].queryset = LocalProtocol.objects.order_by("name")
        for key, label in TESTS.items():
            self.fields[f"test_{key}"] = one_of(label, TEST_ANSWERS)
        self._add_grounds(timezone.localdate())
        self.row_count = self._rows()
        for place in range(self.row_count):
            self.fields[f"to_{place}"] = forms.CharField(label=_("Who receives it?"), required=False, max_length=300)
            self.fields[f"why_{place}"] = forms.CharField(
                label=_("Why do they need to know?"), required=False, max_length=1000
            )
        self.initial["rows"] = self.row_count
        if self.is_bound:  # what was sent as "rows" is one less than what is shown now
            self.data = self.data.copy()
            self.data["rows"] = str(self.row_count)

    def _add_grounds(self, today: date) -> None:
        if self.shared is not False:
            self.fields["basis"] = self._grounds(_("On which ground is it shared?"), grounds_for_sharing(), today)
        if self.shared is not True:
            label = _("On which ground is it not shared?")
            self.fields["not_basis"] = self._grounds(label, grounds_for_withholding(), today)

    @staticmethod
    def _grounds(label: Any, known: dict[str, Ground], today: date) -> forms.MultipleChoiceField:
        """What can be relied on today, and none of it ticked."""
        choices = [(key, ground_in_words(ground)) for key, ground in known.items() if ground.holds_on(today)]
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )

    def _rows(self) -> int:
        """As many recipients as were sent, and more of them when somebody asked for more."""
        if not self.is_bound:
            return FIRST_ROWS
        sent = str(self.data.get("rows", ""))
        count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else FIRST_ROWS
        if "more" in self.data:
            count += MORE_ROWS
        return max(1, min(count, MOST_ROWS))

    def full_clean(self) -> None:
        """Somebody who asks for more lines is not told yet what is missing; what they typed stays."""
        super().full_clean()
        if self.is_bound and "more" in self.data:
            self._errors = ErrorDict()

    def recipients(self) -> Iterator[tuple[BoundField, BoundField]]:
        for place in range(self.row_count):
            yield self[f"to_{place}"], self[f"why_{place}"]

    def tests(self) -> Iterator[BoundField]:
        for key in TESTS:
            yield self[f"test_{key}"]

    def said(self) -> dict[str, Any]:
        """The words of the decision; what was left empty is left out."""
        values = self.cleaned_data
        plain = [name for name in SharingDecision.WORDS if name in values and name not in ("protocol", "basis")]
        said: dict[str, Any] = {name: values[name] for name in plain if values[name]}
        recipients = [
            {"name": values.get(f"to_{place}", ""), "why": values.get(f"why_{place}", "")}
            for place in range(self.row_count)
        ]
        said["recipients"] = [one for one in recipients if any(one.values())]
        said["tests"] = {key: values[f"test_{key}"] for key in TESTS if values.get(f"test_{key}")}
        shared = self.shared if self.shared is not None else values.get("is_shared")
        said["basis"] = values.get("basis" if shared else "not_basis", [])
        said["protocol"] = self._protocol()
        return {name: value for name, value in said.items() if value}

    def _protocol(self) -> dict[str, str]:
        """As it is called today: the record stays readable when the list of protocols changes."""
        chosen, section = self.cleaned_data.get("protocol"), self.cleaned_data.get("section", "").strip()
        found = {"section": section}
        if chosen is not None:
            found |= {"name": chosen.name, "version": chosen.version}
        return {name: value for name, value in found.items() if value}


class DecideForm(AddForm):
    is_shared = forms.TypedChoiceField(
        label=_("Is information shared?"),
        choices=[("yes", _("Yes, we share")), ("no", _("No, we do not share"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is shared or not.")},
    )
    reasons = forms.CharField(
        label=_("Why?"),
        help_text=_("Write it down for either decision. What you know, what you weighed, and what tipped it."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say why it is shared or not shared.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("When was it decided?")


def ground_in_words(ground: Ground) -> str:
    label = f"{ground.label}. {ground.hint}" if ground.hint else ground.label
    if ground.ends is not None:
        return f"{label} ({_('until %(day)s') % {'day': date_format(ground.ends)}})"
    return label
