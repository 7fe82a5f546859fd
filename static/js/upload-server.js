// What the upload box asks of the server besides sending: an address for each file, and what became of them all.

import { troubleOf } from "./upload-sending.js";

export class Server {
  constructor(endpoint, meeting, patience) {
    this.endpoint = endpoint;
    this.meeting = meeting;
    this.patience = patience;
  }

  /** Tell of a file that is about to be sent; its address. Throws a Trouble. */
  async announce(item, batch, bytes) {
    const told = {
      filename: item.file.name, fingerprint: item.fingerprint, meeting: this.meeting, position: item.position,
      batch: batch.key, batchsize: batch.size, batchbytes: bytes,
    };
    const answer = await this.#asked(this.endpoint, {
      method: "POST",
      headers: {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": String(item.file.size),
        "Upload-Metadata": Object.entries(told).map(([name, value]) => `${name} ${base64(String(value))}`).join(","),
      },
    });
    return answer.headers.get("Location");
  }

  address(key) {
    return `${this.endpoint}/${key}`;
  }

  /** What became of a batch: state (receiving, checking, done or gone), href and notices. Throws a Trouble. */
  async outcome(batch) {
    return (await this.#asked(`${this.endpoint}/stapel/${batch.key}`)).json();
  }

  /** Forget a batch and all that was sent of it. */
  async discard(batch) {
    await fetch(`${this.endpoint}/stapel/${batch.key}/abbrechen`, { method: "POST", redirect: "manual" }).catch(() => null);
  }

  /** Ask until there is an answer. */
  async #asked(address, options) {
    for (;;) {
      const answer = await fetch(address, options).catch(() => null);
      if (answer?.ok) {
        this.patience.gotOn();
        return answer;
      }
      const trouble = troubleOf(answer?.status ?? 0, (await answer?.text().catch(() => "")) ?? "");
      if (trouble.final) throw trouble;
      await this.patience.wait(trouble);
    }
  }
}

function base64(value) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
