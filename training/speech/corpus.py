"""Speak the training corpus: `python -m speech.corpus --minutes 480`.

Goes to <scratch>/speech/<kind>-<n>.npz: samples int16 (all utterances in a row), lengths, voices, texts and sounds
(start, end, viseme number of `visemes.POSES`, utterance). Held-out voices (`HELD_OUT`) never speak here.
"""

import argparse
from multiprocessing import Pool

import numpy as np

from head.assets import scratch_folder
from speech.synthesizers import FESTIVAL, with_espeak, with_festival, with_flite
from speech.texts import sentences
from speech.utterance import Utterance
from speech.visemes import POSES

VISEMES = tuple(POSES)
HELD_OUT = ("flite rms", "festival lp_diphone", "festival czech_ph", "espeak-ng de+anika", "espeak-ng fr+f5", "espeak-ng sv+m4")
"""Voices kept for evaluation (`evaluation.voices`); the training voices speak no French or Swedish."""

_LANGUAGES = {
    "en": ("en-us", "en-gb", "en-gb-scotland", "en-029"),
    "de": ("de",),
    "es": ("es", "es-419"),
    "it": ("it",),
    "ru": ("ru",),
    "cs": ("cs",),
    "pt": ("pt-br", "pt"),
    "pl": ("pl",),
    "zh": ("cmn",),
}
_VARIANTS = (
    "",
    "m1",
    "m2",
    "m3",
    "m5",
    "m6",
    "m7",
    "m8",
    "f1",
    "f2",
    "f3",
    "f4",
    "Alex",
    "Alicia",
    "Andrea",
    "Andy",
    "Annie",
    "Diogo",
    "Gene",
    "Hugo",
    "Jacky",
    "Lee",
    "Marco",
    "Mario",
    "Michael",
    "Mike",
    "Nguyen",
    "adam",
    "antonio",
    "aunty",
    "belinda",
    "benjamin",
    "boris",
    "caleb",
    "david",
    "edward",
    "grandma",
    "grandpa",
    "gustave",
    "iven",
    "john",
    "klatt",
    "klatt2",
    "linda",
    "marcelo",
    "max",
    "michel",
    "miguel",
    "pablo",
    "paul",
    "pedro",
    "quincy",
    "rob",
    "sandro",
    "shelby",
    "steph",
    "travis",
    "victor",
    "zac",
)
_FLITE = ("slt", "awb", "kal16", "kal")


def _text(language: str, random: np.random.Generator) -> str:
    """A sentence; of three, the one with most lip sounds."""
    choice = sentences(language)
    three = [choice[n] for n in random.integers(len(choice), size=3)]
    return max(three, key=lambda text: sum(text.lower().count(c) for c in "fvwpbmфвпбмö") / len(text) + 0.06 * random.random())


def _espeak(seed: int) -> list[Utterance]:
    random = np.random.default_rng([seed, 1])
    made = []
    while len(made) < 60:
        language = str(random.choice(list(_LANGUAGES), p=(0.3, 0.1, 0.1, 0.1, 0.12, 0.06, 0.06, 0.06, 0.1)))
        voice = str(random.choice(_LANGUAGES[language]))
        variant = str(random.choice(_VARIANTS))
        voice = f"{voice}+{variant}" if variant else voice
        try:
            made.append(
                with_espeak(
                    _text(language, random),
                    voice,
                    int(np.clip(random.normal(160, 30), 100, 240)),
                    int(random.integers(10, 90)),
                    int(random.integers(20, 90)),
                )
            )
        except ValueError:
            continue
    return made


def _flite(seed: int) -> list[Utterance]:
    random = np.random.default_rng([seed, 2])
    return [
        with_flite(_text("en", random).encode("ascii", "ignore").decode(), str(random.choice(_FLITE)), float(random.uniform(0.8, 1.35)))
        for _ in range(60)
    ]


def _festival(seed: int) -> list[Utterance]:
    random = np.random.default_rng([seed, 3])
    voices = [voice for voice in FESTIVAL if f"festival {voice}" not in HELD_OUT]
    voice = voices[seed % len(voices)]
    language = FESTIVAL[voice][1]
    texts = [_text({"ca": "es"}.get(language, language), random) for _ in range(60)]
    return with_festival(texts, voice)


def save(path, utterances: list[Utterance]):
    sounds = [(start, end, VISEMES.index(viseme), n) for n, said in enumerate(utterances) for start, end, viseme in said.sounds]
    samples = [
        np.clip(said.samples * 32767 * min(1.0, 0.98 / (np.abs(said.samples).max() + 1e-6)), -32768, 32767).astype(np.int16)
        for said in utterances
    ]
    np.savez(
        path,
        samples=np.concatenate(samples),
        lengths=[len(part) for part in samples],
        sounds=np.array(sounds, np.float32),
        voices=[said.voice for said in utterances],
        texts=[said.text for said in utterances],
    )


def load(path) -> list[Utterance]:
    stored = np.load(path)
    ends = np.cumsum(stored["lengths"])
    made = []
    for n, (end, length) in enumerate(zip(ends, stored["lengths"])):
        mine = stored["sounds"][stored["sounds"][:, 3] == n]
        sounds = [(float(start), float(stop), VISEMES[int(viseme)]) for start, stop, viseme, _ in mine]
        made.append(
            Utterance(
                stored["samples"][end - length : end].astype(np.float32) / 32767, sounds, str(stored["voices"][n]), str(stored["texts"][n])
            )
        )
    return made


_KINDS = {"espeak": _espeak, "flite": _flite, "festival": _festival}


def _chunk(job) -> float:
    kind, seed = job
    path = scratch_folder() / "speech" / f"{kind}-{seed:04d}.npz"
    if not path.exists():
        utterances = [said for said in _KINDS[kind](seed) if 0.5 < len(said.samples) / 16000 < 20]
        save(path, utterances)
    return float(np.load(path)["lengths"].sum() / 16000 / 60)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chunks", type=int, default=40, help="of each kind; a chunk is sixty sentences")
    options.add_argument("--kinds", nargs="*", choices=_KINDS, default=list(_KINDS))
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    (scratch_folder() / "speech").mkdir(exist_ok=True)
    jobs = [(kind, seed) for seed in range(chosen.chunks) for kind in chosen.kinds]
    minutes = 0.0
    with Pool(chosen.processes) as pool:
        for done in pool.imap_unordered(_chunk, jobs):
            minutes += done
            print(f"{minutes:.0f} minutes of speech", flush=True)


if __name__ == "__main__":
    main()
