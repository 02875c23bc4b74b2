from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tracker.read import pdf_text, read
from tracker.read.pdf import pdf_document
from tracker.read.pdf_text import paragraphs
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings
from tracker.types import Document


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF by hand: each page's lines, one below the other."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    font = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for n, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        drawn = f"BT /F 12 Tf 50 800 Td {shown} ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources {font} /Contents {4 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects.append(f"<< /Title ({title}) /CreationDate (D:20220301000000Z) >>")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return f"{out}{head}{trailer}\nstartxref\n{len(out)}\n%%EOF".encode("latin-1")


def test_a_pdf_is_its_text_page_after_page_and_has_no_day(tmp_path: Path) -> None:
    first = ["Anna Berg said on Thursday that Borland had shelled the", "bridge at Dun. She gave no evi-", "dence."]
    (tmp_path / "a.pdf").write_bytes(pdf(first, ["Borland denied it."], title="Dun"))
    text = "Anna Berg said on Thursday that Borland had shelled the bridge at Dun. She gave no evidence.\n\nBorland denied it."
    assert list(read(str(tmp_path), Settings())) == [Document(text=text, ref="a.pdf", title="Dun")]


def test_a_paragraph_ends_where_a_short_line_ends_a_sentence() -> None:
    page = "The first line of it, which is long.\nand the next, which is as long, too.\nThe end.\nA second\n\nA third of them"
    assert paragraphs(page) == [
        "The first line of it, which is long. and the next, which is as long, too. The end.",
        "A second",
        "A third of them",
    ]
    assert paragraphs("") == []


def test_divided_words_are_joined_and_others_with_a_hyphen_are_not() -> None:
    assert paragraphs("They had shel-\nled Dun-\nNord, said the vice-\nPresident") == [
        "They had shelled Dun- Nord, said the vice- President"
    ]


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["Dun"]))
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "a.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    for data, reason in (
        (b"<html>", "not a PDF: give it the suffix of what it is"),
        (b"%PDF-1.4\nnothing", "not a PDF, or a damaged one"),
        (pdf([]), "no text in the PDF, which may be a scan"),
        (pdf(*[["x"]] * 501), "501 pages, the limit is 500"),
        ((tmp_path / "locked.pdf").read_bytes(), "locked with a password"),
    ):
        with pytest.raises(UnreadableError, match=reason):
            pdf_document(data, "a.pdf", Settings())


def test_without_pypdf_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert pdf_text.parsed(pdf(["Dun"])) == {
        "refused": "PDF needs pypdf: pip install 'allegation-tracker[read-pdf]', or save its text as .txt"
    }
