"""From clean HTML to what is known about a policy: title, control data, clauses, and all that they name."""

from policies.importing.amendments import platforms_in, read_heading, read_opening
from policies.importing.appendices import find_appendices
from policies.importing.blocks import parse, render
from policies.importing.clauses import split
from policies.importing.companions import find_companions
from policies.importing.contents import without_contents
from policies.importing.control import read_control
from policies.importing.letterhead import without_letterhead
from policies.importing.links import find_links
from policies.importing.parsed import Kind, ParsedAmendment, ParsedClause, ParsedPolicy
from policies.importing.readers.document import Document
from policies.importing.sanitising import sanitise
from policies.importing.structure import structured
from policies.importing.titles import read_cover

LONGEST_TITLE = 300


def analyse(document: Document, *, title: str = "") -> ParsedPolicy:
    """What a document says. `title` is used only where the text has none of its own."""
    blocks, removed = without_letterhead(parse(document.html))
    blocks, contents = without_contents(blocks)
    blocks, control = read_control(blocks, document.running_lines)
    cover = read_cover(blocks, (*removed, *document.running_lines), title)
    body = sanitise(render(structured(cover.rest)))
    clauses = split(body)
    amendments = find_amendments(clauses)
    appendices = find_appendices(clauses)
    questions = [*control.questions, *(a.question for a in amendments), *(a.question for a in appendices)]
    return ParsedPolicy(
        title=cover.title[:LONGEST_TITLE],
        short_title=cover.short_title[:LONGEST_TITLE],
        organisation=cover.organisation,
        document_classes=cover.classes,
        body=body,
        clauses=clauses,
        control=control,
        amendments=amendments,
        appendices=appendices,
        companions=find_companions(clauses, cover.organisation, cover.title),
        links=find_links(clauses),
        contents=contents,
        removed_lines=removed,
        notes=document.notes,
        questions=list(dict.fromkeys(filter(None, questions))),
    )


def find_amendments(clauses: list[ParsedClause]) -> list[ParsedAmendment]:
    """The dated amendments of a text: each heading that is one, with all that stands below it."""
    found: list[ParsedAmendment] = []
    for place, clause in enumerate(clauses):
        is_heading = clause.html.startswith("<h")
        heading = read_heading(clause.text) if is_heading else read_opening(clause.text)
        if heading is None or clause.kind != Kind.AMENDMENT or (not is_heading and _stands_in_one(clause, found)):
            continue
        below: list[ParsedClause] = [] if is_heading else [clause]
        for following in clauses[place + 1 :] if is_heading else ():
            if following.html.startswith("<h") and following.level <= clause.level:
                break
            below.append(following)
        html = sanitise("".join(part.html for part in below))
        platforms = platforms_in(heading.topic)
        found.append(
            ParsedAmendment(
                clause.anchor,
                clause.text.rstrip(" :") if is_heading else clause.text[:LONGEST_TITLE],
                heading.topic,
                platforms,
                heading.dated,
                heading.typed,
                heading.question,
                html,
            )
        )
    return found


def _stands_in_one(clause: ParsedClause, found: list[ParsedAmendment]) -> bool:
    return any(clause.parent == amendment.anchor for amendment in found)
