// The upload box on a meeting's page: choose files, put them in order, send them, and go on with what was begun before.

import { begun, belonging, matched } from "./upload-begun.js";
import { items } from "./upload-choosing.js";
import { List } from "./upload-list.js";
import { Patience, Sending, Trouble } from "./upload-sending.js";
import { Server } from "./upload-server.js";
import { View } from "./upload-view.js";

const OUTCOME_EVERY_MS = 1000;

class UploadBox {
  #batch = null; // key and size of what is being sent
  #sending = null;

  constructor(box) {
    this.box = box;
    this.view = new View(box);
    this.list = new List(box, this.view.text, (message) => { this.#planned(); this.view.say(message); });
    this.patience = new Patience((trouble, seconds) => this.view.trouble(trouble, seconds));
    this.server = new Server(box.dataset.endpoint, box.dataset.meeting, this.patience);
    this.#listen();
    for (const hidden of box.querySelectorAll("[data-upload-script]")) hidden.hidden = false;
  }

  async #choose(files, into) {
    if (!files.length || this.#sending) return;
    this.view.problem(null);
    this.view.say(this.view.text("reading"));
    try {
      const { most, largest } = this.box.dataset;
      const chosen = await items(files, { most: Number(most) - this.list.items.length, largest: Number(largest) });
      const fresh = this.list.items.length === 0;
      if (this.#batch) await this.#again(chosen);
      else if (into || (fresh && belonging(chosen, begun(this.box)))) await this.#goOn(chosen, into ?? belonging(chosen, begun(this.box)));
      else this.#add(chosen);
    } catch (trouble) {
      this.#problem(trouble);
    }
  }

  #add(chosen) {
    for (const item of chosen) {
      if (this.list.items.some((other) => other.fingerprint === item.fingerprint)) throw new Trouble("twice", { message: item.file.name });
      this.list.add(item);
    }
    this.#planned();
    this.view.say("");
    this.view.part("title").focus();
  }

  /** Go on with what the page says was begun before. */
  async #goOn(chosen, batch) {
    const { placed, strangers } = matched(chosen, batch);
    if (strangers.length) throw new Trouble("other", { message: strangers[0].file.name });
    this.list.clear();
    placed.forEach((item) => this.list.add({ ...item, address: item.key ? this.server.address(item.key) : null }));
    this.#batch = batch;
    this.view.part("title").focus();
    await this.#start();
  }

  /** A file of this very upload could not be read any more, and was chosen once more. */
  async #again(chosen) {
    for (const item of chosen) {
      const same = this.list.items.find((other) => other.fingerprint === item.fingerprint);
      if (!same) throw new Trouble("other", { message: item.file.name });
      same.file = item.file;
    }
    await this.#start();
  }

  async #start() {
    this.#batch ??= { key: crypto.randomUUID(), size: this.list.items.length };
    this.#sending = { pause() {}, resume() {} };
    this.list.items.forEach((item, index) => { item.position ??= index + 1; });
    this.list.fixed = true;
    this.list.show();
    this.#planned();
    this.view.problem(null);
    this.view.buttons("pause", "cancel");
    this.view.begin(this.list);
    try {
      for (const item of this.list.items) item.address ??= await this.server.announce(item, this.#batch, this.list.bytes);
      for (const item of this.list.items.filter((one) => !one.done)) await this.#send(item);
      await this.#finish();
    } catch (trouble) {
      this.#stop();
      this.#problem(trouble);
      this.view.buttons("start", "cancel");
    }
  }

  async #send(item) {
    this.#sending = new Sending(item, Number(this.box.dataset.chunk), this.patience, (sent) => { item.sent = sent; });
    await this.#sending.run().catch((trouble) => {
      if (trouble.kind === "unreadable") trouble.message = item.file.name;
      throw trouble;
    });
    item.sent = item.file.size;
    item.done = true;
  }

  async #finish() {
    this.#stop();
    this.view.checking();
    for (;;) {
      const answer = await this.server.outcome(this.#batch);
      if (answer.state === "done") {
        this.view.arrived(answer);
        return;
      }
      if (answer.state === "gone") throw new Trouble("gone");
      if (answer.state === "receiving") location.reload(); // other files of the batch are still missing: the page says which
      await new Promise((resolve) => setTimeout(resolve, OUTCOME_EVERY_MS));
    }
  }

  #stop() {
    this.#sending = null;
    this.view.end(this.list);
  }

  #problem(trouble) {
    this.view.problem(trouble);
    this.view.say("");
    this.#planned();
  }

  #planned() {
    this.view.planned(this.list, Boolean(this.#sending));
  }

  #pause() {
    this.#sending?.pause();
    this.view.buttons("continue", "cancel");
    this.view.part("continue").focus();
    this.view.trouble(null);
    this.view.say(this.view.text("paused"));
  }

  #continue() {
    this.#sending?.resume();
    this.view.buttons("pause", "cancel");
    this.view.part("pause").focus();
    this.view.restarted();
  }

  async #cancel() {
    if (!this.#batch) {
      this.list.clear();
      this.#planned();
      this.view.part("files").focus();
      return;
    }
    if (!confirm(this.view.text("cancel"))) return;
    this.#sending?.pause();
    this.#stop();
    await this.server.discard(this.#batch);
    location.reload();
  }

  #listen() {
    const { view } = this;
    const clicked = { start: () => this.#start(), now: () => this.patience.now(), pause: () => this.#pause(),
      continue: () => this.#continue(), cancel: () => this.#cancel() };
    for (const [name, act] of Object.entries(clicked)) view.part(name).addEventListener("click", act);
    view.part("files").addEventListener("change", (event) => this.#taken(event.target, null));
    for (const input of this.box.querySelectorAll("[data-upload-again]")) {
      const { batch } = input.closest("[data-batch]").dataset;
      input.addEventListener("change", () => this.#taken(input, begun(this.box).find(({ key }) => key === batch)));
    }
    this.#listenForDrops(view.part("choose"));
    addEventListener("beforeunload", (event) => { if (this.#sending) event.preventDefault(); });
  }

  #taken(input, into) {
    const files = [...input.files];
    input.value = ""; // so that choosing the same again is a change
    this.#choose(files, into);
  }

  #listenForDrops(place) {
    const over = (event) => { event.preventDefault(); place.dataset.over = "yes"; };
    for (const name of ["dragover", "dragenter"]) place.addEventListener(name, over);
    place.addEventListener("dragleave", () => { delete place.dataset.over; });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      delete place.dataset.over;
      this.#choose([...event.dataTransfer.files], null);
    });
  }
}

for (const box of document.querySelectorAll("[data-upload]")) new UploadBox(box);
