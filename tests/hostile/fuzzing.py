"""What fuzz tests draw from: valid inputs of every reader, ways to spoil them, texts of news words, numbers of examples.

`TRACKER_SOAK=50` draws fifty times as many examples as a test of every day does.
"""

from __future__ import annotations

import functools
import json
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from archives import ARTICLE, answer, packed, page, record
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from payloads import PAYLOADS

SOAK = int(os.environ.get("TRACKER_SOAK", "1"))
URL = "https://news.example/dun"


def examples(number: int) -> Callable[[Any], Any]:
    """So many examples a day, each in whatever time it takes."""
    health = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=number * SOAK, deadline=None, suppress_health_check=health)


def wacz(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("archive/data.warc.gz", data)
    return out.getvalue()


@functools.cache
def pdf() -> bytes:
    import weasyprint

    made: bytes = weasyprint.HTML(string=f"<title>Dun</title><p>{ARTICLE}").write_pdf()
    return made


MAIL = (
    b"From: Anna Berg <anna@news.example>\nDate: Thu, 17 Feb 2022 12:00:00 +0000\nSubject: =?utf-8?q?Dun?=\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n'
    + ARTICLE.encode()
    + b"\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+V29yZHM8L3A+\n--b--\n"
)
ROW = json.dumps({"id": "a", "title": "Dun", "url": URL, "published": "2022-02-17", "text": ARTICLE}).encode()
VALID: dict[str, bytes] = {
    ".txt": f"Dun\n\n{ARTICLE}".encode(),
    ".md": f"---\ntitle: Dun\nurl: {URL}\npublished: 2022-02-17\n---\n# Dun\n\n{ARTICLE} [link]({URL})\n".encode(),
    ".html": page(
        ARTICLE, f'<meta property="og:url" content="{URL}"><script type="application/ld+json">{{"@type": "Article"}}</script>'
    ),
    ".jsonl": ROW + b"\n" + ROW + b"\n",
    ".csv": b"title,url,published,text\nDun," + URL.encode() + b',2022-02-17,"' + ARTICLE.encode() + b'"\n',
    ".eml": MAIL,
    ".mbox": b"From anna Thu Feb 17 12:00:00 2022\n" + MAIL + b"\nFrom anna Thu Feb 17 12:00:00 2022\n" + MAIL,
    ".warc": record(answer(page()), URL),
    ".warc.gz": packed(record(answer(page()), URL), record(answer(page("Words.")), URL + "2")),
    ".wacz": wacz(packed(record(answer(page()), URL))),
}
FEEDS: tuple[bytes, ...] = (
    f"<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title><ttl>60</ttl><item><guid>1</guid><link>{URL}</link>"
    f"<title>Dun</title><pubDate>Thu, 17 Feb 2022 12:00:00 GMT</pubDate>"
    f"<description>{ARTICLE}</description></item></channel></rss>".encode(),
    f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><id>1</id><link href='{URL}'/><title>Dun</title>"
    f"<updated>2022-02-17T12:00:00Z</updated><content type='html'>&lt;p&gt;{ARTICLE}</content></entry></feed>".encode(),
    json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [{"id": 1, "url": URL, "content_text": ARTICLE}]}
    ).encode(),
)
OPML = f'<?xml version="1.0"?><opml version="2.0"><body><outline text="Dun" xmlUrl="{URL}"/></body></opml>'.encode()
CLAIMS: tuple[bytes, ...] = (
    f"claim,speaker,accused,date,rating,rater,url\nBorland shelled Dun,Anna,Borland,2022-02-17,False,Desk,{URL}\n".encode(),
    json.dumps(
        {
            "@type": "ClaimReview",
            "claimReviewed": "Borland shelled Dun",
            "datePublished": "2022-02-17",
            "url": URL,
            "author": {"@type": "Organization", "name": "Desk"},
            "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 1, "bestRating": 5},
        }
    ).encode(),
)

_PIECES = st.one_of(st.binary(max_size=12), st.sampled_from(PAYLOADS).map(lambda p: p.encode("utf-8", "replace")[:60]))


@st.composite
def spoilt(draw: st.DrawFn, valid: bytes) -> bytes:
    """A valid input with bytes changed, cut out, put in or doubled, a few times."""
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.sampled_from([0, 1, 2, 7, 40, 400]))
        match draw(st.sampled_from(["cut", "put", "double", "change", "end"])):
            case "cut":
                del data[at : at + size]
            case "put":
                data[at:at] = draw(_PIECES)
            case "double":
                data[at:at] = data[at : at + size] * draw(st.integers(1, 3))
            case "change":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case _:
                del data[at:]
    return bytes(data)


def hostile(*valid: bytes) -> st.SearchStrategy[bytes]:
    """Inputs near valid ones, and some that are anything."""
    return st.one_of(*(spoilt(each) for each in valid), st.binary(max_size=200))


WORDS = st.sampled_from(
    [
        "Russia", "Norway", "Biden", "the minister", "spokesman", "he", "It", "they", "said", "denied", "accused", "that", "of",
        "bombing", "the bridge", "was", "would", "without evidence", "on Thursday", "17 February", "in", "Kyiv", "“", "”", '"',
        "'", "’s", "(", ")", "—", "-", ",", ".", ";", ":", "?", "\n", "\n\n", "and", "but", "who", "to", "by", "U.S.", "Mr.",
        "not", "false", "BORIS JOHNSON:", "Q:", "WASHINGTON (Reuters) -",
        "\u200b", "\ufeff", "\u202e", "\x00", "日本", "é", "e\u0301",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.one_of(WORDS, WORDS, WORDS, st.text(max_size=5)), max_size=60).map(" ".join),
    st.tuples(st.sampled_from([ARTICLE, f"{ARTICLE}\n\n{ARTICLE}"]), st.sampled_from(PAYLOADS), st.integers(0, 200)).map(
        lambda t: t[0][: t[2]] + t[1] + t[0][t[2] :]
    ),
    st.text(max_size=300),
)
