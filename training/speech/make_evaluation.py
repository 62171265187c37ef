"""Make evaluation/: clips of held-out voices and what they say when. `python -m speech.make_evaluation`.

Each clip is a few sentences with pauses between them, Opus in Ogg, and a <name>.truth.json with the mouth's opening for
every video frame (millimetres between the lips of an average head), closures (p, b, m), pauses and sounds, in seconds.
Real recordings are aligned by `speech.aligner`, which learns from synthesized voices alone.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import torch

from head.assets import scratch_folder
from head.mouth import aperture
from speech import recordings
from speech.aligner import Listener, align
from speech.synthesizers import with_espeak, with_festival, with_flite
from speech.track import FPS, PAUSE, frame_count, frame_times, parameters
from speech.utterance import RATE, Utterance

FOLDER = Path(__file__).parent.parent / "evaluation"

SENTENCES = {
    "en": (
        "My mother bought five big maps before the boat moved away.",
        "Have you ever seen a happier family above the river?",
        "We must prove that the very best people leave early.",
    ),
    "it": (
        "Il bambino prova a mangiare una mela verde.",
        "Mia madre prepara la pasta con il pomodoro.",
        "Vorrei sapere dove abbiamo lasciato la barca.",
    ),
    "cs": ("Máma mele maso a babička peče buchty.", "Petr plave v bazénu a potom pije vodu.", "Včera jsme potkali malého psa u mostu."),
    "de": (
        "Bitte prüfen Sie vor der Abfahrt alle Papiere.",
        "Meine Mutter backt am Freitag einen Apfelkuchen.",
        "Wir haben vier Bücher über Pferde bekommen.",
    ),
    "fr": (
        "Le petit bateau blanc avance vite sur la mer.",
        "Ma mère prépare une bonne soupe aux pommes de terre.",
        "Pouvez-vous me prévenir avant vendredi matin ?",
    ),
    "sv": ("Min bror bor på en båt vid bryggan.", "Vi måste köpa femton bananer före middagen.", "Pappa målar väggen blå på våren."),
}

_BY_US = {"licence": "CC0-1.0", "by": "synthesized for this project"}
_ASTERISK = "Asterisk core sounds, Debian package asterisk-core-sounds-{}-g722; joined and re-encoded"
SOURCES = {
    "Carlo": {"licence": "CC-BY-SA-3.0", "by": "Carlo Flora, " + _ASTERISK.format("it")},
    "June": {"licence": "CC-BY-SA-3.0", "by": "June Wallack, " + _ASTERISK.format("fr")},
    "IvrvoiceRU": {"licence": "CC-BY-3.0", "by": "Maxim Topal, www.ivrvoice.ru, " + _ASTERISK.format("ru")},
    "Allison": {"licence": "CC-BY-SA-3.0", "by": "Allison Smith, " + _ASTERISK.format("en")},
    "LibriVox": {"licence": "public domain", "by": "a LibriVox reader, Sense and Sensibility, chapter 1"},
}
_WORDS = (
    "digits/day-1 digits/5 digits/mon-1 digits/9 digits/day-5 digits/mon-10 digits/2 digits/mon-4 digits/7 digits/day-3 "
    "digits/mon-8 digits/11 digits/mon-11 digits/4 digits/day-6 digits/mon-3"
)
CHOSEN = {
    "Carlo": _WORDS.split(),
    "June": _WORDS.split(),
    "Allison": sorted(recordings.EVALUATION_SENTENCES),
    "IvrvoiceRU": (
        "digits/day-1 digits/5 digits/day-2 digits/9 digits/day-3 digits/8 digits/today digits/4 digits/day-4 digits/11 "
        "digits/tomorrow digits/7 digits/day-5 digits/2 digits/yesterday digits/40"
    ).split(),
}


def joined(parts: list[Utterance], pauses: list[float]) -> Utterance:
    """One after the other, with silence before each and after the last."""
    samples, sounds, at = [], [], 0.0
    for part, pause in zip(parts, pauses):
        samples += [np.zeros(int(pause * RATE), np.float32), part.samples / (np.abs(part.samples).max() + 1e-6) * 0.7]
        at += int(pause * RATE) / RATE
        sounds += [(at - pause, at, "rest")] + [(start + at, end + at, viseme) for start, end, viseme in part.sounds]
        at += len(part.samples) / RATE
    samples.append(np.zeros(int(0.6 * RATE), np.float32))
    merged: list = []
    for start, end, viseme in [*sounds, (at, at + 0.6, "rest")]:
        if merged and merged[-1][2] == viseme == "rest":
            merged[-1] = (merged[-1][0], end, viseme)
        else:
            merged.append((start, end, viseme))
    return Utterance(np.concatenate(samples), merged, parts[0].voice, " ".join(part.text for part in parts))


def write(name: str, kind: str, language: str, said: Utterance, source: dict):
    FOLDER.mkdir(exist_ok=True)
    audio = FOLDER / f"{name}.ogg"
    subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "f32le",
            "-ar",
            str(RATE),
            "-ac",
            "1",
            "-i",
            "-",
            "-c:a",
            "libopus",
            "-b:a",
            "40k",
            "-application",
            "audio",
            audio,
        ],
        input=said.samples.astype(np.float32).tobytes(),
        check=True,
    )
    times = frame_times(frame_count(len(said.samples) / RATE))
    opening = aperture(parameters(said.sounds, times))
    truth = {
        "name": name,
        "audio": audio.name,
        "kind": kind,
        "voice": said.voice,
        "language": language,
        **source,
        "text": said.text,
        "fps": FPS,
        "opening": [round(float(value), 2) for value in opening],
        "closures": [[round(start, 3), round(end, 3)] for start, end, viseme in said.sounds if viseme == "m"],
        "pauses": [
            [round(start, 3), round(end, 3)] for start, end, viseme in said.sounds if viseme == "rest" and end - start > max(0.25, PAUSE)
        ],
        "sounds": [[round(start, 3), round(end, 3), viseme] for start, end, viseme in said.sounds],
    }
    text = json.dumps(truth, ensure_ascii=False, indent=None, separators=(",", ":")).replace("],[", "],\n[")
    (FOLDER / f"{name}.truth.json").write_text(text + "\n")
    print(f"{name}: {len(said.samples) / RATE:.1f} s, {len(truth['closures'])} closures")


def main():
    random = np.random.default_rng(5)

    def pauses(count):
        return [0.4, *random.uniform(0.35, 0.75, count - 1)]

    spoken = {
        "en-flite-rms": ("en", [with_flite(text, "rms") for text in SENTENCES["en"]]),
        "it-festival-lp": ("it", with_festival(list(SENTENCES["it"]), "lp_diphone")),
        "cs-festival-ph": ("cs", with_festival(list(SENTENCES["cs"]), "czech_ph")),
        "de-espeak-anika": ("de", [with_espeak(text, "de+anika", 150) for text in SENTENCES["de"]]),
        "fr-espeak-f5": ("fr", [with_espeak(text, "fr+f5", 160) for text in SENTENCES["fr"]]),
        "sv-espeak-m4": ("sv", [with_espeak(text, "sv+m4", 145) for text in SENTENCES["sv"]]),
    }
    for name, (language, parts) in spoken.items():
        write(name, "synthetic", language, joined(parts, pauses(len(parts))), _BY_US)
    listener = Listener()
    listener.load_state_dict(torch.load(scratch_folder() / "speech" / "listener.pt", weights_only=True))
    listener.eval()
    for speaker, names in CHOSEN.items():
        known = {recording.name: recording for recording in recordings.asterisk(speaker)}
        parts = [
            align(listener, known[name].samples(), known[name].language, known[name].text, speaker)[0] for name in names if name in known
        ]
        language = recordings.SPEAKERS[speaker][0][:2]
        write(f"{language}-real-{speaker.lower()}", "real", language, joined(parts, pauses(len(parts))), SOURCES[speaker])
    parts = [align(listener, recording.samples(), "en", recording.text, "LibriVox")[0] for recording in recordings.librivox()]
    write("en-real-librivox", "real", "en", joined(parts, pauses(len(parts))), SOURCES["LibriVox"])


if __name__ == "__main__":
    main()
