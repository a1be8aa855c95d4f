"""Law is data: the nation decides whom a charity calls and in which words."""

import pytest

from organisations.models import AgencyKind
from organisations.nations import Nation
from organisations.reference import AGENCIES, agencies_of, regulator_of


def named(nation, kind):
    return [agency.name for agency in agencies_of(nation) if agency.kind == kind]


@pytest.mark.parametrize("nation", Nation)
def test_every_nation_has_somebody_to_call_for_every_kind_of_worry(nation):
    kinds = {agency.kind for agency in agencies_of(nation)}

    assert kinds == set(AgencyKind) - {AgencyKind.OTHER}


@pytest.mark.parametrize(
    ("nation", "name"),
    [
        (Nation.ENGLAND, "Local authority designated officer (LADO)"),
        (Nation.WALES, "Designated Officer for Safeguarding"),
        (Nation.SCOTLAND, "Police Scotland and the council's social work"),
        (Nation.NORTHERN_IRELAND, "Gateway service and the police"),
    ],
)
def test_a_concern_about_a_worker_goes_where_the_nation_says(nation, name):
    assert named(nation, AgencyKind.WORKER_CONCERN) == [name]


def test_only_england_knows_a_lado():
    knowing = [nation for nation in Nation if any("LADO" in f"{a.name} {a.purpose}" for a in agencies_of(nation))]

    assert knowing == [Nation.ENGLAND]


def test_scotland_hears_nothing_of_the_scheme_that_ended():
    words = " ".join(f"{agency.name} {agency.purpose}" for agency in agencies_of(Nation.SCOTLAND)).lower()

    assert "notifiable" not in words
    assert "raise a concern" in words


@pytest.mark.parametrize(
    ("nation", "regulator"),
    [
        (Nation.ENGLAND, "Charity Commission for England and Wales"),
        (Nation.WALES, "Charity Commission for England and Wales"),
        (Nation.SCOTLAND, "Scottish Charity Regulator (OSCR)"),
        (Nation.NORTHERN_IRELAND, "Charity Commission for Northern Ireland"),
    ],
)
def test_each_nation_has_its_regulator(nation, regulator):
    assert regulator_of(nation) == regulator


def test_every_row_of_the_reference_says_where_it_was_found():
    assert [agency.name for agency in AGENCIES if not agency.source] == []
