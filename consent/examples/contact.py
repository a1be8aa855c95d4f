"""Wishes, contacts in spite of them, notices and what was passed on, in every state that the pages can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from consent.examples.questions import question
from consent.models import (
    Basis,
    Decision,
    Ground,
    Means,
    Method,
    Notice,
    OptOut,
    Override,
    TellingMethod,
)
from consent.notice_starters import Starter, starter
from consent.services import answers, contact, disclosures, notices
from organisations.models import LocalProtocol, Organisation
from people.models import Person
from safeguard.recurrence import add_months

NEW_IN_IT = (
    "\n\nNew since this autumn: we have an account of our own for messages about meetings. Two of us read what comes "
    "in, and we answer between nine and eight."
)
UKRAINIAN = (
    "Ми використовуємо соціальні мережі, щоб розповідати про нашу роботу. Ми запитуємо дозволу, перш ніж показати "
    "фотографію, на якій когось можна впізнати. Якщо ви не хочете, щоб ми писали вашій дитині в соціальних мережах, "
    "скажіть нам. Якщо дитина в небезпеці, телефонуйте 999."
)


@dataclass(frozen=True)
class Told:
    """Something that was passed on without consent; people by their parts in the cast."""

    child: str
    by: str
    recipient: str
    what: str
    how: str
    days_ago: int
    basis: str
    reasons: str


WITHOUT_CONSENT = (
    Told(
        "child_toby",
        "lead",
        "Seahaven children's social work",
        "Name, address, and what he said",
        "By telephone",
        20,
        Basis.PROTECTION,
        "He told us that he is often alone at night. To ask at home first would not have been safe.",
    ),
    Told(
        "member_peter",
        "staff",
        "The ambulance service",
        "Name, age, and the tablets that he takes",
        "By telephone",
        75,
        Basis.LIFE,
        "He had a seizure at the drop-in and could not speak.",
    ),
    Told(
        "member_colin",
        "lead",
        "The county court",
        "The days on which he came",
        "By registered letter",
        110,
        Basis.LEGAL,
        "An order of the court names the days that it wants to know of.",
    ),
)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today = timezone.localdate()
    _wishes(people, today)
    _notices(people, today)
    _passed_on(people, today)


def _wishes(people: dict[str, Person], today: date) -> None:
    """One by a mother's own link, one written down, one by an aunt on the telephone, one that has ended."""
    social, messages = Means.SOCIAL_MEDIA, Means.MESSAGING
    robin = _wish(people, "child_robin", "mother_apart", [social], since=add_months(today, -4))
    _wish(people, "child_elin", "mother_rhys", [social, messages, Means.VIDEO_CALL], by="staff", since=today)
    aunt = contact.wish(
        subject=people["child_toby"],
        asked_by=None,
        asked_by_name="Carol Marlow, an aunt",
        means=[messages],
        by=people["volunteer"],
        note="She rang the club on behalf of the grandmother.",
    )
    OptOut.objects.filter(pk=aunt.pk).update(starts_on=add_months(today, -2))
    ended = _wish(people, "child_marko", "mother_kovalenko", [messages], by="staff", since=add_months(today, -8))
    contact.end_wish(ended, by=people["coordinator"], note="Hanna said at the door that messages are welcome again.")
    OptOut.objects.filter(pk=ended.pk).update(ends_on=add_months(today, -1))
    robin.refresh_from_db()
    _in_spite_of(robin, OptOut.objects.get(pk=aunt.pk), people, today)


def _wish(people: dict[str, Person], child: str, carer: str, means: list[str], *, since: date, by: str = "") -> OptOut:
    made = contact.wish(
        subject=people[child],
        asked_by=people[carer],
        asked_by_name="",
        means=means,
        by=people[by] if by else None,
        note="Said at the door." if by else "",
    )
    OptOut.objects.filter(pk=made.pk).update(starts_on=since)
    made.refresh_from_db()
    return made


def _in_spite_of(robin: OptOut, toby: OptOut, people: dict[str, Person], today: date) -> None:
    """One that was looked into, one that is late, one of today. What lies in the past is written as it was then."""
    now = timezone.now()
    month_ago, days_ago = now - timedelta(days=30), now - timedelta(days=6)
    seen = Override.objects.create(
        opt_out=robin,
        worker=people["line_manager"],
        ground=Ground.RISK,
        reason="He wrote on the club's page that he had run away. I answered there, and he told me where he was. "
        "His mother and the police knew within ten minutes.",
        contacted_at=month_ago,
        recorded_at=month_ago + timedelta(minutes=40),
        review_on=contact.review_day(timezone.localdate(month_ago)),
    )
    contact.review(
        seen, by=people["lead"], finding="It was right, and it was quick. His mother thanked us. Nothing else follows."
    )
    Override.objects.create(
        opt_out=toby,
        worker=people["lead"],
        ground=Ground.EXTENUATING,
        reason="The trip came back an hour late and nobody answered the telephone at home, so I sent a message.",
        authorised_by=people["line_manager"],
        contacted_at=days_ago,
        recorded_at=days_ago + timedelta(hours=2),
        review_on=contact.review_day(timezone.localdate(days_ago)),
    )
    contact.override(
        toby,
        by=people["volunteer"],
        ground=Ground.EXTENUATING,
        reason="The hall was locked and the children would have stood in the rain. I sent one message about it.",
        contacted_at=now - timedelta(hours=1),
        authorised_by=people["coordinator"],
    )


