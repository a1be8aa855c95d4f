"""How the import says no: with what is wrong and what to do about it."""

from safeguard.refusals import Refused


class ImportRefused(Refused):
    """This file or text cannot be taken in. The sentence is written for the person who chose it."""
