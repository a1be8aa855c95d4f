"""From the list of people to a sign-in: by a link in a mail, for one person, with their own address (E-14, E-19)."""

from __future__ import annotations

from functools import partial

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from audit.verbs import Verb
from people import links, tasks, verbs
from people.models import Person, PersonalLink, Purpose, User
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation


class InvitationRefused(Refused):
    """This invitation cannot be sent, or cannot be accepted in this way."""


@transaction.atomic
def invite(person: Person, *, by: Actor) -> None:
    """Send somebody a link to a sign-in of their own; links sent before open nothing. Raises InvitationRefused.

    The worker makes the link when it writes the mail, so that nobody else ever has it.
    """
    if person.user_id:
        raise InvitationRefused(_("%(person)s can sign in already.") % {"person": person})
    if not person.is_here(timezone.localdate()):
        raise InvitationRefused(_("%(person)s is not here any more.") % {"person": person})
    if not person.can_be_mailed:
        raise InvitationRefused(
            _("%(person)s has no e-mail address that we may use. Agreements can be signed on paper.")
            % {"person": person}
        )
    links.revoke(person, purpose=Purpose.INVITATION)
    record(Verb.INVITED, person, by=by)
    transaction.on_commit(partial(tasks.send_invitation.delay, active_organisation().pk, person.pk))


def sign_in_of(person: Person) -> User | None:
    """The sign-in that has this person's e-mail address, whosever it is."""
    return User.objects.filter(email__iexact=person.email).first() if person.email else None


@transaction.atomic
def accept_invitation(link: PersonalLink, *, user: User | None = None, password: str = "") -> User:
    """Tie the person of this link to a sign-in: to `user`, or to a new one with the person's own address.

    The link came to that address, so it counts as proven. Raises InvitationRefused where the link was used, where the
    address has a sign-in already (its owner signs in first), and where the sign-in is another person's here.
    """
    link = PersonalLink.objects.select_for_update(no_key=True).select_related("person").get(pk=link.pk)
    person = link.person
    if link.used_at or person.user_id:
        raise InvitationRefused(_("This invitation was used before. Sign in instead."))
    if user is None:
        if sign_in_of(person):
            raise InvitationRefused(_("There is a sign-in with this address already. Sign in with it first."))
        user = User.objects.create_user(person.email, password or None)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _bind(person, user)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    record(Verb.JOINED, person, by=person, changed=["user"])
    return user


def _bind(person: Person, user: User) -> None:
    other = Person.objects.filter(user=user).first()
    if other is not None:
        raise InvitationRefused(
            _("This sign-in is the one of %(other)s. Use another e-mail address for your own sign-in.")
            % {"other": other}
        )
    person.user = user
    try:
        with transaction.atomic():
            person.save(update_fields=["user"])
    except IntegrityError:  # the same sign-in was tied to somebody else a moment ago
        raise InvitationRefused(_("This sign-in was given to somebody else just now.")) from None


@transaction.atomic
def take_sign_in(person: Person, *, by: Actor) -> Person:
    """The person keeps the place in the list and loses the way in, until the next invitation."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.user = None
    person.save(update_fields=["user"])
    for purpose in (Purpose.INVITATION, Purpose.CALENDAR):  # the calendar was made with the sign-in
        links.revoke(person, purpose=purpose)
    record(verbs.Verb.SIGN_IN_TAKEN, person, by=by, changed=["user"])
    return person
