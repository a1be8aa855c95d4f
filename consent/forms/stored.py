"""Choosing pictures that are to be kept here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.store import LARGEST_FILE
from organisations.plain_forms import PlainWords

MOST_AT_ONCE = 10


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is checked as one."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(gettext("Choose at most %(most)s pictures at once.") % {"most": MOST_AT_ONCE})
        found = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        for file in found:
            if file.size > LARGEST_FILE:
                sentence = gettext("%(name)s is too large. Choose pictures of at most 20 megabytes.")
                raise ValidationError(sentence % {"name": file.name})
        return found


class StoreForm(PlainWords, forms.Form):
    files = FilesField(
        label=_("Which pictures?"),
        max_length=200,
        help_text=_(
            "JPEG, PNG or WebP, at most ten at once, 20 megabytes each. A smaller copy is kept, without the place, the "
            "time and the device that the camera wrote into the file."
        ),
        error_messages={
            "required": _("Choose at least one picture."),
            "empty": _("This file is empty. Choose another one."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
    )
