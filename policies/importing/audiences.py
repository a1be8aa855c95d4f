"""To whom a part of the text speaks, as far as its heading says."""

import re

# The words of charities for the people who are bound or protected; "contactors" is how one of them spells contractors.
_GROUPS = {
    "trustees": r"trustees?|management committee|board members?|governors?|directors",
    "staff": r"staff|employees?|(?:youth |paid )?workers?|team members?",
    "volunteers": r"volunteers?|voluntary workers?|helpers?|leaders",
    "contractors": r"contr?actors?|freelancers?|sessional workers?",
    "advisors": r"advis[oe]rs?",
    "members": r"members",
    "carers": r"carers?|parents?|guardians?|famil(?:y|ies)|my child|loved one",
    "young people": r"children|young people|youngsters|teenagers|pupils",
    "visitors": r"visitors?|guests",
    "web managers": r"web ?(?:site )?managers?|administrators?|moderators",
}
_ADDRESSED = re.compile(
    r"(?i)\b(?:for|to|by|of|our|my|expect(?:ed|ations)?|guidance|guidelines|rules|advice|procedures?|responsibilities)\b"
)
_NOT_PEOPLE = re.compile(r"(?i)\b(?:members? of (?:the )?public|group members|working with|safeguarding|protecting) ?")


def audience_of(heading: str) -> tuple[str, ...]:
    """The groups that a heading names when it is about whom the text is for."""
    if not _ADDRESSED.search(heading):
        return ()
    text = re.sub(r"(?i)\bmembers of staff\b", "staff", heading.replace("’", "'"))
    text = _NOT_PEOPLE.sub("", text)
    return tuple(name for name, words in _GROUPS.items() if re.search(rf"(?i)\b(?:{words})\b", text))
