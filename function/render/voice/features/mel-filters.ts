/**
 * Triangular filters on Slaney's mel scale, each of unit area, like `librosa.filters.mel` (htk=False,
 * norm='slaney').
 * @returns for each band, the index of its first FFT bin and the weights from there on
 */
export function melFilters({
  sampleRateHz,
  fftSize,
  bands,
  minHz,
  maxHz,
}: {
  sampleRateHz: number;
  fftSize: number;
  bands: number;
  minHz: number;
  maxHz: number;
}): readonly { first: number; weights: Float64Array }[] {
  const lowest = hzToMel(minHz);
  const step = (hzToMel(maxHz) - lowest) / (bands + 1);
  const edgeHz = (index: number) => melToHz(lowest + step * index);
  const bins = fftSize / 2 + 1;

  return Array.from({ length: bands }, (_, band) => {
    const [left, center, right] = [edgeHz(band), edgeHz(band + 1), edgeHz(band + 2)];
    const area = 2 / (right - left);
    const all = Float64Array.from({ length: bins }, (_, bin) => {
      const hz = (bin * sampleRateHz) / fftSize;
      return area * Math.max(0, Math.min((hz - left) / (center - left), (right - hz) / (right - center)));
    });
    const first = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    return { first, weights: all.slice(first, all.findLastIndex((weight) => weight > 0) + 1) };
  });
}

/** Slaney's scale: linear below 1 kHz, logarithmic above. M. Slaney, Auditory Toolbox (1998). */
const linearHzPerMel = 200 / 3;
const breakHz = 1000;
const breakMel = breakHz / linearHzPerMel;
const logStep = Math.log(6.4) / 27;

function hzToMel(hz: number): number {
  return hz < breakHz ? hz / linearHzPerMel : breakMel + Math.log(hz / breakHz) / logStep;
}

function melToHz(mel: number): number {
  return mel < breakMel ? mel * linearHzPerMel : breakHz * Math.exp(logStep * (mel - breakMel));
}
