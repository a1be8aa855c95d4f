"""Two people at the same moment: one chair stays, one list comes in once, one sign-in is one person's."""

from django.utils import timezone

from people import links, services
from people.models import PeopleImport, Person, Purpose, RoleHolding
from people.roles import Role
from people.services.invitations import InvitationRefused
from people.services.roles import RoleRefused
from safeguard.refusals import Refused
from safeguard.scoping import acting_for


def within(charity, call):
    def scoped():
        with acting_for(charity):
            return call()

    return scoped


def kinds(answers) -> list[type]:
    return sorted((type(answer) for answer in answers), key=lambda kind: kind.__name__)


def test_of_two_chairs_who_go_at_once_one_stays(at_once, charity, chair, new_person):
    second = new_person("Second Chair", Role.CHAIR)
    with acting_for(charity):
        holdings = [RoleHolding.objects.get(person=person) for person in (chair, second)]
    today = timezone.localdate()

    answers = at_once(*[within(charity, lambda h=h: services.end_role(h, on=today, by=chair)) for h in holdings])
    left = at_once(within(charity, lambda: RoleHolding.objects.filter(role=Role.CHAIR, ends_on=None).count()))

    assert (kinds(answers), left) == ([RoleHolding, RoleRefused], [1])


def test_a_list_that_is_confirmed_twice_at_once_comes_in_once(at_once, charity, chair):
    with acting_for(charity):
        upload = services.begin_import(b"Name\nAnn\nBob\n", file_name="p.csv", by=chair)
        copies = [PeopleImport.objects.get(pk=upload.pk) for _time in range(2)]

    answers = at_once(*[within(charity, lambda c=c: services.finish_import(c, by=chair)) for c in copies])
    added = at_once(within(charity, lambda: Person.objects.filter(name__in=["Ann", "Bob"]).count()))

    assert (kinds(answers), added) == ([PeopleImport, Refused], [2])


def test_one_sign_in_is_taken_by_one_of_two_people(at_once, charity, other_charity, stranger, new_person):
    couple = [new_person(name, signs_in=False) for name in ("Joan Bell", "Arthur Bell")]
    with acting_for(charity):
        opened = [links.open_link(links.issue(person, Purpose.INVITATION), Purpose.INVITATION) for person in couple]

    answers = at_once(*[within(charity, lambda o=o: services.accept_invitation(o, user=stranger.user)) for o in opened])
    taken = at_once(within(charity, lambda: Person.objects.filter(user=stranger.user).count()))

    assert (kinds(answers), taken) == ([InvitationRefused, type(stranger.user)], [1])
