// SHA-256 in the browser: what a file is known by, and what proves that each piece of it arrives unharmed.

const EDGE = 1 << 20;
const SAMPLE = 1 << 16;
const SAMPLES = 14;

/** Whether the browser can: only over HTTPS, or on this very machine. */
export const possible = Boolean(globalThis.crypto?.subtle);

/** What a file is known by when its upload goes on, perhaps on another computer: its size, its beginning, its end and samples between.
 *  Not its name and date, which copying changes. */
export async function fingerprint(file) {
  const places = Array.from({ length: SAMPLES }, (_, n) => Math.floor((file.size * (n + 1)) / (SAMPLES + 1)));
  const parts = [file.slice(0, EDGE), ...places.map((at) => file.slice(at, at + SAMPLE)), file.slice(Math.max(0, file.size - EDGE))];
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return `${file.size}-${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The checksums of a file's pieces; the next one is worked out while one is being sent. */
export class Checksums {
  #file;
  #length;
  #known = new Map();

  constructor(file, length) {
    this.#file = file;
    this.#length = length;
  }

  /** The header for the piece that begins at `offset`. */
  async at(offset) {
    const wanted = this.#known.get(offset) ?? this.#worked(offset);
    this.#known.clear(); // also what failed, and what another attempt may find changed
    const next = offset + this.#length;
    const header = await wanted;
    if (next < this.#file.size) {
      const ahead = this.#worked(next);
      ahead.catch(() => {}); // told when it is asked for
      this.#known.set(next, ahead);
    }
    return header;
  }

  async #worked(offset) {
    const piece = await this.#file.slice(offset, offset + this.#length).arrayBuffer();
    const digest = await crypto.subtle.digest("SHA-256", piece);
    return `sha256 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }
}
