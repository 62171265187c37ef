/** ffmpeg's filters that make the lower half of a picture the alpha of the upper half, in its own range. */
export const alphaPlane = [
  'split[color][below]',
  '[color]crop=iw:ih/2:0:0[upper]',
  '[below]crop=iw:ih/2:0:ih/2,extractplanes=y[lower]',
  '[upper][lower]alphamerge',
].join(';');
