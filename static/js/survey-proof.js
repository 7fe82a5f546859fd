// The proof of work that stands in for a captcha (participation/answers/altcha.py). It is solved in workers while people read the review, so
// that nobody waits; what solves it is altcha's own worker.

const WORKER = new URL("../vendor/altcha/worker.js", import.meta.url);
const CHUNK = 2000; // numbers a worker tries before it takes the next ones
const MOST_WORKERS = 4;
const FRESH_MS = 25 * 60 * 1000; // a challenge is good for half an hour
const PATIENCE_MS = 10_000;

/** Whether this browser can: workers, and SHA-256, which browsers have over HTTPS alone. */
export const possible = Boolean(globalThis.Worker && globalThis.crypto?.subtle);

/** Solves the challenges of one form. */
export class Proof {
  #address;
  #key;
  #running = null;
  #begun = 0;
  #stop = new AbortController();

  /** Told the share of numbers that were tried, from time to time. */
  progress = () => {};

  /** `address` gives challenges; `key` is the submission's. */
  constructor(address, key) {
    this.#address = address;
    this.#key = key;
  }

  /** The field's text, as soon as it is solved. Rejects where it cannot be had. */
  payload() {
    if (!this.#running || Date.now() - this.#begun > FRESH_MS) {
      this.#begun = Date.now();
      this.#running = this.#solve();
      this.#running.catch(() => { this.#running = null; }); // told to who waits for it; the next one tries again
    }
    return this.#running;
  }

  /** Throw away what was solved: the server did not take it. */
  anew() {
    this.stop();
    this.#stop = new AbortController();
    this.#running = null;
  }

  stop() {
    this.#stop.abort();
  }

  async #solve() {
    const signal = AbortSignal.timeout?.(PATIENCE_MS);
    const answer = await fetch(this.#address, { method: "POST", body: new URLSearchParams({ schluessel: this.#key }), signal });
    if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
    const challenge = await answer.json();
    const begun = performance.now();
    const number = await search(challenge, this.#stop.signal, (share) => this.progress(share));
    const { algorithm, challenge: hash, salt, signature } = challenge;
    return btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature, took: Math.round(performance.now() - begun) }));
  }
}

/** The number whose hash is the challenge, looked for by several workers in pieces. */
function search(challenge, signal, progress) {
  const count = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));
  const workers = [];
  let next = 0;
  let tried = 0;
  const found = new Promise((resolve, reject) => {
    const more = (worker) => {
      if (next > challenge.maxnumber) return;
      worker.postMessage({ type: "work", payload: challenge, start: next, max: Math.min(next + CHUNK - 1, challenge.maxnumber) });
      next += CHUNK;
    };
    signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    for (let at = 0; at < count; at += 1) {
      const worker = new Worker(WORKER);
      workers.push(worker);
      worker.addEventListener("error", () => reject(new Error("the worker failed")));
      worker.addEventListener("message", ({ data }) => {
        if (data) return resolve(data.number);
        tried += CHUNK;
        if (tried > challenge.maxnumber) return reject(new Error("no number fits"));
        progress(tried / challenge.maxnumber);
        return more(worker);
      });
      more(worker);
    }
  });
  return found.finally(() => workers.forEach((worker) => worker.terminate()));
}
