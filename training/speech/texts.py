"""Sentences to be spoken for training: from Debian's fortune files, one language each."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path("/usr/share/games/fortunes")
FILES = {
    "en": (
        "literature",
        "science",
        "wisdom",
        "people",
        "work",
        "education",
        "humorists",
        "tao",
        "platitudes",
        "riddles",
        "computers",
        "food",
        "law",
        "pets",
        "sports",
        "startrek",
        "fortunes",
    ),
    "de": ("de",),
    "es": ("es",),
    "it": ("formiche", "italia", "paolotedeschi", "leggi"),
    "ru": ("ru",),
    "cs": ("cs", "cz"),
    "pt": ("brasil",),
    "pl": ("pl",),
    "zh": ("chinese", "tang300", "song100"),
}
_ALPHABET = {"ru": "а-яА-ЯёЁ", "zh": "\u4e00-\u9fff"}


def _file_texts(name: str) -> list[str]:
    skipped = (".dat", ".pdat", ".u8")
    paths = [path for path in FOLDER.rglob(name) if path.is_file()]
    paths += [path for path in (FOLDER / name).rglob("*") if path.is_file() and path.suffix not in skipped]
    texts = []
    for path in paths:
        data = path.read_bytes()
        try:
            texts.append(data.decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return texts


@cache
def sentences(language: str) -> tuple[str, ...]:
    """Plain sentences of 20 to 110 characters (Chinese: 8 to 30), in a fixed order without repetitions."""
    low, high = (8, 30) if language == "zh" else (20, 110)
    letters = _ALPHABET.get(language, "a-zA-ZÀ-ž")
    found: dict[str, None] = {}
    for name in FILES[language]:
        for text in _file_texts(name):
            text = re.sub(r"\x1b\[[0-9;]*m", "", text)
            for saying in text.split("\n%"):
                saying = re.sub(r"\s+", " " if language != "zh" else "", saying.split("--")[0])
                for sentence in re.split(r"(?<=[.!?;:。！？；])\s*", saying):
                    sentence = sentence.strip(" \"'%-*»«")
                    plain = re.sub(rf"[^{letters}]", "", sentence)
                    if low <= len(sentence) <= high and len(plain) > 0.72 * len(sentence) and not re.search(r"[_|<>{}=@#\\/]", sentence):
                        found[sentence] = None
    return tuple(found)
