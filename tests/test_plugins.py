"""A package that adds a reader and an extractor: the example for whoever writes one. It is really installed: on the path, with
metadata as pip writes them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import Tracker, plugins
from tracker.errors import TrackerError, UsageError
from tracker.settings import Settings

EXAMPLE = '''
from tracker.read.fields import document
from tracker.read.refusals import UnreadableError


def read(data, name, settings):
    """Read a file of articles that are parted by a line of dashes."""
    for number, text in enumerate(data.decode("utf-8").split("\\n----\\n"), 1):
        yield document({"text": text, "id": f"{name}:{number}", "publisher": "The Example"}, name, settings)


def refuse(data, name, settings):
    raise UnreadableError("its seal is broken: ask for another copy")


def fail(data, name, settings):
    raise ZeroDivisionError("a fault of the plugin")


def make_extractor(settings):
    """The built-in extractor, but only what both rules and model read."""
    from tracker.core import default_extractor

    class Careful:
        def mentions(self, text, **about):
            return default_extractor(settings.model).mentions(text, **{**about, "precise": True})

    return Careful()


def make_forger(settings):
    """An extractor that makes a quote up, where a text speaks of zebras."""
    from dataclasses import replace

    from tracker.core import default_extractor

    class Forger:
        def mentions(self, text, **about):
            found = default_extractor(settings.model).mentions(text, **about)
            forged = [replace(m, start=m.end, end=m.start, quote="") for m in found.mentions]
            return replace(found, mentions=forged) if "zebra" in text else found

    return Forger()
'''
POINTS = """
[tracker.readers]
.parted = example_reader:read
.sealed = example_reader:refuse
.faulty = example_reader:fail
.gone = example_reader:nothing

[tracker.extractors]
careful = example_reader:make_extractor
forger = example_reader:make_forger
"""


def forget() -> None:
    plugins._found.cache_clear()
    plugins._extractors.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    site = tmp_path / "site"
    metadata = site / "example_reader-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / "example_reader.py").write_text(EXAMPLE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: example-reader\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(site))
    forget()
    yield tmp_path
    forget()
    sys.modules.pop("example_reader", None)


def test_a_reader_of_another_package_reads_its_files_alone_and_in_a_folder(installed: Path) -> None:
    folder = installed / "in"
    folder.mkdir()
    said = "Arland accused Borland of shelling the border town of Dun."
    (folder / "two.PARTED").write_text(f"{said}\n----\nThe harvest was good in Lund this year, farmers said.")
    (folder / "plain.txt").write_text("Wheat is cheap this year.")
    with Tracker(installed / "t.db") as tracker:
        result = tracker.ingest(folder)
        assert (result.new, result.refused) == (3, [])
        assert {row["publisher"] for row in tracker.export("articles")} == {"The Example", None}
        assert tracker.ingest(folder / "two.PARTED").known == 2


def test_what_it_cannot_read_is_refused_by_name_and_a_fault_of_its_own_too(installed: Path) -> None:
    for name in ("a.sealed", "b.faulty"):
        (installed / name).write_text("x")
    with Tracker(installed / "t.db") as tracker:
        refused = tracker.ingest(installed / "a.sealed", installed / "b.faulty").refused
    assert "its seal is broken" in refused[0].reason
    assert "ZeroDivisionError" in refused[1].reason
    assert refused[1].sha256, "kept in quarantine"


def test_a_plugin_that_does_not_load_is_named(installed: Path) -> None:
    with pytest.raises(TrackerError, match=r"\.gone of example-reader does not load"):
        plugins.reader(".gone")


def test_an_extractor_of_another_package_is_used_where_it_is_named(installed: Path) -> None:
    said = {"precise": [], "default": []}
    for name, chosen in (("precise", "careful"), ("default", "")):
        with Tracker(installed / f"{name}.db", settings=Settings(extractor=chosen)) as tracker:
            tracker.ingest(
                Path(__file__).parents[1] / "seeds" / "demo" / "2022-02-04-hallowmere-courier-no-evidence-video-plot.md"
            )
            said[name] = [row["id"] for row in tracker.export("mentions")]
    assert 0 < len(said["precise"]) < len(said["default"])


def test_an_article_with_a_mention_that_cannot_be_traced_is_kept_in_quarantine_and_the_rest_goes_in(installed: Path) -> None:
    said = "Arland accused Borland of shelling the border town of Dun."
    for name, text in (("a.txt", said), ("b.txt", f"{said} A zebra died."), ("c.txt", f"{said} Again.")):
        (installed / name).write_text(text)
    with Tracker(installed / "t.db", settings=Settings(extractor="forger")) as tracker:
        result = tracker.ingest(*(installed / name for name in ("a.txt", "b.txt", "c.txt")))
        assert (result.new, [r.ref for r in result.refused]) == (2, ["b.txt"])
        assert "it was not stored" in result.refused[0].reason
        assert tracker.store.counts()["quarantine"] == 1
        assert {row["id"] for row in tracker.export("articles")} == {"a.txt", "c.txt"}
        assert all(row["quote"] for row in tracker.export("mentions"))


def test_an_extractor_that_nobody_has_is_a_usage_error(installed: Path) -> None:
    with pytest.raises(UsageError, match="'nobody' \\(there: careful, default, forger, llm, rules\\)"):
        plugins.extractor("nobody", Settings())


def test_without_other_packages_there_are_none() -> None:
    forget()
    assert plugins.suffixes() == frozenset()
    assert plugins.reader(".parted") is None
