"""espeak-ng as a library: speech with the time of every phoneme, in many languages and voices."""

import ctypes
from functools import cache

import numpy as np

_PHONEME_EVENT, _RETRIEVAL, _PHONEME_EVENTS, _IPA, _UTF8 = 7, 1, 1, 2, 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_heard: list = []
_events: list = []


@_CALLBACK
def _collect(samples, count, events):
    if samples and count > 0:
        _heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
    n = 0
    while events[n].type != 0:
        if events[n].type == _PHONEME_EVENT:
            _events.append((events[n].sample, events[n].id.string.decode("utf-8", "ignore")))
        n += 1
    return 0


@cache
def _library():
    library = ctypes.CDLL("libespeak-ng.so.1")
    rate = library.espeak_Initialize(_RETRIEVAL, 0, None, _PHONEME_EVENTS | _IPA)
    library.espeak_SetSynthCallback(_collect)
    return library, rate


def speak(text: str, voice: str, words_per_minute: int = 165, pitch: int = 50, pitch_range: int = 50):
    """-> samples float32 [-1..1], rate, [(start in seconds, IPA)] where '' or '_' is a pause.

    `voice` such as `de`, `en-us+f3` (language + variant); pitch and range 0..99.
    """
    library, rate = _library()
    _heard.clear()
    _events.clear()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"espeak-ng has no voice {voice}")
    for parameter, value in ((_RATE, words_per_minute), (_PITCH, pitch), (_RANGE, pitch_range), (_VOLUME, 90)):
        library.espeak_SetParameter(parameter, int(value), 0)
    data = text.encode()
    library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    samples = np.concatenate(_heard) if _heard else np.zeros(0, np.int16)
    return samples.astype(np.float32) / 32768, rate, [(sample / rate, name) for sample, name in _events]
