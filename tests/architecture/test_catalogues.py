"""What screens say is there in both languages, with the same gaps to fill."""

from string import Formatter

from dashboards.i18n import LANGS, catalogue


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_catalogues_have_the_same_keys() -> None:
    first, *others = (set(catalogue(lang)) for lang in LANGS)
    assert all(first ^ other == set() for other in others)


def test_no_string_is_empty() -> None:
    assert [
        (lang, key) for lang in LANGS for key, said in catalogue(lang).items() if not said
    ] == []


def test_both_languages_fill_the_same_gaps() -> None:
    zh, en = (catalogue(lang) for lang in LANGS)
    assert {key for key in zh if gaps(zh[key]) != gaps(en.get(key, zh[key]))} == set()
