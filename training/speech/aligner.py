"""A forced aligner of our own: a small network that hears visemes, and the best path through a known sentence.

`python -m speech.aligner` trains it on the synthesized corpus, whose times are known, and writes <scratch>/speech/listener.pt.
`speech.make_evaluation` uses it to align the recordings of real speakers.
"""

import argparse

import numpy as np
import torch
from torch import nn

from head.assets import scratch_folder
from network.run import seeded
from speech import corpus
from speech.mel import PER_SECOND, mel_spectrogram
from speech.phonemes import REST
from speech.segments import segment
from speech.synthesizers import with_espeak
from speech.utterance import Utterance, tidy

CLASSES = len(corpus.VISEMES)
SHORTEST = 2
"""mel frames that a sound lasts at least"""


class Listener(nn.Module):
    """mel [n, 80, t] -> log probabilities of visemes [n, t, classes]; sees about 0.4 s around each frame"""

    def __init__(self, width: int = 160):
        super().__init__()
        layers = [nn.Conv1d(80, width, 5, padding=2), nn.BatchNorm1d(width), nn.ReLU()]
        for dilation in (1, 2, 4, 2, 1):
            layers += [nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation), nn.BatchNorm1d(width), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Conv1d(width, CLASSES, 1))

    def forward(self, mel):
        return self.layers(mel).transpose(1, 2).log_softmax(-1)


def labels(sounds, begins: float, frames: int) -> np.ndarray:
    """The viseme sounding at each mel frame from `begins` (seconds) on -> int64 [frames]."""
    times = begins + np.arange(frames) / PER_SECOND
    starts = np.array([start for start, _, _ in sounds])
    at = np.searchsorted(starts, times, side="right") - 1
    numbers = np.array([corpus.VISEMES.index(viseme) for _, _, viseme in sounds])
    over = (at < 0) | (times > sounds[-1][1])
    return np.where(over, corpus.VISEMES.index(REST), numbers[np.maximum(at, 0)])


def train(utterances: list[Utterance], steps: int, seed: int) -> Listener:
    random = seeded(seed)
    listener = Listener()
    optimizer = torch.optim.AdamW(listener.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    length, right, heard = 160, 0.0, 0.0
    for step in range(steps):
        mels, truths = [], []
        for said in (utterances[n] for n in random.integers(len(utterances), size=24)):
            mel, begins = segment(said, length, random)
            mels.append(mel)
            truths.append(labels(said.sounds, begins, length))
        guess = listener(torch.from_numpy(np.stack(mels)))
        truth = torch.from_numpy(np.stack(truths))
        loss = nn.functional.nll_loss(guess.transpose(1, 2), truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        right += float((guess.argmax(-1) == truth).float().mean())
        heard += 1
        if (step + 1) % 100 == 0:
            print(f"listener: step {step + 1}, {100 * right / heard:.1f} % of frames right", flush=True)
            right = heard = 0.0
    return listener.eval()


def best_path(scores: np.ndarray, sequence: list[int], rest: int) -> list[tuple[int, int, int]]:
    """Viterbi: log probabilities [t, classes] and the visemes to pass in order, rests being optional between all of them
    -> [(first frame, last frame + 1, viseme)]"""
    states = [rest]
    for viseme in sequence:
        states += [viseme] * SHORTEST + [rest]
    optional = np.array([state == rest and n % (SHORTEST + 1) == 0 for n, state in enumerate(states)])
    frames, count = len(scores), len(states)
    emit = scores[:, states]
    best = np.full(count, -np.inf)
    best[0], best[1] = emit[0, 0], emit[0, 1]
    back = np.zeros((frames, count), np.int8)
    for t in range(1, frames):
        stay = best.copy()
        stay[[n for n in range(count) if not optional[n] and n % (SHORTEST + 1) != SHORTEST]] = -np.inf
        step = np.concatenate([[-np.inf], best[:-1]])
        step = np.where(optional, step - 3.0, step)
        skip = np.concatenate([[-np.inf, -np.inf], best[:-2]])
        skip = np.where(np.concatenate([[False], optional[:-1]]), skip, -np.inf)
        choices = np.stack([stay, step, skip])
        back[t] = choices.argmax(0)
        best = choices.max(0) + emit[t]
    at = count - 1 if best[-1] >= best[-2] else count - 2
    path = [at]
    for t in range(frames - 1, 0, -1):
        at -= int(back[t, at])
        path.append(at)
    path = np.array(path[::-1])
    made, start = [], 0
    group = np.where(optional[path], -path - 1, (path - 1) // (SHORTEST + 1))
    for t in range(1, frames + 1):
        if t == frames or group[t] != group[start]:
            made.append((start, t, states[path[start]]))
            start = t
    return made


def align(listener: Listener, samples: np.ndarray, language: str, text: str, speaker: str) -> tuple[Utterance, float]:
    """-> the utterance with its times, and how well it fits: mean log probability along the path."""
    spoken = with_espeak(text, {"en": "en-us"}.get(language, language))
    rest = corpus.VISEMES.index(REST)
    sequence = [corpus.VISEMES.index(viseme) for _, _, viseme in spoken.sounds if viseme != REST]
    with torch.no_grad():
        scores = listener(torch.from_numpy(mel_spectrogram(samples))[None])[0].numpy()
    if len(sequence) * SHORTEST + 2 > len(scores):
        raise ValueError("shorter than its words")
    path = best_path(scores, sequence, rest)
    fit = float(np.mean([scores[start:end, viseme].mean() for start, end, viseme in path]))
    sounds = [(start / PER_SECOND, end / PER_SECOND, corpus.VISEMES[viseme]) for start, end, viseme in path]
    return Utterance(samples, tidy(sounds, len(samples) / 16000), speaker, text), fit


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=1500)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    folder = scratch_folder() / "speech"
    spoken = [said for path in sorted(folder.glob("[ef]*.npz")) for said in corpus.load(path)]
    torch.save(train(spoken, chosen.steps, chosen.seed).state_dict(), folder / "listener.pt")


if __name__ == "__main__":
    main()
