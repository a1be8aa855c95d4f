"""Two entries were one person: they become one, with its history, and can be taken apart again (E-17, E-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import record
from people import links
from people.models import Merge, Person, PersonalLink, RoleHolding, ServicePeriod
from people.permissions import is_own_family, may_merge
from people.services.roles import forget_roles
from people.verbs import Verb
from safeguard.append_only import AppendOnlyModel
from safeguard.refusals import Refused
from safeguard.scoping import ScopedModel

STAYED, BEFORE, PERIOD = "stayed", "before", "period"
"""Beside the keys of the rows in `Merge.moved`: what could not move, values that were filled in, and a first day."""

FILLED_IN = (
    *("known_as", "email", "phone", "safe_contact", "language", "interpreter", "age_band", "date_of_birth"),
    *("project_id", "line_manager_id"),
)
"""What the entry that stays takes over where it has nothing."""

KEPT_IF_EITHER = ("restricted", "adult_at_risk", "do_not_email")
"""What protects somebody is true of the person if it stood in either entry."""


OWN_FAMILY = gettext_lazy("One of them is of your own family. A colleague joins such entries, or takes them apart.")


class MergeRefused(Refused):
    """These two entries cannot be joined, or taken apart, now."""


def relations() -> Iterator[tuple[type[models.Model], str, bool]]:
    """(model, name of its field, whether its rows can move) for everything that is a person's own.

    Who wrote, recorded or decided something is told by a field that ends in "by". It stays: it says who did it then,
    and is read through `merged_into`.
    """
    relation: Any  # Django's words for what points here have no common type
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        model, name = relation.related_model, relation.field.name
        if model in (Merge, PersonalLink) or not issubclass(model, ScopedModel) or name.split("_")[-1] == "by":
            continue
        yield model, name, not issubclass(model, AppendOnlyModel)


@transaction.atomic
def merge(kept: Person, duplicate: Person, *, told_apart_by: str, by: Person) -> Merge:
    """Join `duplicate` into `kept`. Raises MergeRefused.

    What can move, moves; what is never changed stays where it was signed or answered and counts through `merged_into`.
    Rows that the kept entry has already stay behind. The duplicate's links open nothing any more.
    """
    kept, duplicate = _locked(kept, duplicate)
    _require_mergeable(kept, duplicate, by)
    moved: dict[str, Any] = {STAYED: {}}
    for model, name, can_move in relations():
        if can_move:
            _move(model, name, _rows_to_move(model, name, kept, duplicate), kept, moved)
    moved[BEFORE] = _fill_in(kept, duplicate)
    moved[PERIOD] = _since_the_first_day(kept, duplicate)
    duplicate.merged_into = kept
    duplicate.save(update_fields=["merged_into"])
    links.revoke(duplicate)
    found: Merge = Merge.objects.create(
        kept=kept, duplicate=duplicate, told_apart_by=told_apart_by, moved=moved, merged_by=by
    )
    _forget(kept, duplicate)
    detail = {"moved": count_of(moved), "stayed": count_of(moved[STAYED])}
    record(Verb.MERGED, kept, by=by, detail=detail)
    record(Verb.MERGED, duplicate, by=by, detail=detail)
    return found


@transaction.atomic
def undo_merge(merge: Merge, *, by: Person) -> Merge:
    """Take the two apart: what moved and still stands with the kept entry goes back. Raises MergeRefused.

    What was written since stays with the entry where it was written. Links stay taken back.
    """
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    kept, duplicate = _locked(merge.kept, merge.duplicate)
    if merge.undone_at is not None:
        raise MergeRefused(_("These entries were taken apart already."))
    later = Merge.objects.filter(undone_at=None, pk__gt=merge.pk)
    if later.filter(models.Q(kept__in=[kept, duplicate]) | models.Q(duplicate__in=[kept, duplicate])).exists():
        raise MergeRefused(_("One of these entries was joined to another one later. Take that apart first."))
    _require_may(kept, duplicate, by)
    if kept.paused_from is not None:  # what goes back to the other entry would not be paused there
        raise MergeRefused(
            _("The roles of “%(person)s” are paused. First it is decided whether they go on.") % {"person": kept.name}
        )
    _put_back(kept, duplicate, merge.moved)
    duplicate.merged_into = None
    duplicate.save(update_fields=["merged_into"])
    for model, name, can_move in relations():
        if can_move and (keys := merge.moved.get(_key(model, name))):
            back = model._default_manager.filter(pk__in=keys, **{name: kept})
            _move(model, name, back, duplicate, {STAYED: {}})
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _forget(kept, duplicate)
    for person in (kept, duplicate):
        record(Verb.MERGE_UNDONE, person, by=by)
    return merge


def count_of(keys: dict[str, Any]) -> int:
    """How many rows, as far as numbers may tell of them."""
    return sum(len(found) for key, found in keys.items() if isinstance(found, list) and not is_closed(key))


def is_closed(key: str) -> bool:
    """Rows of which not everybody may know, such as cases of concern: they move, and nobody is told how many."""
    label = key.rpartition(".")[0]
    return label.count(".") == 1 and bool(getattr(apps.get_model(label), "AUDIT_CLOSED", False))


# --- Who and when --------------------------------------------------------------------------------------------------


def _locked(kept: Person, duplicate: Person) -> tuple[Person, Person]:
    if kept.pk == duplicate.pk:
        raise MergeRefused(_("This is one entry. Choose the other one."))
    both = Person.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
    found = {person.pk: person for person in both}
    return found[kept.pk], found[duplicate.pk]


def _require_may(kept: Person, duplicate: Person, by: Person) -> None:
    if by.pk in (kept.pk, duplicate.pk):
        raise MergeRefused(_("Somebody else has to do this with your own entry."))
    if is_own_family(by, kept) or is_own_family(by, duplicate):
        raise MergeRefused(OWN_FAMILY)
    if not may_merge(by, kept, duplicate):
        raise MergeRefused(_("One of them holds an office, or will. The chair joins such entries."))


def _require_mergeable(kept: Person, duplicate: Person, by: Person) -> None:
    today = timezone.localdate()
    _require_may(kept, duplicate, by)
    for person in (kept, duplicate):
        if person.merged_into_id:
            raise MergeRefused(_("“%(person)s” was joined to another entry already.") % {"person": person.name})
        if person.paused_from is not None:  # in the other entry the roles would allow everything again
            raise MergeRefused(
                _("The roles of “%(person)s” are paused. First it is decided whether they go on.")
                % {"person": person.name}
            )
    if bool(kept.deceased_on) != bool(duplicate.deceased_on):
        raise MergeRefused(
            _(
                "One of them is recorded as deceased and the other is not. Correct that first, so that no family is "
                "written to by mistake."
            )
        )
    if duplicate.is_here(today) and not kept.is_here(today):
        raise MergeRefused(_("%(person)s has left. Keep the other entry.") % {"person": kept})
    if kept.user_id and duplicate.user_id:
        raise MergeRefused(_("Both have a sign-in. Take the sign-in of the entry away that is to go, then join them."))
    if kept.date_of_birth and duplicate.date_of_birth and kept.date_of_birth != duplicate.date_of_birth:
        raise MergeRefused(
            _("The dates of birth differ, so these are two people, or one date is wrong. Correct the wrong one first.")
        )


# --- Rows ----------------------------------------------------------------------------------------------------------


def _key(model: type[models.Model], name: str) -> str:
    return f"{model._meta.label}.{name}"


def _rows_to_move(model: type[models.Model], name: str, kept: Person, duplicate: Person) -> Any:
    """All that point at the duplicate, but for roles that the kept entry holds anyway."""
    rows = model._default_manager.filter(**{name: duplicate})
    if model is Person:
        rows = rows.exclude(pk=kept.pk)  # nobody leads themself
    if model is RoleHolding and name == "person":
        today = timezone.localdate()
        held = set(RoleHolding.objects.ahead(today).filter(person=kept).values_list("role", "project"))
        ahead = RoleHolding.objects.ahead(today).filter(person=duplicate)
        rows = rows.exclude(pk__in=[row.pk for row in ahead if (row.role, row.project_id) in held])
    return rows


def _move(model: type[models.Model], name: str, rows: Any, to: Person, moved: dict[str, Any]) -> None:
    """Point the rows at `to`, one by one where the database refuses some: those stay, and are listed."""
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    done = keys if _pointed(model, name, keys, to) else [key for key in keys if _pointed(model, name, [key], to)]
    if done:
        moved[_key(model, name)] = done
    if stayed := sorted(set(keys) - set(done)):
        moved[STAYED][_key(model, name)] = stayed


def _pointed(model: type[models.Model], name: str, keys: list[int], to: Person) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).update(**{name: to})
    except IntegrityError:  # a unique key that `to` fills already, or a row that is closed
        return False
    return True


# --- What is known of the person -----------------------------------------------------------------------------------


def _fill_in(kept: Person, duplicate: Person) -> dict[str, list[Any]]:
    """Take over what the kept entry lacks; (old, new) by the names of the columns."""
    before: dict[str, list[Any]] = {}
    for name in FILLED_IN:
        if not getattr(kept, name) and (new := getattr(duplicate, name)) and new != kept.pk:
            before[name] = [_plain(getattr(kept, name)), _plain(new)]
            setattr(kept, name, new)
    for name in KEPT_IF_EITHER:
        if getattr(duplicate, name) and not getattr(kept, name):
            before[name] = [False, True]
            setattr(kept, name, True)
    if duplicate.user_id and not kept.user_id:
        before["user_id"] = [None, duplicate.user_id]
        user, duplicate.user = duplicate.user_id, None
        duplicate.save(update_fields=["user"])
        kept.user_id = user
    if before:
        kept.save(update_fields=[name.removesuffix("_id") for name in before])
    return before


def _since_the_first_day(kept: Person, duplicate: Person) -> list[Any]:
    """Whoever has been here without a break since the earlier day has been here since then.

    Otherwise what was signed before the later entry was made would not count any more. (key, old day, new day).
    """
    own = ServicePeriod.objects.filter(person=kept, ends_on=None).first()
    other = ServicePeriod.objects.filter(person=duplicate, ends_on=None).first()
    if own is None or other is None or other.starts_on >= own.starts_on:
        return []
    ended = ServicePeriod.objects.filter(person=kept, ends_on__gt=other.starts_on)
    if ended.exists():  # left, and came back: that return is a new beginning (E-21)
        return []
    old, own.starts_on = own.starts_on, other.starts_on
    own.save(update_fields=["starts_on"])
    Person.objects.filter(pk=kept.pk).update(joined_on=own.starts_on)
    return [own.pk, _plain(old), _plain(own.starts_on)]


def _put_back(kept: Person, duplicate: Person, moved: dict[str, Any]) -> None:
    """Values that nobody has changed since."""
    back = []
    for name, (old, new) in moved.get(BEFORE, {}).items():
        if _plain(getattr(kept, name)) == new:
            field: Any = Person._meta.get_field(name.removesuffix("_id"))
            setattr(kept, name, old if name.endswith("_id") else field.to_python(old))
            back.append(name)
    if back:
        kept.save(update_fields=[name.removesuffix("_id") for name in back])
    if "user_id" in back:
        duplicate.user_id = moved[BEFORE]["user_id"][1]
        duplicate.save(update_fields=["user"])
    if moved.get(PERIOD):
        key, old, new = moved[PERIOD]
        if ServicePeriod.objects.filter(pk=key, person=kept, starts_on=new).update(starts_on=old):
            Person.objects.filter(pk=kept.pk, joined_on=new).update(joined_on=old)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _forget(*people: Person) -> None:
    for person in people:
        forget_roles(person)
