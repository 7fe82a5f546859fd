// Sending one file by tus. What only passes (a lost line, a server that restarts) is tried again, each time after a longer wait.

import "../vendor/tus/tus.min.js";
import { Checksums } from "./upload-digests.js";

const WAITS_S = [1, 2, 5, 10, 20, 40, 60];
const SIGNED_OUT_S = 5;
const AT_ONCE = new Set([409, 460]); // our idea of what is there was wrong, or a piece was spoiled: ask, and go on
const FOR_GOOD = new Set([400, 403, 404, 405, 410, 412, 413, 415, 422]);

/** What went wrong. `kind` is signed-out, offline, busy, again, unreadable or refused; `final`: trying again does not help. */
export class Trouble extends Error {
  constructor(kind, { status = 0, message = "", final = false } = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.final = final;
  }
}

/** What an answer that is not a success means. */
export function troubleOf(status, body) {
  let message = "";
  try {
    message = JSON.parse(body).error ?? "";
  } catch { /* a page of a proxy, or nothing */ }
  if (status === 0) return new Trouble("offline");
  if (status === 401) return new Trouble("signed-out", { status });
  if (FOR_GOOD.has(status)) return new Trouble("refused", { status, message, final: true });
  return new Trouble(message ? "again" : "busy", { status, message });
}

/** Waits between attempts: they grow while nothing gets on, and end early when the line is back or somebody asks. */
export class Patience {
  #failed = 0;
  #over = () => {};

  constructor(told) {
    this.told = told; // told(trouble, seconds) before each wait, told(null) when something gets on again
  }

  /** Resolves when it is time for the next attempt. */
  async wait(trouble) {
    const soon = AT_ONCE.has(trouble.status) && this.#failed < 3;
    const seconds = trouble.kind === "signed-out" ? SIGNED_OUT_S : soon ? 0.2 : WAITS_S[Math.min(this.#failed, WAITS_S.length - 1)];
    this.#failed += 1;
    if (!soon) this.told(trouble, seconds);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#over = () => { clearTimeout(timer); resolve(); };
      addEventListener("online", this.#over, { once: true });
    });
    removeEventListener("online", this.#over);
  }

  now() {
    this.#over();
  }

  gotOn() {
    if (this.#failed) this.told(null, 0);
    this.#failed = 0;
  }
}

/** Sends a file to the address it was given. */
export class Sending {
  #upload;
  #turn = 0; // counts what people asked for since, so that an attempt planned before does not begin beside another
  #ended = null;

  constructor(item, chunk, patience, progress) {
    const checksums = new Checksums(item.file, chunk);
    this.#upload = new window.tus.Upload(item.file, {
      uploadUrl: item.address,
      chunkSize: chunk,
      retryDelays: null, // Patience sees to that, and tells people
      storeFingerprintForResuming: false,
      headers: { "Upload-Fingerprint": item.fingerprint },
      onBeforeRequest: async (request) => {
        if (request.getMethod() !== "PATCH") return;
        request.setHeader("Upload-Checksum", await checksums.at(Number(request.getHeader("Upload-Offset"))));
      },
      onProgress: (sent) => progress(sent),
      onChunkComplete: () => patience.gotOn(),
      onSuccess: () => { patience.gotOn(); this.#ended.resolve(); },
      onError: (error) => this.#failed(error, patience),
    });
  }

  /** Resolves when the file is there; rejects with a Trouble that waiting does not end. */
  run() {
    return new Promise((resolve, reject) => {
      this.#ended = { resolve, reject };
      this.#upload.start();
    });
  }

  pause() {
    this.#turn += 1;
    this.#upload.abort();
  }

  resume() {
    this.#turn += 1;
    this.#upload.start();
  }

  async #failed(error, patience) {
    const trouble = understood(error);
    if (trouble.final) {
      this.#ended.reject(trouble);
      return;
    }
    const turn = this.#turn;
    await patience.wait(trouble);
    if (turn === this.#turn) this.#upload.start();
  }
}

function understood(error) {
  const answer = error.originalResponse;
  if (answer) return troubleOf(answer.getStatus(), answer.getBody());
  const cause = error.causingError ?? error;
  return cause instanceof DOMException && cause.name !== "NetworkError"
    ? new Trouble("unreadable", { final: true }) : new Trouble("offline");
}
