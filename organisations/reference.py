"""Whom a charity of each nation calls, as dated reference data. The nation decides.

Each row says where it was found. A charity gets copies of the rows of its nation as agency contacts which nobody has
checked yet; from then on the rows are the charity's own. Numbers change: `AS_OF` is the day of this list, and
the charity checks its copies once a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisations.models import AgencyKind
from organisations.nations import Nation

AS_OF = date(2026, 8, 1)

ENGLAND, WALES, SCOTLAND = Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND
NORTHERN_IRELAND = Nation.NORTHERN_IRELAND
EVERYWHERE = frozenset(Nation)


@dataclass(frozen=True)
class Agency:
    """One agency as it is known in these nations. A council's number differs from place to place and is left blank."""

    kind: AgencyKind
    name: str
    purpose: str
    source: str
    nations: frozenset[Nation] = EVERYWHERE
    phone: str = ""
    out_of_hours: str = ""
    link: str = ""


def _only(*nations: Nation) -> frozenset[Nation]:
    return frozenset(nations)


AGENCIES = (
    Agency(
        AgencyKind.EMERGENCY,
        "Police, ambulance, fire",
        "Somebody is in danger now",
        "National emergency number",
        phone="999",
        out_of_hours="Day and night",
    ),
    Agency(
        AgencyKind.POLICE,
        "Police",
        "A crime, and nobody is in danger now",
        "National non-emergency number",
        _only(ENGLAND, WALES, NORTHERN_IRELAND),
        phone="101",
        out_of_hours="Day and night",
    ),
    Agency(
        AgencyKind.POLICE,
        "Police Scotland",
        "A crime, and nobody is in danger now",
        "National non-emergency number",
        _only(SCOTLAND),
        phone="101",
        out_of_hours="Day and night",
    ),
    # Children's social work: every council has its own numbers.
    Agency(
        AgencyKind.CHILDREN,
        "Children's social care of the council",
        "A child may be harmed or at risk",
        "Working Together to Safeguard Children",
        _only(ENGLAND),
    ),
    Agency(
        AgencyKind.CHILDREN,
        "Children's services of the council",
        "A child may be harmed or at risk",
        "Wales Safeguarding Procedures",
        _only(WALES),
        link="https://safeguarding.wales/",
    ),
    Agency(
        AgencyKind.CHILDREN,
        "Children and families social work of the council",
        "A child may be harmed or at risk",
        "National Guidance for Child Protection in Scotland 2021, updated 2023",
        _only(SCOTLAND),
    ),
    Agency(
        AgencyKind.CHILDREN,
        "Gateway service of the Health and Social Care Trust",
        "A child may be harmed or at risk",
        "Safeguarding Board for Northern Ireland procedures",
        _only(NORTHERN_IRELAND),
    ),
    # Adults at risk.
    Agency(
        AgencyKind.ADULTS,
        "Adult social care of the council",
        "An adult with care needs may be harmed or at risk",
        "Care Act 2014, section 42",
        _only(ENGLAND),
    ),
    Agency(
        AgencyKind.ADULTS,
        "Adult services of the council",
        "An adult with care needs may be harmed or at risk",
        "Wales Safeguarding Procedures",
        _only(WALES),
    ),
    Agency(
        AgencyKind.ADULTS,
        "Adult support and protection at the council",
        "An adult may be harmed or at risk",
        "Adult Support and Protection (Scotland) Act 2007",
        _only(SCOTLAND),
    ),
    Agency(
        AgencyKind.ADULTS,
        "Adult safeguarding gateway of the Health and Social Care Trust",
        "An adult may be harmed or at risk",
        "Adult Safeguarding: Prevention and Protection in Partnership, 2015",
        _only(NORTHERN_IRELAND),
    ),
    # Concerns about somebody who works for us: the nations differ most here.
    Agency(
        AgencyKind.WORKER_CONCERN,
        "Local authority designated officer (LADO)",
        "A worry about somebody who works with children: within one working day",
        "Working Together to Safeguard Children; procedures of the local partnership",
        _only(ENGLAND),
    ),
    Agency(
        AgencyKind.WORKER_CONCERN,
        "Designated Officer for Safeguarding",
        "A worry about somebody who works with children or adults at risk: at once, at the latest the next working day",
        "Wales Safeguarding Procedures, section 5",
        _only(WALES),
        link="https://safeguarding.wales/",
    ),
    Agency(
        AgencyKind.WORKER_CONCERN,
        "Police Scotland and the council's social work",
        "A worry about somebody who works with children or protected adults",
        "National Guidance for Child Protection in Scotland 2021, updated 2023",
        _only(SCOTLAND),
        phone="101",
    ),
    Agency(
        AgencyKind.WORKER_CONCERN,
        "Gateway service and the police",
        "A worry about somebody who works with children",
        "Safeguarding Board for Northern Ireland procedures",
        _only(NORTHERN_IRELAND),
        phone="101",
    ),
    # Extremism.
    Agency(
        AgencyKind.RADICALISATION,
        "ACT Early",
        "A worry that somebody is being drawn into extremism",
        "Counter Terrorism Policing, actearly.uk",
        phone="0800 011 3764",
        out_of_hours="9 to 17 every day; passed on at other times",
        link="https://actearly.uk/",
    ),
    Agency(
        AgencyKind.RADICALISATION,
        "Anti-Terrorist Hotline",
        "Knowledge of a possible attack",
        "Counter Terrorism Policing",
        phone="0800 789 321",
        out_of_hours="Day and night",
    ),
    # Harm online.
    Agency(
        AgencyKind.ONLINE_HARM,
        "CEOP Safety Centre",
        "A child is groomed, threatened or abused online",
        "National Crime Agency",
        link="https://www.ceop.police.uk/Safety-Centre/",
    ),
    Agency(
        AgencyKind.ONLINE_HARM,
        "Internet Watch Foundation",
        "Pictures of child abuse on a website: give the address, never a copy",
        "Internet Watch Foundation",
        link="https://report.iwf.org.uk/",
    ),
    # Advice.
    Agency(
        AgencyKind.HELPLINE,
        "Childline",
        "For children and young people themselves",
        "NSPCC",
        phone="0800 1111",
        out_of_hours="Day and night",
        link="https://www.childline.org.uk/",
    ),
    Agency(
        AgencyKind.HELPLINE,
        "NSPCC Helpline",
        "For adults who worry about a child",
        "NSPCC",
        phone="0808 800 5000",
        link="https://www.nspcc.org.uk/",
    ),
    # Barring.
    Agency(
        AgencyKind.BARRING,
        "Disclosure and Barring Service",
        "We stopped somebody from working with children or adults because of harm",
        "Safeguarding Vulnerable Groups Act 2006; the Order of 2007 in Northern Ireland",
        _only(ENGLAND, WALES, NORTHERN_IRELAND),
        link="https://www.gov.uk/government/organisations/disclosure-and-barring-service",
    ),
    Agency(
        AgencyKind.BARRING,
        "Disclosure Scotland",
        "We stopped somebody from working with children or protected adults because of harm",
        "Protection of Vulnerable Groups (Scotland) Act 2007",
        _only(SCOTLAND),
        link="https://www.disclosure.gov.scot/",
    ),
    # Regulators.
    Agency(
        AgencyKind.REGULATOR,
        "Charity Commission for England and Wales",
        "Serious incidents, reported by the trustees",
        "Charity Commission guidance on serious incidents",
        _only(ENGLAND, WALES),
        link="https://www.gov.uk/guidance/how-to-report-a-serious-incident-in-your-charity",
    ),
    Agency(
        AgencyKind.REGULATOR,
        "Scottish Charity Regulator (OSCR)",
        "A serious matter that the charity cannot put right itself: raise a concern",
        "OSCR, since 1 April 2024",
        _only(SCOTLAND),
        link="https://www.oscr.org.uk/",
    ),
    Agency(
        AgencyKind.REGULATOR,
        "Charity Commission for Northern Ireland",
        "Serious incidents, reported by the trustees",
        "Charity Commission for Northern Ireland guidance on serious incidents",
        _only(NORTHERN_IRELAND),
        link="https://www.charitycommissionni.org.uk/",
    ),
    Agency(
        AgencyKind.DATA_PROTECTION,
        "Information Commissioner",
        "Personal data were lost or seen by the wrong people: within 72 hours",
        "UK GDPR, article 33",
        phone="0303 123 1113",
        link="https://ico.org.uk/",
    ),
)


def agencies_of(nation: str) -> list[Agency]:
    return [agency for agency in AGENCIES if Nation(nation) in agency.nations]


def regulator_of(nation: str) -> str:
    """The charity regulator of that nation."""
    return next(agency.name for agency in agencies_of(nation) if agency.kind == AgencyKind.REGULATOR)
