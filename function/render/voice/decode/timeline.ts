import type { DecodedPacket } from './decoded-packets.js';

/** A gap between packets up to this length is inaccuracy of the file and is not filled. */
const minGapSeconds = 0.1;

/**
 * Places packets one after the other, and says how much silence belongs before each: where a recording
 * begins late or has a gap, a player is silent. Packets that overlap are kept whole.
 */
export class Timeline {
  readonly #timed: boolean;
  #seconds = 0;
  #begun = false;

  /** @param timed whether the file has times of its own; if not, packets follow each other */
  constructor(timed: boolean) {
    this.#timed = timed;
  }

  /** @returns the number of silent frames before the packet */
  silentFramesBefore({ startSeconds, format, samples }: DecodedPacket): number {
    const gap = startSeconds - this.#seconds;
    const fills = this.#timed && gap > (this.#begun ? minGapSeconds : 0);
    // From an overlap on, times count from its end; otherwise the next gap would be taken for shorter.
    if (fills || gap < -minGapSeconds) this.#seconds = startSeconds;
    this.#begun = true;
    this.#seconds += samples.length / format.channels / format.rateHz;
    return fills ? Math.round(gap * format.rateHz) : 0;
  }
}
