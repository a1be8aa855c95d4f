"""How long answers about consent, pictures and contact wishes are kept.

What was said about a picture is kept while the picture is in use and three years longer: the charity must be able to
show that somebody agreed (UK GDPR article 7(1); fact 71). The number is a sector example and a setting.
"""

from consent.retention import answers, pictures

RULES = [*pictures.RULES, *answers.RULES]
