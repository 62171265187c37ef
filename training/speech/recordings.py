"""Real people: the recordings of Debian's packages asterisk-core-sounds-*-g722 and pocketsphinx-testdata, with their words.

The words of whole sentences are in `core-sounds-<language>.txt` of the upstream archives (not in the packages); where such
a file lies in <scratch>/transcripts it is used. Numbers, days and months need none: the file names say what they are.
"""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from head.assets import scratch_folder
from speech.utterance import RATE

SOUNDS = Path("/usr/share/asterisk/sounds")
LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
SPEAKERS = {"Allison": ("en", "en_US_f_Allison"), "Carlo": ("it", "it_IT_m_Carlo"), "June": ("fr-fr", "fr_CA_f_June"),
            "IvrvoiceRU": ("ru", "ru_RU_f_IvrvoiceRU")}
"""name: (espeak-ng's language, folder). Only Allison speaks in training; the others are kept for evaluation."""

HELD_OUT_SENTENCES = frozenset(("demo-nogo", "vm-tmpexists", "vm-mailboxfull", "privacy-unident", "conf-nonextended"))
"""Of Allison's, kept for evaluation."""

_WORDS = {
    "it": dict(zip("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 30 40 50 60 70 80 90".split(),
                   "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
                   "diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()))
    | {f"day-{n}": day for n, day in enumerate("domenica lunedì martedì mercoledì giovedì venerdì sabato".split())}
    | {f"mon-{n}": month for n, month in enumerate("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
                                                   "novembre dicembre".split())},
    "fr-fr": dict(zip("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 20 30 40 50 60".split(),
                      "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
                      "quarante cinquante soixante".split()))
    | {f"day-{n}": day for n, day in enumerate("dimanche lundi mardi mercredi jeudi vendredi samedi".split())}
    | {f"mon-{n}": month for n, month in enumerate("janvier février mars avril mai juin juillet août septembre octobre novembre "
                                                   "décembre".split())},
}


@dataclass
class Recording:
    speaker: str
    language: str
    name: str
    text: str
    path: Path

    def samples(self) -> np.ndarray:
        """float32 mono 16 kHz"""
        form = ["-f", "g722"] if self.path.suffix == ".g722" else []
        raw = subprocess.run(["ffmpeg", "-v", "error", *form, "-i", self.path, "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
                             capture_output=True, check=True).stdout
        return np.frombuffer(raw, np.int16).astype(np.float32) / 32768


def _clean(text: str) -> str:
    text = re.sub(r"\[.*?\]|\(.*?\)|<.*?>", " ", text)
    text = text.replace("*", " star ").replace("#", " pound ") if text.isascii() else text
    return re.sub(r"\s+", " ", text).strip(" .…")


@cache
def asterisk(speaker: str) -> list[Recording]:
    """Everything a speaker says of which the words are known, sentences and single words."""
    language, folder = SPEAKERS[speaker]
    known = {f"digits/{name}": word for name, word in _WORDS.get(language, {}).items()}
    transcript = scratch_folder() / "transcripts" / f"core-sounds-{language}.txt"
    if transcript.exists():
        for line in transcript.read_text().splitlines():
            name, colon, text = line.partition(":")
            if colon and not line.startswith(";") and _clean(text) and not name.startswith(("letters", "silence", "spy")):
                known[name.removesuffix(".wav")] = _clean(text)
    made = []
    for name, text in known.items():
        path = SOUNDS / folder / f"{name}.g722"
        if path.exists():
            made.append(Recording(speaker, language, name, text, path))
    return made


@cache
def librivox() -> list[Recording]:
    """Five sentences of Sense and Sensibility, read for LibriVox (public domain)."""
    made = []
    for line in (LIBRIVOX / "transcription").read_text().splitlines():
        text, name = re.fullmatch(r"<s> (.*) </s> \((.*)\)", line).groups()
        made.append(Recording("LibriVox", "en", name, text, LIBRIVOX / f"{name}.wav"))
    return made
