"""Setting up: positions, the checks they ask for, what each stage needs, and the words for everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import LINES, DayField, PlainWords, yes_or_no
from people.ages import EARLIEST
from safeguard.scoping import active_organisation
from volunteers import needs, vetting, wording
from volunteers.forms.applying import WORDS, line, mail, reachable, telephone, text
from volunteers.models import PermissionHow, Position, Recruitment, RequiredCheck, Source
from volunteers.services.recruiting import Applicant, Permission, Referee
from volunteers.states import Stage

LONGEST_DRAFT = 365  # days
REFEREES = 2  # as the form for paper asks; more are added on the page of the application
NOT_ASKED = "not_asked"


class PositionForm(PlainWords, forms.ModelForm):
    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("No project: anywhere in the charity"),
    )
    closes_on = DayField(
        label=_("Last day for applying"), help_text=_("For example 31 3 2027. Empty: no end."), required=False
    )

    class Meta:
        model = Position
        fields = [
            *("title", "what", "project", "internet_use", "works_with_children", "is_regulated"),
            *("minimum_age", "closes_on"),
        ]
        widgets = {"what": forms.Textarea(attrs=LINES), "internet_use": forms.Textarea(attrs=LINES)}
        help_texts = {
            "what": _("Whoever thinks about applying reads it: days, hours, what they do, whom they work with."),
            "internet_use": _(
                "What they do online for the charity, and what follows from it. It stands on the form, after the "
                "words for everybody."
            ),
            "is_regulated": _("The law says what regulated work is. If unsure, ask the safeguarding lead."),
            "minimum_age": _("Whoever is younger is told so, kindly, and cannot send the form."),
        }
        error_messages = {"title": {"required": _("Say what the position is called.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.order_by("name")
        age = self.fields["minimum_age"]
        age.widget.attrs["class"] = "input--5"
        age.error_messages |= {"invalid": _("Enter an age in whole years, such as 16.")}

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_closes_on(self) -> Any:
        closes = self.cleaned_data["closes_on"]
        if closes and closes < timezone.localdate() and closes != self.instance.closes_on:
            raise forms.ValidationError(gettext("Enter a day that is still to come, or pause the position."))
        return closes

    def validate_constraints(self) -> None:
        """The service says in a sentence when the name is taken."""


class RequiredCheckForm(PlainWords, forms.Form):
    """Which check the position asks for, from a day on."""

    kind = forms.ChoiceField(label=_("Which check?"), widget=forms.RadioSelect)
    starts_on = DayField(label=_("From"), help_text=_("The day from which the position asks for it."))
    ends_on = DayField(label=_("Until"), help_text=_("Empty: until you end it."), required=False)
    reason = line(_("Why this check?"), _("For example the paragraph of the law, or who advised you."))

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = vetting.kinds(active_organisation().nation)
        if not position.is_regulated:
            kinds = [(key, label) for key, label in kinds if not vetting.is_regulated(key)]
            self.fields["kind"].help_text = _(
                "Checks with a barred list are offered once the position is marked as regulated work: the law allows "
                "them for nothing else."
            )
        self.fields["kind"].choices = kinds
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", gettext("Enter a day that is not before the first one."))
        return found


class EndCheckForm(PlainWords, forms.Form):
    on = DayField(label=_("Last day on which the position asks for it"))

    def __init__(self, *args: Any, required: RequiredCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.required = required
        self.initial.setdefault("on", max(timezone.localdate(), required.starts_on))

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] < self.required.starts_on:
            first = date_format(self.required.starts_on, "j F Y")
            raise forms.ValidationError(gettext("Enter %(first)s or a later day.") % {"first": first})
        return self.cleaned_data["on"]


class NeedsForm(PlainWords, forms.Form):
    """What each stage needs before the next one."""

    references_wanted = forms.IntegerField(
        label=_("How many references?"),
        help_text=_("The application form asks for as many, and as many have to answer. From 0 to 5."),
        validators=[MinValueValidator(0), MaxValueValidator(5)],
        widget=forms.NumberInput(attrs={"class": "input--5"}),
        error_messages={"invalid": _("Enter a number from 0 to 5.")},
    )

    def __init__(self, *args: Any, way: Recruitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("references_wanted", way.references_wanted)
        for stage in needs.STAGES:
            self.fields[f"stage_{stage}"] = forms.MultipleChoiceField(
                label=_("Before somebody leaves the stage “%(stage)s”") % {"stage": Stage(stage).label},
                choices=needs.choices(),
                required=False,
                initial=list(way.needs.get(stage, ())),
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([*(f"stage_{stage}" for stage in needs.STAGES), "references_wanted"])

    def wanted(self) -> dict[str, list[str]]:
        return {stage: self.cleaned_data[f"stage_{stage}"] for stage in needs.STAGES}


class WordsForm(PlainWords, forms.Form):
    permission_text = text(
        _("What applicants say yes or no to, when the charity looks people up online"),
        _(
            "Ask somebody who knows the law before you change it. Each answer keeps the words that it answered; "
            "whoever has answered is not asked again. Empty: our words."
        ),
        attrs={"rows": 12},
    )
    internet_text = text(
        _("What internet use means for everybody here"),
        _("It stands on every application form, before what the position itself says. Empty: our words."),
        attrs={"rows": 8},
    )
    draft_days = forms.IntegerField(
        label=_("After how many days is an unfinished application deleted?"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DRAFT)],
        widget=forms.NumberInput(attrs={"class": "input--5"}),
        error_messages={"invalid": _("Enter a number of days, such as 30.")},
    )

    def __init__(self, *args: Any, way: Recruitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "permission_text": wording.permission(way),
            "internet_text": wording.internet_use(way)[0],
            "draft_days": way.draft_days,
        } | dict(self.initial)

    def words(self) -> dict[str, Any]:
        """Our own words, left as they are, are not stored as the charity's."""
        ours = {
            "permission_text": wording.permission(Recruitment()),
            "internet_text": wording.internet_use(Recruitment())[0],
        }
        found = dict(self.cleaned_data)
        for name, said in ours.items():
            if found[name].replace("\r\n", "\n").strip() == said.strip():
                found[name] = ""
        return found


