/* The layout of a contact sheet. Lengths are in pixels. */

/** Tiles per row. */
export const columns = 16;
export const tile = { width: 116, height: 108 };
export const gap = 4;
export const margin = 20;
/** One tile is drawn for this number of frames. */
export const framesToTile = 2;
/** The width of a row. */
export const across = columns * (tile.width + gap) - gap;
export const heights = { title: 46, wave: 64, sounds: 24, curve: 56 };
export const ink = {
  text: '#1d2733',
  soft: '#8a97a6',
  wave: '#6f8aa5',
  truth: '#b9c6d3',
  measured: '#c0392b',
  closed: '#f8e5b5',
};