def _notices(people: dict[str, Person], today: date) -> None:
    """Told of what counts now, of an earlier version, and not yet; in two languages; one that is no longer used."""
    by, staff = people["coordinator"], people["staff"]
    social = _begin("social-media", by)
    first = social.texts.get()
    early = [people[key] for key in ("mother_apart", "mother_pike", "deputy", "mother_of_member", "member_doreen")]
    notices.tell(first, early, by=by, told_on=add_months(today, -7), method=TellingMethod.LETTER)
    second = notices.word(social, by=by, text=f"{first.text}{NEW_IN_IT}", widened=True)
    ukrainian = notices.translate(social, by=by, text=UKRAINIAN, language="uk")
    met = [people[key] for key in ("mother_apart", "carer", "mother_rhys")]
    notices.tell(
        second,
        met,
        by=staff,
        told_on=today - timedelta(days=12),
        method=TellingMethod.MEETING,
        understood=True,
        questions="Who can read the messages? Two of us, and nobody else.",
    )
    notices.tell(
        ukrainian,
        [people["mother_kovalenko"]],
        by=staff,
        told_on=today - timedelta(days=10),
        method=TellingMethod.CONVERSATION,
        interpreter="Oksana Bondar, Ukrainian",
        understood=True,
    )
    network = _begin("monitoring", by)
    young = [people[key] for key in ("child_abena", "child_jasmine", "child_robin", "child_marko")]
    notices.tell(network.texts.get(), young, by=staff, told_on=add_months(today, -3), method=TellingMethod.POSTER)
    appendix = _begin("appendix", by)
    notices.tell(
        appendix.texts.get(),
        [people["mother_ahmadi"]],
        by=people["lead"],
        told_on=add_months(today, -4),
        method=TellingMethod.HANDED,
        form="Large print, read aloud",
        interpreter="By telephone, Dari",
        understood=False,
        questions="Whom may she ask when a stranger writes? We go through it again.",
    )
    old = notices.add(
        by=by, title="Our page on X", kind=social.kind, text="We have a page on X. We show no pictures of people there."
    )
    notices.end(old, by=by)


def _begin(key: str, by: Person) -> Notice:
    words = starter(key)
    if not isinstance(words, Starter):
        raise LookupError(f"There is no notice to begin with that is called “{key}”.")
    return notices.add(
        by=by,
        title=str(words.title),
        kind=words.kind,
        text=str(words.text),
        to_carers=words.to_carers,
        to_beneficiaries=words.to_beneficiaries,
    )


def _passed_on(people: dict[str, Person], today: date) -> None:
    """One on each ground."""
    marko, staff, lead = people["child_marko"], people["staff"], people["lead"]
    sharing = question("Sharing with Seaview")
    if sharing.pk not in {one.question.pk for one in disclosures.on_record(marko, today)}:
        words = sharing.wordings.order_by("-number").first()
        answers.give(
            subject=marko,
            wording=words,
            decision=Decision.YES,
            giver=people["mother_kovalenko"],
            method=Method.PAPER,
            by=people["coordinator"],
            said_on=add_months(today, -1),
        )
    disclosures.pass_on(
        subject=marko,
        by=staff,
        recipient="",
        what="The days on which he came to the homework club",
        purpose="Planning help with homework together",
        how="By secure e-mail",
        passed_on=today - timedelta(days=3),
        basis=Basis.CONSENT,
        question=sharing,
    )
    for told in WITHOUT_CONSENT:
        disclosures.pass_on(
            subject=people[told.child],
            by=people[told.by],
            recipient=told.recipient,
            what=told.what,
            purpose="So that they can help",
            how=told.how,
            passed_on=today - timedelta(days=told.days_ago),
            basis=told.basis,
            reasons=told.reasons,
        )
    protocol = LocalProtocol.objects.order_by("pk").first()
    if protocol is not None:
        disclosures.pass_on(
            subject=people["child_kayleigh"],
            by=lead,
            recipient="Northmoor school nurse",
            what="That she comes to the club on Tuesdays",
            purpose="So that everybody around her knows of each other",
            how="At a meeting",
            passed_on=today - timedelta(days=40),
            basis=Basis.PROTOCOL,
            protocol=protocol,
            reasons="Section 4, early help: the council leads the meeting.",
        )
