"""What this room knows of somebody, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Person
from safeguard.personal_data import Section
from volunteers.models import Application
from volunteers.personal_parts import applicants, checks, mine, recruiting, standing, training, vetting

OF_APPLICANTS = (recruiting, applicants, checks, vetting)
PARTS = (recruiting, applicants, checks, vetting, training, standing, mine)

COVERED = {key for part in PARTS for key in part.COVERED}
REASONS = {key: words for part in PARTS for key, words in part.REASONS.items()}


def about(person: Person) -> Iterator[Section]:
    for part in PARTS:
        yield from part.about(person)


def about_applicant(application: Application) -> list[Section]:
    """For the copy that an applicant may ask for (UK GDPR, article 15): somebody who is not in the list of people.

    Nothing of what an online check found, which its own page prints for those who see it, and nothing of a referee's.
    """
    found = (section for part in OF_APPLICANTS for section in part.about_applicant(application))
    return [section for section in found if section.records]
