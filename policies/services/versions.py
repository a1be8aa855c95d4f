"""The text of a version while it may still change: drafts, saving, autosaving, and the anchors of its clauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb
from people.models import Person
from policies.importing.sanitising import sanitise
from policies.models import Appendix, AutosavedText, ChangeKind, ClauseComment, Extract, Policy, PolicyVersion
from policies.services import clauses
from policies.states import Status
from safeguard.refusals import Refused

EDITING_NOW = timedelta(minutes=10)  # since the last autosave

CONTROL = ("title", "label", "author", "dated", "change_kind", "change_summary")


class EditedMeanwhile(Refused):
    """Somebody else saved this draft after it was opened; `theirs` is the version as it stands now (E-40)."""

    def __init__(self, theirs: PolicyVersion) -> None:
        words = {"person": theirs.edited_by or _("Somebody")}
        super().__init__(_("%(person)s saved this draft while you were editing. Nothing of yours is lost.") % words)
        self.theirs = theirs


@transaction.atomic
def open_draft(
    policy: Policy,
    *,
    by: Person,
    change_kind: str = ChangeKind.MATERIAL,
    summary: str = "",
    source: PolicyVersion | None = None,
) -> PolicyVersion:
    """A new draft with the words of the version in force, amendments included, and with its anchors.

    Raises Refused while another draft is in work.
    """
    Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    source = source or policy.versions.in_force().first() or policy.versions.newest_first().first()
    if (waiting := policy.versions.in_work().first()) is not None:
        raise Refused(
            _("%(version)s is “%(status)s”. Finish it before you start another draft.")
            % {"version": waiting, "status": waiting.get_status_display()}
        )
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    draft = PolicyVersion(
        policy=policy,
        number=last + 1,
        supersedes=policy.versions.in_force().first(),
        title=policy.title,
        author=str(by),
        language=source.language if source else "en-gb",
        change_kind=change_kind if source else ChangeKind.FIRST,
        change_summary=summary,
        created_by=by,
        edited_by=by,
    )
    write(draft, clauses.with_amendments(source) if source else "", before=source)
    if source is not None:
        copy_parts(source, draft)
    record(Verb.CREATED, draft, by=by)
    return draft


@transaction.atomic
def save_text(version: PolicyVersion, *, by: Person, html: str, revision: int, **control: Any) -> PolicyVersion:
    """Keep what was typed, if nobody saved in between. `control` are fields of CONTROL.

    The same text sent twice is saved once. Raises EditedMeanwhile with the other text, and Refused once the text is
    closed.
    """
    clean = sanitise(html)
    now: PolicyVersion = (
        PolicyVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("policy", "edited_by")
        .get(pk=version.pk)
    )
    if now.is_closed:
        raise Refused(
            _("%(version)s is “%(status)s”: its text is closed. Make an amendment, or start a new version.")
            % {"version": now, "status": now.get_status_display()}
        )
    changed = [name for name in CONTROL if name in control and getattr(now, name) != control[name]]
    changed += ["body"] if clean != now.body else []
    if not changed:
        forget_autosave(now, by)
        return now
    if now.revision != revision:
        raise EditedMeanwhile(now)
    for name in set(changed) - {"body"}:
        setattr(now, name, control[name])
    now.edited_by, now.edited_at, now.revision = by, timezone.now(), now.revision + 1
    write(now, clean, before=now)
    forget_autosave(now, by)
    record(Verb.CHANGED, now, by=by, changed=changed, detail={"text": now.revision})
    return now


def autosave(version: PolicyVersion, *, by: Person, html: str, based_on: int) -> datetime:
    """Keep what is being typed, for this person only. Returns when."""
    now = timezone.now()
    text = {"body": sanitise(html), "based_on": based_on, "saved_at": now}
    AutosavedText.objects.update_or_create(version=version, person=by, defaults=text)
    return now


def forget_autosave(version: PolicyVersion, person: Person) -> None:
    AutosavedText.objects.filter(version=version, person=person).delete()


def also_editing(version: PolicyVersion, person: Person, *, now: datetime) -> list[Person]:
    """Who else has typed into this draft in the last ten minutes and has not saved."""
    recent = AutosavedText.objects.filter(version=version, saved_at__gte=now - EDITING_NOW).exclude(person=person)
    return [row.person for row in recent.select_related("person")]


@transaction.atomic
def discard(version: PolicyVersion, *, by: Person, reason: str = "") -> PolicyVersion:
    """Give a draft up. It stays readable for those who work on policies. Raises Refused for every other text."""
    if version.status != Status.DRAFT:
        words = {"version": version, "status": version.get_status_display()}
        raise Refused(_("%(version)s is “%(status)s”. Only a draft is given up.") % words)
    return transition(version, to=Status.WITHDRAWN, by=by, ended_at=timezone.now(), ended_reason=reason)


def write(version: PolicyVersion, html: str, *, before: PolicyVersion | None = None) -> None:
    """Save the text and its clauses; clauses that are still there keep their anchors and their dates."""
    rows = list(before.clauses.all()) if before is not None and before.pk else []
    version.body = sanitise(html)
    version.save()
    clauses.replace(version, earlier=before, rows=rows)


def copy_parts(source: PolicyVersion, draft: PolicyVersion) -> None:
    """What is kept beside the text of a version goes with the text."""
    anchors = set(draft.clauses.values_list("anchor", flat=True))
    Appendix.objects.bulk_create(copies(source.appendices.filter(anchor__in=anchors), draft))
    Extract.objects.bulk_create(copies(source.extracts.filter(anchor__in=anchors), draft))


def copies(rows: Iterable[Any], draft: PolicyVersion) -> list[Any]:
    copied = []
    for row in rows:
        row.pk, row.version = None, draft
        row._state.adding = True
        copied.append(row)
    return copied


def comment_on_return(draft: PolicyVersion, *, by: Person, reason: str) -> None:
    """Why the chair did not sign stands as the first comment on the new draft."""
    ClauseComment.objects.create(version=draft, person=by, text=reason)
