"""What was found in the text of a policy. Nothing here is certain: a person looks at it and confirms it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policies.importing import checking
from safeguard.partial_dates import PartialDate


class DocumentClass(StrEnum):
    """What a document calls itself; several at once are usual (BC-1)."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    GUIDANCE = "guidance"


class Kind(StrEnum):
    """What a clause belongs to: everything inside an appendix is APPENDIX, and so with an amendment."""

    SECTION = "section"
    CLAUSE = "clause"
    AMENDMENT = "amendment"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class ParsedClause:
    """A part of the text that other records can cite by `anchor`: a heading, or a paragraph or item below it.

    A clause with a number has it as its anchor ("6.2." is 6-2), since people cite what is printed. A heading without
    one has its words ("digital-safety"); what stands below it counts on: paragraphs and bullets as -p1, -p2, numbered
    items as -n1, -n2. `carry_anchors` keeps the anchors of unnumbered clauses through later edits.
    """

    anchor: str
    number: str  # as printed, "" for none
    heading: str
    html: str  # the whole clause with its heading and number; a list of one for an item
    text: str
    level: int  # 1 for a section at the top
    kind: Kind
    parent: str = ""  # the anchor of the section that it stands in
    lead_in: str = ""  # the words before a list, such as "Staff will:"
    origin: PartialDate | None = None  # its own date, where it has one: that of its amendment (RW-30)
    audience: tuple[str, ...] = ()  # whom it speaks to, guessed from its heading
    is_definition: bool = False
    previously: str = ""  # its anchor in the version before, filled by carry_anchors


@dataclass(frozen=True, slots=True)
class ControlDate:
    """A date that the document states of itself, as typed, with the ways in which it can be read."""

    field: str
    label: str  # as typed, "REVIWED"; "" for a date on the cover
    typed: str
    value: PartialDate | None
    question: str = ""
    alternatives: tuple[PartialDate, ...] = ()
    also: tuple["ControlDate", ...] = ()  # the same field, stated elsewhere in the document

    @property
    def is_blank(self) -> bool:
        return not self.typed


@dataclass(frozen=True, slots=True)
class ControlText:
    """A name, an office or a status that the document states of itself; `value` is empty where the line is blank."""

    field: str
    label: str
    value: str

    @property
    def is_blank(self) -> bool:
        return not self.value


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """One way of telling a version label and a date apart."""

    label: str
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class VersionLabel:
    value: str
    typed: str
    question: str = ""
    choices: tuple[LabelChoice, ...] = ()  # every way of reading it, the one proposed first


@dataclass(slots=True)
class Control:
    """What the document says about its own version, dates and signatures. None: it says nothing."""

    label: VersionLabel | None = None
    dated: ControlDate | None = None
    adopted: ControlDate | None = None
    reviewed: ControlDate | None = None
    signed_on: ControlDate | None = None
    next_review: ControlDate | None = None
    author: ControlText | None = None
    author_office: ControlText | None = None
    status: ControlText | None = None
    signed_name: ControlText | None = None
    signed_office: ControlText | None = None
    adopted_by: ControlText | None = None
    interval_months: int | None = None
    interval_typed: str = ""
    lines: tuple[str, ...] = ()  # what was taken out of the text, as typed

    DATES = ("dated", "adopted", "reviewed", "signed_on", "next_review")
    TEXTS = ("author", "author_office", "status", "signed_name", "signed_office", "adopted_by")

    @property
    def dates(self) -> list[ControlDate]:
        return [found for name in self.DATES if (found := getattr(self, name))]

    @property
    def texts(self) -> list[ControlText]:
        return [found for name in self.TEXTS if (found := getattr(self, name))]

    @property
    def all_stated(self) -> list[ControlDate | ControlText]:
        return [*self.dates, *self.texts]

    @property
    def questions(self) -> list[str]:
        """What the person is asked, in the order of the document's own fields, each once."""
        label = [self.label.question] if self.label else []
        found = [d.question for stated in self.dates for d in (stated, *stated.also)]
        return list(dict.fromkeys(filter(None, (*label, *found))))


@dataclass(frozen=True, slots=True)
class ParsedAmendment:
    """A dated change found inside the text; its date may lie before the policy's (RW-48)."""

    anchor: str
    heading: str
    topic: str
    platforms: tuple[str, ...]
    dated: PartialDate | None
    typed: str
    question: str
    html: str


@dataclass(frozen=True, slots=True)
class ParsedAppendix:
    """An appendix, and where it says that it comes from (RW-73)."""

    anchor: str
    label: str  # "A"
    title: str
    source: str = ""  # as stated; "" for the charity's own
    dated: PartialDate | None = None
    question: str = ""  # where the date is only a guess
    audience: tuple[str, ...] = ()
    applicability: str = ""

    @property
    def is_external(self) -> bool:
        return bool(self.source)


class CompanionKind(StrEnum):
    DOCUMENT = "document"
    AGREEMENT = "agreement"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class ParsedCompanion:
    """Another document that this one names; `key` is the same for all its spellings."""

    title: str
    key: str
    kind: CompanionKind
    mandatory: bool = False  # "must be read in conjunction with"
    spellings: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()  # the clauses that name it


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """A web address or a link in the text. Without an address it leads nowhere."""

    text: str
    address: str
    anchor: str
    retired: str = ""  # what became of the service, in a sentence

    @property
    def is_empty(self) -> bool:
        return not self.address


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    number: str
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose document it seems to be, and what else it calls itself."""

    name: str = ""
    other_names: tuple[str, ...] = ()
    address: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name, *self.other_names)))


@dataclass(slots=True)
class ParsedPolicy:
    """A policy as it was read. `body` is clean HTML without cover, contents, letterhead and control lines."""

    title: str
    short_title: str  # without the organisation's name
    organisation: Organisation
    document_classes: tuple[DocumentClass, ...]
    body: str
    clauses: list[ParsedClause]
    control: Control
    amendments: list[ParsedAmendment]
    appendices: list[ParsedAppendix]
    companions: list[ParsedCompanion]
    links: list[ParsedLink]
    contents: list[ContentsEntry]
    removed_lines: tuple[str, ...] = ()  # letterhead and page numbers, each once
    notes: tuple[str, ...] = ()  # from the reader of the file
    questions: list[str] = field(default_factory=list)

    def missing_control_data(self) -> list[str]:
        """What the document does not say about itself, one sentence each."""
        return checking.missing(self)

    def warnings(self, today: date) -> list[checking.Finding]:
        return checking.warnings(self, today)

    def days_overdue(self, today: date) -> int:
        """Days since the last day on which the next review was due; 0 while it is not overdue."""
        return checking.days_overdue(self, today)

    def clause(self, anchor: str) -> ParsedClause:
        """Raises KeyError for an anchor that is not in the text."""
        for clause in self.clauses:
            if clause.anchor == anchor:
                return clause
        raise KeyError(anchor)
