from __future__ import annotations

import pytest

from tracker.read.fields import document
from tracker.read.language import FEWEST_CHARS, detected, with_language
from tracker.settings import Settings
from tracker.types import Document

TEXTS = {
    "en": (
        "The minister of Arland said on Thursday that Borland had shelled the bridge at Dun. No evidence would be shown"
        " before the inquiry ends, she told the parliament, where some members laughed and others left the room without"
        " a word."
    ),
    "de": (
        "Die Ministerin von Arland sagte am Donnerstag, Borland habe die Brücke bei Dun beschossen. Beweise würden erst"
        " nach dem Ende der Untersuchung gezeigt, erklärte sie im Parlament, wo einige lachten und andere wortlos den "
        "Saal verließen."
    ),
    "fr": (
        "La ministre d'Arland a déclaré jeudi que Borland avait bombardé le pont de Dun. Aucune preuve ne serait "
        "montrée avant la fin de l'enquête, a-t-elle dit au parlement, où certains ont ri et d'autres ont quitté la "
        "salle sans un mot."
    ),
    "ru": (
        "Министр Арланда заявила в четверг, что Борланд обстрелял мост у города Дун. Доказательства покажут только "
        "после окончания расследования, сказала она в парламенте, где одни смеялись, а другие молча покинули зал "
        "заседаний."
    ),
    "uk": (
        "Міністерка Арланду заявила у четвер, що Борланд обстріляв міст біля міста Дун. Докази покажуть лише після "
        "завершення розслідування, сказала вона в парламенті, де одні сміялися, а інші мовчки залишили залу засідань."
    ),
    "ar": (
        "قالت وزيرة أرلاند يوم الخميس إن بورلاند قصفت الجسر قرب مدينة دون. وأضافت أمام البرلمان أن الأدلة لن تعرض قبل "
        "نهاية التحقيق، فضحك بعض النواب وغادر آخرون القاعة دون أن يقولوا كلمة واحدة، بينما طالب غيرهم بتشكيل لجنة "
        "مستقلة للنظر في الأمر."
    ),
    "zh": (
        "阿兰部长周四表示,博兰炮击了敦城附近的大桥。她在议会中说,在调查结束之前不会出示任何证据。一些议员笑了,另一些议员一言不发地离开了会场。反对党要求成立一个独立委员会来审查此事,并请邻国派出观察员。博兰政府否认了这一指控,"
        "称那座大桥早在去年冬天就已经关闭,当时的洪水冲垮了两根桥墩,此后再也没有车辆通过。当地居民则说,他们在夜里听到了几声巨响,第二天早上看到河面上漂着木板和铁皮。记者未能独立核实任何一方的说法,军方也拒绝回答有关问题。"
    ),
}


def told(text: str, language: str | None) -> tuple[str | None, dict[str, object]]:
    found = with_language(Document(text=text, ref="a", language=language, extra={"page": 7}))
    assert found.extra["page"] == 7
    return found.language, {key: value for key, value in found.extra.items() if key != "page"}


@pytest.mark.parametrize("code", TEXTS)
def test_languages_are_told_apart(code: str) -> None:
    assert detected(TEXTS[code]) == code


def test_a_text_that_is_short_has_no_language() -> None:
    assert detected(TEXTS["en"][: FEWEST_CHARS - 1]) is None
    assert detected(f"\n\n {TEXTS['en'][: FEWEST_CHARS - 1]} \n") is None
    assert detected(TEXTS["en"][:FEWEST_CHARS]) == "en"


@pytest.mark.parametrize(
    "text", ["1,234 5,678 " * 50, "Dun. " * 100, "https://news.example/a?b=c&d=1 " * 30, "……… ??? !!! " * 60]
)
def test_what_is_no_prose_has_no_language(text: str) -> None:
    assert detected(text) is None


def test_an_english_standfirst_does_not_make_an_article_english() -> None:
    standfirst = TEXTS["en"][:100]
    assert detected(f"{standfirst}\n\n{TEXTS['ru'] * 5}") != "en"
    assert detected(f"{standfirst}\n\n{TEXTS['de'] * 5}") != "en"


def test_what_nobody_told_is_found_and_marked() -> None:
    assert told(TEXTS["ru"], None) == ("ru", {"language_by": "detected"})
    assert told(TEXTS["en"], None) == ("en", {"language_by": "detected"})


@pytest.mark.parametrize("language", ["en", "EN-gb", "en_US"])
def test_a_text_that_is_not_in_english_as_it_says_is_marked_so(language: str) -> None:
    assert told(TEXTS["en"], language) == (language, {})
    assert told(TEXTS["ru"], language) == ("ru", {"language_by": "detected", "language_told": language})


def test_a_text_that_is_in_english_and_does_not_say_so_is_read() -> None:
    assert told(TEXTS["en"], "de") == ("en", {"language_by": "detected", "language_told": "de"})


def test_of_other_languages_the_input_knows_best() -> None:
    assert told(TEXTS["ru"], "uk") == ("uk", {})


def test_every_reader_tells_the_language() -> None:
    found = document({"text": TEXTS["de"]}, "a.txt", Settings())
    assert (found.language, found.extra) == ("de", {"language_by": "detected"})
