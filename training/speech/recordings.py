"""Recordings of real speakers, with their words, for the evaluation clips only.

They come from Debian's packages asterisk-core-sounds-*-g722 (CC-BY-SA 3.0 and CC-BY 3.0) and pocketsphinx-testdata (public domain).
No network learns from them. The packages do not contain the words; `words/<language>.txt` does.
"""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from speech.utterance import RATE

SOUNDS = Path("/usr/share/asterisk/sounds")
LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
WORDS = Path(__file__).parent / "words"
SPEAKERS = {
    "Allison": ("en", "en_US_f_Allison"),
    "Carlo": ("it", "it_IT_m_Carlo"),
    "June": ("fr", "fr_CA_f_June"),
    "IvrvoiceRU": ("ru", "ru_RU_f_IvrvoiceRU"),
}
"""name: (espeak-ng's language, folder)"""
EVALUATION_SENTENCES = frozenset(("vm-intro", "vm-mailboxfull", "privacy-unident", "queue-periodic-announce", "agent-alreadyon"))
"""of Allison's recordings"""


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
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", *form, "-i", self.path, "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
            capture_output=True,
            check=True,
        ).stdout
        return np.frombuffer(raw, np.int16).astype(np.float32) / 32768


@cache
def asterisk(speaker: str) -> list[Recording]:
    """Everything a speaker says of which the words are known, sentences and single words."""
    language, folder = SPEAKERS[speaker]
    known = {}
    for line in (WORDS / f"{language[:2]}.txt").read_text().splitlines():
        name, _, text = line.partition(": ")
        known[name] = text
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
