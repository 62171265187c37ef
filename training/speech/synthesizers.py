"""Synthesizers that report the time of each phoneme: espeak-ng, flite, and festival."""

import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from speech import espeak
from speech.phonemes import from_ipa, from_table, shared_out
from speech.utterance import RATE, Utterance, resampled, tidy

_VOICELESS_STOPS = ("p", "t", "k", "c", "q", "ʈ")
_CLOSURE = 0.055
"""espeak-ng marks the release of a voiceless stop; its closure lies this long before (seconds)."""


def with_espeak(text: str, voice: str, words_per_minute: int = 165, pitch: int = 50, pitch_range: int = 50) -> Utterance:
    samples, rate, events = espeak.speak(text, voice, words_per_minute, pitch, pitch_range)
    total = len(samples) / rate
    timed = [(start, name) for start, name in events if name in ("", "_") or from_ipa(name)]
    starts = []
    for n, (start, name) in enumerate(timed):
        earlier = timed[n - 1][0] if n else 0.0
        stop = name[:1] in _VOICELESS_STOPS or name[:1] == "_"
        starts.append(max(start - _CLOSURE, (start + earlier) / 2 if n else 0.0) if stop and name[:1] != "_" else start)
    sounds = []
    for n, (start, (_, name)) in enumerate(zip(starts, timed)):
        end = starts[n + 1] if n + 1 < len(starts) else total
        sounds += shared_out(from_ipa(name), start, end)
    return Utterance(resampled(samples, rate), tidy(sounds, total), f"espeak-ng {voice}", text)


def with_flite(text: str, voice: str, slower: float = 1.0) -> Utterance:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        shown = subprocess.run(
            ["flite", "-voice", voice, "-t", text, "-psdur", "--setf", f"duration_stretch={slower}", "-o", path],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        rate, samples = wavfile.read(path)
    sounds, at = [], 0.0
    for pair in shown.split():
        name, _, end = pair.rpartition(":")
        sounds += shared_out(from_table(name, "arpabet"), at, float(end))
        at = float(end)
    total = len(samples) / rate
    return Utterance(resampled(samples / 32768, rate), tidy(sounds, total), f"flite {voice}", text)


FESTIVAL = {
    # voice: (table of its phonemes, language of the text, encoding)
    "kal_diphone": ("arpabet", "en", "ascii"),
    "ked_diphone": ("arpabet", "en", "ascii"),
    "cmu_us_slt_arctic_hts": ("arpabet", "en", "ascii"),
    "pc_diphone": ("sampa", "it", "latin-1"),
    "lp_diphone": ("sampa", "it", "latin-1"),
    "czech_dita": ("sampa", "cs", "iso-8859-2"),
    "czech_machac": ("sampa", "cs", "iso-8859-2"),
    "czech_krb": ("sampa", "cs", "iso-8859-2"),
    "czech_ph": ("sampa", "cs", "iso-8859-2"),
    "msu_ru_nsh_clunits": ("russian", "ru", "utf-8"),
    "upc_ca_ona_hts": ("sampa", "ca", "latin-1"),
}


def with_festival(texts: list[str], voice: str) -> list[Utterance]:
    """Many texts at once, since starting festival takes longer than speaking; texts it fails on are left out."""
    table, _, encoding = FESTIVAL[voice]
    with tempfile.TemporaryDirectory() as folder:
        script = [f"(voice_{voice})"]
        for n, text in enumerate(texts):
            quoted = re.sub(r'["\\]', " ", text)
            script.append(
                f'(let ((u (utt.synth (Utterance Text "{quoted}"))))\n'
                f'  (utt.save.wave u "{folder}/{n}.wav" \'riff)\n'
                f'  (utt.save.segs u "{folder}/{n}.lab"))'
            )
        path = Path(folder) / "script.scm"
        path.write_bytes(
            "\n".join(f"(unwind-protect {line} nil)" if n else line for n, line in enumerate(script)).encode(encoding, "ignore")
        )
        subprocess.run(["festival", "-b", path], capture_output=True, timeout=900)
        made = []
        for n, text in enumerate(texts):
            try:
                rate, samples = wavfile.read(Path(folder) / f"{n}.wav")
                lines = (Path(folder) / f"{n}.lab").read_text(encoding, "ignore").splitlines()
                sounds, at = [], 0.0
                for line in lines[lines.index("#") + 1 :]:
                    end, _, name = line.split()[:3]
                    sounds += shared_out(from_table(name, table), at, float(end))
                    at = float(end)
            except (OSError, ValueError, KeyError):
                continue
            made.append(
                Utterance(resampled(np.asarray(samples) / 32768, rate), tidy(sounds, len(samples) / rate), f"festival {voice}", text)
            )
    return made


__all__ = ["with_espeak", "with_flite", "with_festival", "FESTIVAL", "RATE"]
