"""How long records of applicants and volunteers are kept."""

from volunteers.retention import applicants, checks, mine, recruiting, standing, training, vetting

RULES = [
    *checks.RULES,
    *applicants.RULES,
    *recruiting.RULES,
    *vetting.RULES,
    *training.RULES,
    *standing.RULES,
    *mine.RULES,
]
