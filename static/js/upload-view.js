// What the upload box shows: how far it is, what is in the way, and what came of it.

import { Pace } from "./upload-pace.js";
import { left, number, texts } from "./upload-texts.js";

const ANNOUNCED_EVERY = 25; // percent
const SHOWN_EVERY_MS = 500;
const KNOWN = ["insecure", "empty", "large", "many", "twice", "unreadable", "other", "gone"];

export class View {
  #pace = new Pace();
  #announced = 0;
  #ticking = 0;

  constructor(box) {
    this.box = box;
    this.text = texts(box);
  }

  part(name) {
    return this.box.querySelector(`[data-upload-${name}]`);
  }

  say(message) {
    this.part("said").textContent = message;
  }

  /** Which of the buttons there are. */
  buttons(...shown) {
    for (const name of ["start", "pause", "continue", "cancel"]) this.part(name).hidden = !shown.includes(name);
  }

  /** The plan while files are chosen; nothing else can be chosen while they are sent. */
  planned(list, sending) {
    this.part("plan").hidden = list.items.length === 0;
    this.part("order").hidden = list.items.length < 2;
    this.part("choose").hidden = sending;
    this.part("begun")?.toggleAttribute("hidden", sending);
  }

  /** Show progress from now on. */
  begin(list) {
    this.restarted();
    for (const name of ["whole", "open"]) this.part(name).hidden = false;
    this.#announced = Math.floor(share(list) / ANNOUNCED_EVERY);
    this.#ticking = setInterval(() => this.#tick(list), SHOWN_EVERY_MS);
    this.say(this.text("begun"));
  }

  end(list) {
    clearInterval(this.#ticking);
    this.#tick(list);
    for (const name of ["whole", "open", "trouble"]) this.part(name).hidden = true;
  }

  /** What was slow before says nothing about now. */
  restarted() {
    this.#pace.clear();
  }

  #tick(list) {
    const percent = share(list);
    list.items.forEach((item) => list.showProgress(item));
    this.#pace.mark(list.sent, performance.now());
    this.part("bar").value = percent;
    const { rate } = this.#pace;
    this.part("figures").textContent = rate
      ? this.text("figures", { percent, rate: number(rate / 1e6), left: left(this.text, (list.bytes - list.sent) / rate) })
      : this.text("percent", { percent });
    const step = Math.floor(percent / ANNOUNCED_EVERY);
    if (step > this.#announced && percent < 100) this.say(this.text("announced", { percent }));
    this.#announced = step;
  }

  /** Something that passes is in the way; null: no longer. */
  trouble(trouble, seconds = 0) {
    this.part("trouble").hidden = trouble === null;
    if (trouble === null) return;
    const name = ["signed-out", "again", "busy"].includes(trouble.kind) ? trouble.kind : "offline";
    const message = this.text(name, { message: trouble.message, seconds });
    this.part("trouble-text").textContent = message;
    this.part("sign-in").hidden = trouble.kind !== "signed-out";
    this.part("now").hidden = false;
    this.restarted();
    this.say(message);
  }

  /** Something stands in the way for good; null: nothing does. */
  problem(trouble) {
    this.part("problem").hidden = trouble === null;
    if (trouble !== null) this.part("problem").textContent = this.#told(trouble);
  }

  #told({ kind, message, status }) {
    if (KNOWN.includes(kind)) return this.text(kind, { name: message, most: this.box.dataset.most });
    if (status === 403) return this.text("forbidden");
    if (message && kind) return message;
    return [404, 410].includes(status) ? this.text("gone") : this.text("failed", { status: status || message });
  }

  /** All is there. */
  checking() {
    this.buttons();
    this.part("done-text").textContent = this.text("checking");
    this.say(this.text("checking"));
  }

  arrived({ href, notices }) {
    this.part("plan").hidden = true;
    this.part("done-text").textContent = notices.length ? notices.join(" ") : this.text("done");
    this.part("recording").href = href;
    this.part("done").hidden = false;
    this.part("done").focus();
    this.box.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: { href } }));
  }
}

function share(list) {
  return Math.floor((100 * list.sent) / Math.max(1, list.bytes));
}
