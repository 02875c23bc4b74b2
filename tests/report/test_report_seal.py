"""A sealed week is checked without the tracker: every byte of it counts, and the same record gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from core import logged
from hypothesis import given
from hypothesis import strategies as st

from tracker import sealed
from tracker.chain import canonical
from tracker.report import seal


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with logged.tracker(tmp_path_factory.mktemp("seal") / "t.db") as opened:
        logged.fill(opened)
        made = opened.seal("2022-W07")
        assert made == opened.seal("2022-W07")
        assert json.loads(made["manifest.json"])["head"]["hash"] in str(opened.log_head())
    return made


def resummed(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a list of sums that fits them again."""
    kept = {name: data for name, data in found.items() if name != sealed.SUMS}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(kept.items()))
    return kept | {sealed.SUMS: sums.encode()}


def test_an_untouched_bundle_holds(bundle: dict[str, bytes]) -> None:
    assert sealed.check(bundle) == []
    manifest = json.loads(bundle["manifest.json"])
    assert (manifest["week"], manifest["articles"], manifest["quotes"]) == ("2022-W07", 4, 4) or manifest["quotes"] >= 3
    assert sealed.check(bundle, manifest["head"]["hash"]) == []
    assert sealed.check(bundle, "1:" + "0" * 64) == [
        f"the log has no entry with the hash {'0' * 64}: it is another log, or it was written anew"
    ]


def test_packed_bytes_depend_on_the_files_alone(bundle: dict[str, bytes]) -> None:
    packed = seal.pack(bundle)
    assert packed == seal.pack(dict(reversed(bundle.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        assert {item.filename: found.read(item) for item in found.infolist()} == bundle
        assert {item.date_time for item in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_change_of_a_byte_is_found(bundle: dict[str, bytes]) -> None:
    rng = random.Random(1)
    for _ in range(200):
        name = rng.choice(sorted(bundle))
        data = bytearray(bundle[name])
        data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        assert sealed.check({**bundle, name: bytes(data)}), name


def test_a_file_more_or_less_is_found(bundle: dict[str, bytes]) -> None:
    assert sealed.check({**bundle, "more.txt": b"x"}) == ["more.txt is not listed in SHA256SUMS"]
    for name in bundle:
        assert sealed.check({other: data for other, data in bundle.items() if other != name}), name


def test_a_change_is_found_even_where_the_sums_were_made_anew(bundle: dict[str, bytes]) -> None:
    def lines(name: str) -> list[dict]:
        return [json.loads(line) for line in bundle[name].splitlines()]

    def forged(name: str, rows: list[dict]) -> list[str]:
        return sealed.check(resummed({**bundle, name: "\n".join(map(json.dumps, rows)).encode()}))

    entries = lines("log.jsonl")
    assert forged("log.jsonl", entries) == []
    (why,) = forged("log.jsonl", entries[:-1])
    assert "not with the head that was sealed" in why
    assert any("does not follow entry" in fault for fault in forged("log.jsonl", entries[:2] + entries[3:]))
    entries[3]["at"] = "2001-01-01T00:00:00.000000Z"
    assert forged("log.jsonl", entries) == ["entry 4 of the log was changed: its hash is not that of what it says"]
    articles = lines("articles.jsonl")
    articles[0]["sha256"] = "0" * 64
    assert forged("articles.jsonl", articles) == [f"article {articles[0]['id']} has another text than the log says"]
    quotes = lines("quotes.jsonl")
    quotes[0]["end"] += 1
    assert forged("quotes.jsonl", quotes) == [
        f"the quote of mention {quotes[0]['id']} is not of the length that its place in the text has"
    ]
    quotes = lines("quotes.jsonl")
    quotes[0]["id"] = "m0"
    assert forged("quotes.jsonl", quotes) == ["the log knows of no mention m0"]


def test_anybody_with_python_can_check_it(bundle: dict[str, bytes], tmp_path: Path) -> None:
    folder, packed = tmp_path / "week", tmp_path / "week.zip"
    packed.write_bytes(seal.pack(bundle))
    with zipfile.ZipFile(packed) as found:
        found.extractall(folder)

    def verify(*args: str) -> tuple[int, str, str]:
        command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *args]  # no package, not even ours
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
        return done.returncode, done.stdout, done.stderr

    bare = "without --head nobody can see that it was made anew as a whole"
    assert verify() == (0, f"{folder}: as it was sealed; {bare}\n", "")
    assert verify("week.zip", "--head", json.loads(bundle["manifest.json"])["head"]["hash"]) == (
        0,
        "week.zip: as it was sealed\n",
        "",
    )
    sums = subprocess.run(
        [shutil.which("sha256sum") or "sha256sum", "-c", "SHA256SUMS"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
    )
    assert (sums.returncode, sums.stdout.count(": OK\n")) == (0, len(bundle) - 1)
    (folder / "report.html").write_text("\x1b[2J")
    status, out, err = verify()
    assert (status, out) == (1, f"{folder}: NOT as it was sealed\n")
    assert err == "report.html was changed: its SHA-256 is not the one in SHA256SUMS\n"
    assert verify("none.zip")[0] == 1
    for asked in ("-h", "--help"):
        status, out, err = verify(asked)
        assert (status, err) == (0, "")
        assert out.startswith("usage: verify.py [-h] [--head HASH] [bundle]\n")
        assert "every quote stands in one of these texts" in out
    assert verify("--head")[0] == verify("--haed", "0")[0] == 2


@given(
    st.dictionaries(
        st.sampled_from([sealed.SUMS, sealed.MANIFEST, sealed.LOG, sealed.ARTICLES, sealed.QUOTES, "x"]), st.binary(max_size=60)
    )
)
def test_what_is_no_bundle_is_told_so(found: dict[str, bytes]) -> None:
    assert sealed.check(found)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.none()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_of_any_shape_is_no_bundle(value: object) -> None:
    line = canonical(value).encode()
    found = dict.fromkeys([sealed.MANIFEST, sealed.LOG, sealed.ARTICLES, sealed.QUOTES], line)
    assert sealed.check(resummed(found))


@given(st.binary(max_size=300))
def test_files_that_are_no_zip_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"zip file|bundle|two files"):
        sealed.files_of(io.BytesIO(b"PK\x03\x04" + data + b"PK\x05\x06" + data[:18]))
