// How fast it goes: by what was sent in the last seconds, so that pauses and the beginning do not count for ever.

const WINDOW_MS = 15000;
const LEAST_MS = 3000;

export class Pace {
  #marks = [];

  clear() {
    this.#marks = [];
  }

  mark(bytes, now) {
    this.#marks.push([now, bytes]);
    while (this.#marks.length > 2 && now - this.#marks[0][0] > WINDOW_MS) this.#marks.shift();
  }

  /** Bytes a second, or 0 while that is not known. */
  get rate() {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || last[0] - first[0] < LEAST_MS || last[1] <= first[1]) return 0;
    return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
  }
}
