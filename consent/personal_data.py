"""What consent, pictures and contact wishes know about somebody.

What one parent said is that parent's own: a copy for the other one shows neither the answer nor the address (E-29).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from consent.models import (
    AbilityDecision,
    Answer,
    Attendance,
    CheckedPerson,
    ConsentLetter,
    ConsentRequest,
    ConsentScan,
    Disclosure,
    NoticeGiven,
    OptOut,
    Override,
    Picture,
    PictureSubject,
    RequestItem,
    Settlement,
    StoredPicture,
    Takedown,
    UnplacedWithdrawal,
    UseSubject,
)
from people.models import Person
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {
    "consent.Attendance.person",
    "consent.ConsentRequest.asked",
    "consent.RequestItem.subject",
    "consent.ConsentLetter.person",
    "consent.Answer.subject",
    "consent.Answer.giver",
    "consent.AbilityDecision.subject",
    "consent.Settlement.subject",
    "consent.Picture.taker",
    "consent.PictureSubject.person",
    "consent.CheckedPerson.person",
    "consent.OptOut.subject",
    "consent.OptOut.asked_by",
    "consent.NoticeGiven.person",
    "consent.Disclosure.subject",
    "consent.UseSubject.person",
    "consent.Takedown.subject",
    "consent.UnplacedWithdrawal.person",
}
DONE_AT_WORK = """
Event.made_by Attendance.added_by Wording.written_by ConsentRequest.asked_by ConsentLetter.queued_by Answer.recorded_by
AbilityDecision.decided_by Settlement.decided_by Picture.logged_by Picture.removed_by StoredPicture.added_by
Check.asked_by CheckApproval.by OptOut.recorded_by OptOut.ended_by Override.worker Override.authorised_by
Override.reviewed_by NoticeText.written_by NoticeGiven.told_by Disclosure.passed_by Use.approved_by Use.recorded_by
Use.taken_down_by Takedown.done_by PrintedForm.asked_by ScanBatch.uploaded_by ConsentScan.added_by
UnplacedWithdrawal.recorded_by UnplacedWithdrawal.settled_by
"""
REASONS = {f"consent.{name}": IN_THEIR_WORK for name in DONE_AT_WORK.split()}
SAID = (
    *("question", "decision", "giver_name", "authority", "said_on", "method", "witness", "support", "interpreter"),
    *("note", "sent_to", "expires_on", "code"),
)
OTHERS = ("giver_name", "witness", "interpreter", "sent_to")


def about(person: Person) -> Iterator[Section]:
    yield from answers(person)
    yield from asked(person)
    yield from pictures(person)
    yield from contact(person)


def answers(person: Person) -> Iterator[Section]:
    said = Answer.objects.filter(subject=person).select_related("question")
    yield section(
        "consent.answers",
        _("What was answered about you"),
        said,
        SAID,
        about=person,
        giver="giver",
        another=OTHERS,
    )
    given = Answer.objects.filter(giver=person).exclude(subject=person).select_related("question", "subject")
    yield section(
        "consent.given",
        _("What you answered about others"),
        given,
        ("subject", *SAID),
        about=person,
        another=("witness",),
    )
    found = AbilityDecision.objects.filter(subject=person)
    fields = ("means", "ability", "reasons", "support", "best_interests", "decided_on", "review_on")
    yield section("consent.ability", _("Whether you decide for yourself"), found, fields, about=person)
    settled = Settlement.objects.filter(subject=person).select_related("question")
    fields = ("question", "decision", "basis", "reasons", "decided_at")
    # The reasons tell what each parent said or showed.
    yield section(
        "consent.settled", _("How a disagreement was settled"), settled, fields, about=person, another=("reasons",)
    )


def asked(person: Person) -> Iterator[Section]:
    requests = ConsentRequest.objects.filter(asked=person).select_related("event")
    fields = ("status", "asked_at", "due_on", "opened_at", "answered_at", "note", "event", "on_paper", "code")
    scans = ConsentScan.objects.filter(request__asked=person).values_list("file", flat=True)
    title = _("When you were asked for consent")
    yield section("consent.requests", title, requests, fields, about=person, files=scans)
    items = RequestItem.objects.filter(subject=person).select_related("request__asked", "question")
    yield section("consent.items", _("What was asked about you"), items, ("question",), about=person)
    letters = ConsentLetter.objects.filter(person=person)
    fields = ("kind", "to", "queued_at", "sent_at", "problem")
    yield section("consent.letters", _("E-mails about consent"), letters, fields, about=person)
    told = NoticeGiven.objects.filter(person=person).select_related("text__notice")
    fields = ("text", "told_on", "method", "form", "understood", "questions")
    yield section("consent.notices", _("What you were told"), told, fields, about=person)


def pictures(person: Person) -> Iterator[Section]:
    taken = Picture.objects.filter(taker=person).select_related("event")
    fields = ("what", "how_many", "taken_at", "device", "event", "uploaded_at", "removed_at", "exception")
    yield section("consent.taken", _("Pictures that you took"), taken, fields, about=person)
    seen = Picture.objects.filter(pk__in=PictureSubject.objects.filter(person=person).values("picture"))
    kept = StoredPicture.objects.filter(picture__in=seen, deleted_at=None).values_list("file", flat=True)
    fields = ("what", "taken_at", "event")
    yield section(
        "consent.pictures",
        _("Pictures that show you"),
        seen.select_related("event"),
        fields,
        about=person,
        files=kept,
    )
    uses = [row.use for row in UseSubject.objects.filter(person=person).select_related("use")]
    fields = ("what", "channel", "channel_name", "place", "link", "what_for", "used_on", "taken_down_on")
    yield section("consent.uses", _("Where you are shown"), uses, fields, about=person)
    unplaced = UnplacedWithdrawal.objects.filter(person=person)
    told = ("what", "said_by", "reach", "recorded_at", "outcome")
    title = _("Withdrawals that somebody passed on")
    yield section("consent.unplaced", title, unplaced, told, about=person, another=("said_by", "reach"))
    down = Takedown.objects.filter(subject=person)
    fields = ("status", "due_on", "done_at", "outcome", "stock", "told_on", "told_how")
    yield section("consent.takedowns", _("What was taken down"), down, fields, about=person)
    checks = [row.check_made for row in CheckedPerson.objects.filter(person=person).select_related("check_made")]
    fields = ("means", "channel", "what_for", "asked_at", "verdict")
    yield section("consent.checks", _("Questions “May I post this?” about you"), checks, fields, about=person)
    attended = [row.event for row in Attendance.objects.filter(person=person).select_related("event")]
    yield section("consent.events", _("Events for which you were noted"), attended, ("title", "on"), about=person)


def contact(person: Person) -> Iterator[Section]:
    wishes = OptOut.objects.filter(Q(subject=person) | Q(asked_by=person)).select_related("subject")
    fields = ("subject", "asked_by_name", "means", "starts_on", "ends_on", "note")
    yield section(
        "consent.wishes",
        _("Wishes not to be contacted"),
        wishes,
        fields,
        about=person,
        giver="asked_by",
        another=("asked_by_name", "note"),
    )
    contacts = Override.objects.filter(opt_out__subject=person)
    fields = ("ground", "reason", "contacted_at", "reviewed_at", "review")
    # Such a contact is made to protect somebody, perhaps from those at home (fact 57).
    yield section(
        "consent.overrides",
        _("Contacts in spite of a wish"),
        contacts,
        fields,
        about=person,
        withhold_from_parents=True,
    )
    passed = Disclosure.objects.filter(subject=person).select_related("protocol")
    fields = ("recipient", "what", "purpose", "passed_on", "how", "basis", "protocol", "reasons")
    to_protect = passed.filter(basis__in=["protection", "life", "legal"])
    yield section(
        "consent.passed_on", _("What was passed to others"), passed.exclude(pk__in=to_protect), fields, about=person
    )
    yield section(
        "consent.passed_on_to_protect",
        _("What was passed to others to protect you"),
        to_protect,
        fields,
        about=person,
        withhold_from_parents=True,
    )
