from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from pathlib import Path

import pytest

from tracker.read import read
from tracker.read.mail import mail_document, mailbox_documents
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings
from tracker.types import Document, Refusal

TEXT = "Anna Berg said on Thursday that Borland had shelled the bridge at Dun. She gave no evidence, and Borland denied it."
PAGE = f"<html lang='en'><body><article><p>{TEXT}</p></article></body></html>"
TABLE = f"<html><body><table><tr><td><h1>Dun</h1></td></tr><tr><td>{TEXT}</td></tr></table></body></html>"


def mail(plain: str | None = None, page: str | None = None, **header: str) -> bytes:
    made = EmailMessage()
    for name, value in header.items():
        made[name.replace("_", "-")] = value
    if plain is not None:
        made.set_content(plain)
    if page is not None and plain is not None:
        made.add_alternative(page, subtype="html")
    elif page is not None:
        made.set_content(page, subtype="html")
    return made.as_bytes()


def one(data: bytes, **limits: float) -> Document:
    return mail_document(data, "n.eml", Settings(**limits))


def box(data: bytes, **limits: int) -> list[Document | Refusal]:
    return list(mailbox_documents(io.BytesIO(data), "folder/n.mbox", Settings(**limits)))


def test_a_newsletter_is_an_article_of_its_sender_on_the_day_of_its_clock(tmp_path: Path) -> None:
    header = {"From": "Dün Post <news@dun.example>", "Subject": "Königin\n of Dun", "Date": "Thu, 17 Feb 2022 23:30:00 +0900"}
    (tmp_path / "n.eml").write_bytes(mail("In a browser: …", PAGE, **{k: v.replace("\n", "") for k, v in header.items()}))
    (document,) = read(str(tmp_path), Settings())
    assert document == Document(
        text=TEXT,
        ref="n.eml",
        title="Königin of Dun",
        publisher="Dün Post",
        published=dt.date(2022, 2, 17),
        language="en",
        extra={"from": "news@dun.example"},
    )


def test_a_sender_without_a_name_is_known_by_where_the_mail_comes_from() -> None:
    document = one(mail(TEXT, From="news@dun.example", Message_ID="<1@dun.example>"))
    assert document.publisher == "dun.example"
    assert document.published is None
    assert document.extra["message_id"] == "<1@dun.example>"


def test_a_newsletter_that_is_laid_out_in_tables_is_read() -> None:
    assert TEXT in one(mail(page=TABLE)).text


def test_the_plain_part_is_read_where_the_page_is_a_frame_around_pictures() -> None:
    assert one(mail(TEXT, "<html><body><img src='a.png'><p>Unsubscribe</p></body></html>")).text == TEXT


def test_attachments_are_left_out() -> None:
    made = EmailMessage()
    made.set_content("Borland denied it.")
    made.add_attachment("Not this.", subtype="plain", filename="a.txt")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    assert one(made.as_bytes()).text == "Borland denied it."


def test_charsets_of_the_parts_are_heeded() -> None:
    latin = b'Content-Type: text/plain; charset="iso-8859-1"\nContent-Transfer-Encoding: 8bit\n\nK\xf6nigin'
    assert one(latin).text == "Königin"
    assert one(b"Subject: =?no-such?q?x?=\n\nK\xc3\xb6nigin").text == "Königin"


def test_what_is_no_mail_or_says_nothing_is_refused() -> None:
    for data, reason in (
        (b" \n", "no text in it"),
        (b"\x00\x01\x02", "not a mail, which begins with a header"),
        (b"Only words.\n\nAnd more: words.", "not a mail, which begins with a header"),
        (mail(Subject="Dun") + b"\n", "no text in the mail"),
    ):
        with pytest.raises(UnreadableError, match=reason):
            one(data)


def test_parts_in_parts_without_end_are_refused() -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5_000))
    with pytest.raises(UnreadableError, match="nested too deep to parse"):
        one(nested)


def test_a_mailbox_is_its_mails_and_what_cannot_be_read_is_named_by_its_number() -> None:
    quoted = "From Dun came nothing.\n>From Dun, again.\n"
    first = (
        mail("Borland denied it.\n\n" + quoted, Subject="One").replace(b"\n>From", b"\n>>From").replace(b"\nFrom", b"\n>From")
    )
    data = b"From a@b Thu Feb 17 2022\n" + first + b"\nFrom a@b\nSubject: Two\n\n \n\nFrom a@b\n" + mail("Three.") + b"\n"
    one_, two, three = box(data)
    assert isinstance(one_, Document)
    assert one_.text == "Borland denied it.\n\nFrom Dun came nothing.\n>From Dun, again."
    assert (one_.ref, one_.title) == ("n.mbox:1", "One")
    assert isinstance(two, Refusal)
    assert two.ref == "folder/n.mbox:2"
    assert isinstance(three, Document)
    assert (three.text, three.ref) == ("Three.", "n.mbox:3")


def test_a_line_that_begins_with_from_within_a_paragraph_begins_no_mail() -> None:
    (only,) = box(b"From a@b\nSubject: One\n\nIt came\nFrom Dun.\n")
    assert isinstance(only, Document)
    assert only.text == "It came\nFrom Dun."


def test_a_mail_that_is_too_long_is_refused_and_the_next_one_read() -> None:
    long = b"From a@b\nSubject: One\n\n" + b"x" * 200_000 + b"\n\n"
    refused, good = box(long + b"From a@b\nSubject: Two\n\nTwo.\n", max_mail_bytes=1000)
    assert isinstance(refused, Refusal)
    assert (refused.ref, refused.reason) == ("folder/n.mbox:1", "200,016 bytes, the limit is 1,000: save its text as .txt")
    assert refused.size == 200_016
    assert isinstance(good, Document)


def test_a_mailbox_without_mails_is_refused() -> None:
    (refused,) = box(b"Subject: One\n\nWords.\n")
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith("no mails in it, each of which begins with a line 'From …'")