class EnterForm(PlainWords, forms.Form):
    """An application or a question that came on paper, by telephone or in person."""

    once = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    position = forms.ModelChoiceField(
        label=_("For which position?"), queryset=Position.objects.none(), empty_label=_("Choose one")
    )
    is_question = yes_or_no(_("What is it?"), no=_("An application"), yes=_("Only a question, no application yet"))
    source = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(one.value, one.label) for one in (Source.PAPER, Source.PHONE, Source.PERSON, Source.RETURN)],
        widget=forms.RadioSelect,
    )
    received_on = DayField(label=_("When did it come?"))
    name = line(_("Full name"), required=True, error_messages={"required": _("Enter the name.")})
    email = mail(_("E-mail address"), _("A confirmation goes there."))
    phone = telephone(_("Telephone number"))
    date_of_birth = DayField(
        label=_("Date of birth"), help_text=_("For example 17 6 1990. Empty if you do not know it yet."), required=False
    )
    parent_name = line(_("Name of a parent or carer"), _("Only for somebody under 18."))
    parent_email = mail(_("The parent’s e-mail address"), _("A copy of what we tell young volunteers goes there."))
    parent_phone = telephone(_("The parent’s telephone number"))
    address = text(_("Postal address"))
    why = text(_("Why they would like to help, or their question"))
    experience = text(_("Experience with children, people who need care, or groups"))
    availability = text(_("When they could help"))
    adjustments = text(_("What would make it easier for them to take part"))

    def __init__(self, *args: Any, way: Recruitment, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        self.initial.setdefault("received_on", timezone.localdate())
        self.initial.setdefault("is_question", "False")
        self.fields["position"].queryset = Position.objects.standing()
        for number in range(1, REFEREES + 1):
            which = {"number": number}
            self.fields[f"referee{number}_name"] = line(gettext("Name of referee %(number)s") % which)
            self.fields[f"referee{number}_contact"] = line(
                gettext("E-mail address or telephone number of referee %(number)s") % which, validators=[reachable]
            )
            self.fields[f"referee{number}_relation"] = line(gettext("How referee %(number)s knows them") % which)
        self.fields["explained"] = forms.BooleanField(
            label=_("They were told on that day what internet use means in this position"), required=False
        )
        self.fields["privacy"] = forms.BooleanField(
            label=_("They were shown where privacy settings are explained"), required=False
        )
        if is_asked:
            self.fields["permission"] = forms.ChoiceField(
                label=_("Did they agree in writing to the words above?"),
                help_text=_("Only where these very words were on the paper. Otherwise choose “Not asked yet”."),
                choices=[("yes", _("Yes")), ("no", _("No, and that is fine")), (NOT_ASKED, _("Not asked yet"))],
                widget=forms.RadioSelect,
            )
            self.initial.setdefault("permission", NOT_ASKED)

    def clean_received_on(self) -> Any:
        on, today = self.cleaned_data["received_on"], timezone.localdate()
        if on > today or on.year < today.year - 1:
            raise forms.ValidationError(gettext("Enter a day that has been, this year or last."))
        return on

    def clean_date_of_birth(self) -> Any:
        born = self.cleaned_data["date_of_birth"]
        if born is not None and not EARLIEST <= born <= timezone.localdate():
            raise forms.ValidationError(gettext("Enter the day on which they were born, such as 17 6 1990."))
        return born

    def applicant(self) -> Applicant:
        found = self.cleaned_data
        names = ("name", "email", "phone", "date_of_birth", "parent_name", "parent_email", "parent_phone")
        return Applicant(**{name: found[name] for name in names}, words={name: found[name] for name in WORDS})

    def referees(self) -> list[Referee]:
        found = self.cleaned_data
        rows = [
            Referee(*(found[f"referee{number}_{name}"] for name in ("name", "contact", "relation")))
            for number in range(1, REFEREES + 1)
        ]
        return [one for one in rows if one.name or one.contact]

    def permission(self) -> Permission | None:
        said = self.cleaned_data.get("permission", NOT_ASKED)
        if said == NOT_ASKED:
            return None
        words = wording.permission(self.way)
        return Permission(said == "yes", words, self.way.permission_version, PermissionHow.PAPER)
