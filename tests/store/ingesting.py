"""Run as a script: one of several processes that ingest into one database at once.

Arguments: the database's URL, the number of the process. Of its 12 articles 6 are those of all processes. Every
mention joins the allegation of its topic, or opens it where no other process has.
"""

from __future__ import annotations

import sys

from factories import AT, DAY, TEXT, document, mention
from filling import ACTORS, judgement

from tracker.store.store import Store
from tracker.store.write import Writer

OWN, SHARED, TOPICS = 6, 6, 3


def ingest(store: Store, name: str, topic: str) -> None:
    text = f"{name}. {TEXT}"
    doc, one = document(text=text, url=None, ref=name), mention(text=text, acts=(topic,))
    if store.known(doc) == "known":
        return
    run = store.run_started("0.1.0", AT)

    def put(writer: Writer) -> None:
        if writer.add_article(doc, [one], run, AT, actors=ACTORS) is None:
            return
        writer.hold(["Borland"])
        same = [m.allegation_id for m in writer.near("Borland", DAY, days=7) if topic in m.mention.acts]
        allegation_id = same[0] if same else writer.new_allegation(topic, "Borland", one.acts, AT)
        writer.judge(judgement(one.id, allegation_id))

    store.together(put)


def main(url: str, process: str) -> None:
    with Store.open(url) as store:
        for number in range(SHARED):
            ingest(store, f"shared {number}", f"topic {number % TOPICS}")
            ingest(store, f"own {process} {number}", f"topic {number % TOPICS}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
