"""Pictures that are kept here are put in, looked at and taken out; each of the three is recorded."""

from __future__ import annotations

from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as AuditVerb
from consent import store
from consent.models import Picture, StoredPicture
from consent.permissions import can_delete_stored, can_see_picture
from consent.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused, require

MOST_IN_A_LINE = 100


def keep(picture: Picture, *, by: Person, file: IO[bytes]) -> StoredPicture:
    """Put one picture beside its line. The same picture is kept once, however often it is sent.

    Raises Refused when the charity keeps no pictures here, when the line is full, and PictureRefused for the file.
    """
    require(can_see_picture(by, picture), _("Whoever took the pictures, or keeps the log, does this."))
    if not store.is_on():
        raise Refused(_("Your charity keeps no pictures here."))
    cleaned = store.cleaned(file)  # before any row is locked: it takes a moment
    with transaction.atomic():
        Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)  # two clicks come one after the other
        here = StoredPicture.objects.filter(picture=picture, deleted_at=None)
        if known := here.filter(sha256=cleaned.sha256).first():
            return known
        if here.count() >= MOST_IN_A_LINE:
            raise Refused(_("There are 100 pictures here already. Log the others in a line of their own."))
        stored = StoredPicture(picture=picture, added_by=by, sha256=cleaned.sha256)
        stored.width, stored.height = cleaned.width, cleaned.height
        stored.organisation_id = picture.organisation_id  # the folder is the charity's
        stored.file.save(store.new_name(), ContentFile(cleaned.content), save=False)
        name = str(stored.file.name)
        try:
            store.keep_small(name, cleaned.small)
            stored.save()
            record(Verb.STORED, picture, by=by, detail={"width": cleaned.width, "height": cleaned.height})
        except BaseException:
            store.forget(name)  # the row will not be there, so nobody could ever delete the file
            raise
    return stored


@transaction.atomic
def look(picture: Picture, *, by: Person, count: int) -> None:
    """Somebody looked at pictures of this line: how many, and never which faces."""
    record(Verb.LOOKED, picture, by=by, detail={"pictures": count})


@transaction.atomic
def delete(stored: StoredPicture, *, by: Person) -> StoredPicture:
    """Take the file away for good; the row says that it was here. Twice is once."""
    require(
        can_delete_stored(by, stored.picture),
        _("Whoever took it, the web manager and whoever keeps consent take a picture out. Ask one of them."),
    )
    stored = StoredPicture.objects.select_for_update(no_key=True).get(pk=stored.pk)
    if stored.deleted_at:
        return stored
    stored.deleted_at = timezone.now()
    stored.save(update_fields=["deleted_at"])
    record(AuditVerb.REMOVED, stored, by=by, detail={"line": stored.picture_id})
    name = str(stored.file.name)
    transaction.on_commit(lambda: store.forget(name))
    return stored
