"""Blocks as HTML."""

from collections.abc import Iterable
from html import escape

from policies.importing.blocks.model import MARKS, Block, Item, Run


def render(blocks: Iterable[Block]) -> str:
    return "".join(_block_html(block) for block in blocks)


def _id(anchor: str) -> str:
    return f' id="clause-{escape(anchor)}"' if anchor else ""


def _block_html(block: Block) -> str:
    name = _id(block.anchor)
    match block.tag:
        case "ul" | "ol":
            start = f' start="{block.start}"' if block.tag == "ol" and block.start != 1 else ""
            return f"<{block.tag}{name}{start}>{''.join(_item_html(item) for item in block.items)}</{block.tag}>"
        case "table":
            head = f"<thead>{_rows_html(block.head)}</thead>" if block.head else ""
            body = f"<tbody>{_rows_html(block.rows)}</tbody>" if block.rows else ""
            return f"<table{name}>{head}{body}</table>"
        case "blockquote":
            return f"<blockquote{name}>{render(block.blocks)}</blockquote>"
        case _:
            return f"<{block.tag}{name}>{render_runs(block.runs)}</{block.tag}>"


def _rows_html(rows: list[list[Item]]) -> str:
    return "".join(f"<tr>{''.join(_item_html(cell) for cell in row)}</tr>" for row in rows)


def _item_html(item: Item) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in sorted(item.attributes.items()))
    return f"<{item.tag}{_id(item.anchor)}{attributes}>{render_runs(item.runs)}{render(item.lists)}</{item.tag}>"


def render_runs(runs: Iterable[Run]) -> str:
    pieces: list[str] = []
    href: str | None = None
    for run in runs:
        if run.href != href:
            if href is not None:
                pieces.append("</a>")
            if run.href is not None:
                pieces.append(f'<a href="{escape(run.href)}">' if run.href else "<a>")
            href = run.href
        marks = [mark for mark in MARKS if mark in run.marks]
        words = escape(run.text, quote=False).replace("\n", "<br>")
        pieces.append("".join(f"<{m}>" for m in marks) + words + "".join(f"</{m}>" for m in reversed(marks)))
    if href is not None:
        pieces.append("</a>")
    return "".join(pieces)
