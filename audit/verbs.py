"""What can have happened to a thing. An app with words of its own puts another `Verb` into its `verbs.py`."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")
    MOVED = "moved", _("moved on")
    VIEWED = "viewed", _("looked at")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    PRINTED = "printed", _("made a pack of")
    SENT = "sent", _("sent")
    INVITED = "invited", _("invited")
    APPOINTED = "appointed", _("appointed")
    JOINED = "joined", _("joined")
    LEFT = "left", _("left")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined to sign")
    APPROVED = "approved", _("approved")
    REVIEWED = "reviewed", _("reviewed")
    AMENDED = "amended", _("amended")
    COMMENTED = "commented", _("commented on")
    WITHDRAWN = "withdrawn", _("withdrew")
    REFUSED = "refused", _("was refused")


def label(verb: str) -> str:
    """The verb in the reader's language; a verb that no app names (any more) stands as it was written."""
    return str(_labels().get(verb, verb.replace("_", " ")))


def choices() -> list[tuple[str, str]]:
    return sorted(((verb, str(words)) for verb, words in _labels().items()), key=lambda choice: choice[1])


@cache
def _labels() -> dict[str, str | Promise]:
    return {verb.value: verb.label for verbs in _every_verb() for verb in verbs}


def _every_verb() -> Iterator[type[TextChoices]]:
    for config in apps.get_app_configs():
        if "." not in config.name and module_has_submodule(config.module, "verbs"):
            yield import_module(f"{config.name}.verbs").Verb
