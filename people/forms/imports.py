"""Reading people in from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import PlainWords
from people.importing import FIELDS
from people.importing.reading import LARGEST_FILE
from people.models import PeopleImport


class UploadForm(PlainWords, forms.Form):
    table = forms.FileField(
        label=_("The file"),
        help_text=_("CSV or XLSX, at most 5 megabytes and 2,000 people. The first row names the columns."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
            "max_length": _("The name of this file is too long. Rename it."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_table(self) -> Any:
        file = self.cleaned_data["table"]
        if file.size > LARGEST_FILE:
            raise ValidationError(gettext("This file is too large. A list of people takes at most 5 megabytes."))
        return file


class ColumnsForm(PlainWords, forms.Form):
    """For each thing that we keep: the column that holds it."""

    def __init__(self, *args: Any, upload: PeopleImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", _("Not in this file"))]
        columns += [
            (str(number), heading or _("Column %d") % (number + 1)) for number, heading in enumerate(upload.columns)
        ]
        for field, label in FIELDS.items():
            self.fields[field] = forms.TypedChoiceField(
                label=label,
                choices=columns,
                coerce=int,
                empty_value=None,
                required=False,
                initial=str(upload.mapping.get(field, "")),
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = {field: column for field, column in values.items() if column is not None}
        if not {"name", "first_name", "last_name"} & set(chosen):
            self.add_error("name", gettext("Say which column holds the name."))
        for field, column in chosen.items():
            if list(chosen.values()).count(column) > 1:
                self.add_error(field, gettext("This column is chosen twice."))
        return chosen


class ConfirmForm(PlainWords, forms.Form):
    """The last question, asked only where a name of the file is in the list already."""

    with_twins = forms.TypedChoiceField(
        label=_("What about people whose name is in the list already?"),
        choices=[("no", _("Leave them out for now")), ("yes", _("Add them: they are other people with the same name"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, has_twins: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_twins:
            del self.fields["with_twins"]
