from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from cli.running import DEMO, contents, ok, rows, run

if TYPE_CHECKING:
    from pathlib import Path

ACCUSATION = "Arland accused Borland of shelling the border town of Dun."


def line(**fields: object) -> bytes:
    return json.dumps({"text": ACCUSATION} | fields, ensure_ascii=False).encode() + b"\n"


def test_a_second_time_changes_nothing_but_the_log_of_runs(own: Path) -> None:
    before = contents(own, without=("ingest_run",))
    result = run("ingest", DEMO, db=own)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0] == "21 articles: 0 new, 21 known already"
    assert contents(own, without=("ingest_run",)) == before
    assert len(contents(own)["ingest_run"]) == 2


def test_what_was_refused_twice_is_kept_once(own: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_bytes(line(id="a") + b"{\n")
    kept = []
    for _ in range(2):
        assert run("ingest", tmp_path, db=own).exit_code == 3
        kept.append(contents(own, without=("ingest_run",)))
    first, second = kept
    assert [row[2:7] for row in first.pop("quarantine")] == [row[2:7] for row in second.pop("quarantine")] != []
    assert first == second


def test_a_dry_run_counts_what_a_run_would_do_and_writes_nothing(own: Path, tmp_path: Path) -> None:
    (tmp_path / "new.jsonl").write_bytes(line(id="a") + b"{\n")
    before = contents(own)
    dry = run("ingest", "--dry-run", DEMO, tmp_path / "new.jsonl", db=own)
    assert contents(own) == before
    wet = run("ingest", DEMO, tmp_path / "new.jsonl", db=own)
    assert dry.exit_code == wet.exit_code == 3
    assert dry.stderr.splitlines()[:3] == wet.stderr.replace(" (1 kept in quarantine)", "").splitlines()[:3]
    assert dry.stderr.endswith("nothing was written (--dry-run)\n")


def test_a_dry_run_into_a_new_database_leaves_it_empty(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    ok("ingest", "--dry-run", DEMO / "tarnwire.jsonl", db=db)
    derived = ("alembic_version", "_words")  # the index of words has rows of its own from the start
    assert not any(found for table, found in contents(db).items() if not any(name in table for name in derived))


def test_quiet_prints_nothing_on_success_and_still_names_what_is_refused(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    assert run("--quiet", "ingest", DEMO / "tarnwire.jsonl", db=db).output == ""
    result = run("-q", "ingest", DEMO / "tarnwire.jsonl", tmp_path / "missing.txt", db=db)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"refused {tmp_path}/missing.txt: ")


def test_the_summary_counts_what_is_in_the_database(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    text = run("ingest", DEMO / "tarnwire.jsonl", db=db).stderr
    stored = {table: len(found) for table, found in contents(db).items()}
    assert text.startswith(f"{stored['article']} articles: {stored['article']} new\n{stored['mention']} mentions: ")
    assert f"\n{stored['allegation']} new allegations, " in text


def test_files_folders_globs_and_stdin_go_in_together(tmp_path: Path) -> None:
    db, folder = tmp_path / "x.db", tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "a.txt").write_text("Words of a.")
    (folder / "b.md").write_text("Words of b.")
    (tmp_path / "c1.jsonl").write_bytes(line(text="Words of c."))
    ok("ingest", tmp_path / "a.txt", folder, f"{tmp_path}/c*.jsonl", "-", db=db, stdin=line(text="Words of d."))
    assert [row["text"] for row in rows("export", "articles", db=db)] == [f"Words of {name}." for name in "abcd"]


def test_a_file_of_every_kind_is_read(tmp_path: Path) -> None:
    page = next(DEMO.glob("*.html"))
    shutil.copy(page, tmp_path)
    (tmp_path / "a.txt").write_text(ACCUSATION)
    (tmp_path / "a.jsonl").write_bytes(line(text=f"{ACCUSATION} Again."))
    (tmp_path / "a.md").write_text(f"---\ntitle: Shelling\npublisher: Arland Times\n---\n{ACCUSATION} Once more.")
    db = tmp_path / "x.db"
    ok("ingest", tmp_path, db=db)
    found = {row["id"]: row for row in rows("export", "articles", db=db)}
    assert found["a.md"]["publisher"] == "Arland Times"
    assert found["https://ormsvale.example/news/2022/02/12/attack-could-begin-any-day"]["published"] == "2022-02-12"
    assert {"a.txt", "a.jsonl:1"} < set(found)


def test_text_is_kept_verbatim_and_offsets_count_code_points(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    text = f" \u00a0\U0001f6a9 “Cafe\u0301”\r\n\r\n{ACCUSATION}\u2028\t\U0001d54f  \n"
    ok("ingest", "-", db=db, stdin=line(text=text))
    (article,) = rows("export", "articles", db=db)
    assert article["text"] == text
    mentions = rows("export", "mentions", db=db)
    assert mentions
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in mentions)


def test_the_keys_of_an_article_are_kept(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    known = {
        "id": "a17",
        "title": "Shelling",
        "url": "https://arland.example/1",
        "publisher": "Arland Times",
        "published": "2022-02-17",
        "language": "en",
        "text": ACCUSATION,
        "author": "Anna Berg",
    }
    ok("ingest", "-", db=db, stdin=line(**known, tags=["a"], score=1.5))
    unknown = dict.fromkeys(("echo_of", "final_url", "retrieved_at", "raw_hash"))
    assert rows("export", "articles", db=db) == [known | {"extra": {"tags": ["a"], "score": 1.5}} | unknown]
    assert {row["article_ref"] for row in rows("export", "mentions", db=db)} == {"a17"}


@pytest.mark.parametrize(
    ("fields", "ref"),
    [
        ({"id": "a17", "url": "https://arland.example/1"}, "a17"),
        ({"url": "https://arland.example/1"}, "https://arland.example/1"),
        ({}, "-:1"),
    ],
)
def test_an_article_is_named_by_its_id_else_its_address_else_its_file(tmp_path: Path, fields: dict[str, str], ref: str) -> None:
    db = tmp_path / "x.db"
    ok("ingest", "-", db=db, stdin=line(**fields))
    assert [row["id"] for row in rows("export", "articles", db=db)] == [ref]


def test_the_day_of_an_rfc_3339_time_is_taken(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    ok("ingest", "-", db=db, stdin=line(published="2022-02-17T23:30:00-05:00"))
    assert rows("export", "articles", db=db)[0]["published"] == "2022-02-17"


def test_nothing_to_ingest_is_a_usage_error(tmp_path: Path) -> None:
    result = run("ingest", db=tmp_path / "x.db")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])


def test_an_address_is_not_called_a_missing_file(tmp_path: Path) -> None:
    result = run("ingest", "https://arland.example/1", db=tmp_path / "x.db")
    assert "no such file" not in result.stderr


def test_what_is_no_cluster_is_refused_before_anything_is_read(own: Path) -> None:
    before = contents(own)
    result = run("ingest", DEMO, "--dask", "tcp://anna:secret@127.0.0.1:8786", db=own)
    assert (result.exit_code, result.stdout) == (2, "")
    told = "give tcp://HOST:PORT of a scheduler, or local:N for N processes here, 1 to 256"
    assert result.stderr == f"tracker: --dask tcp://…@127.0.0.1:8786: {told}\n"
    assert contents(own) == before


def test_articles_without_a_date_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Arland accused Borland of shelling Dun.")
    (tmp_path / "b.md").write_text("---\npublished: 2022-02-17\n---\nArland accused Borland of shelling Lund.")
    told = run("ingest", tmp_path, db=tmp_path / "x.db").stderr
    assert "1 article without a date: counted on the day of reading (published: DATE tells it)\n" in told
