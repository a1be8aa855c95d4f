"""A button that is pressed twice at the same moment."""

from organisations import services
from organisations.models import AgencyContact, Project
from safeguard.refusals import Refused
from safeguard.scoping import acting_for


def test_a_project_or_an_agency_that_is_added_twice_at_once_is_there_once(at_once, charity, chair):
    def within(call):
        def scoped():
            with acting_for(charity):
                return call()

        return scoped

    project = within(lambda: services.add_project(name="Homework club", by=chair))
    agency = within(lambda: services.add_agency(name="Council", purpose="Advice", by=chair))

    answers = at_once(project, agency, project, agency)

    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Refused, Refused]
    assert at_once(within(Project.objects.count), within(AgencyContact.objects.count)) == [1, 1]
