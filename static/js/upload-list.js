// The files chosen for one recording, in their order: shown, moved and removed before the upload begins, and their progress after.

import { size } from "./upload-texts.js";

export class List {
  constructor(box, text, changed) {
    this.items = [];
    this.fixed = false; // once the upload has begun the order stands
    this.text = text;
    this.changed = changed;
    this.element = box.querySelector("[data-upload-list]");
    this.row = box.querySelector("[data-upload-row]").content.firstElementChild;
    this.element.addEventListener("click", (event) => this.#clicked(event));
  }

  get bytes() {
    return this.items.reduce((sum, item) => sum + item.file.size, 0);
  }

  get sent() {
    return this.items.reduce((sum, item) => sum + item.sent, 0);
  }

  add(item) {
    const row = this.row.cloneNode(true);
    row.querySelector("[data-name]").textContent = item.file.name;
    row.querySelector("[data-bar]").setAttribute("aria-label", item.file.name);
    for (const [selector, name] of [["[data-up]", "moved-up"], ["[data-down]", "moved-down"], ["[data-remove]", "removed"]]) {
      row.querySelector(selector).setAttribute("aria-label", this.text(name, { name: item.file.name }));
    }
    this.items.push({ sent: 0, done: false, ...item, row });
    this.element.append(row);
    this.show();
  }

  clear() {
    this.items = [];
    this.fixed = false;
    this.element.replaceChildren();
  }

  /** Put everything on the page that may have changed. */
  show() {
    this.items.forEach((item, index) => {
      const only = this.items.length === 1;
      item.row.querySelector("[data-move]").hidden = this.fixed;
      item.row.querySelector("[data-up]").hidden = item.row.querySelector("[data-down]").hidden = only;
      item.row.querySelector("[data-up]").disabled = index === 0;
      item.row.querySelector("[data-down]").disabled = index === this.items.length - 1;
      this.showProgress(item);
    });
  }

  showProgress(item) {
    const bar = item.row.querySelector("[data-bar]");
    const whole = size(item.file.size);
    bar.hidden = item.done || !item.sent || this.items.length === 1;
    bar.value = (100 * item.sent) / item.file.size;
    const name = item.done ? "there" : item.sent ? "sending" : "waiting";
    item.row.querySelector("[data-state]").textContent = this.fixed ? this.text(name, { size: whole, sent: size(item.sent) }) : whole;
  }

  #clicked(event) {
    const button = event.target.closest("button");
    const at = this.items.findIndex((item) => item.row.contains(button));
    if (!button || at < 0) return;
    if ("remove" in button.dataset) this.#remove(at);
    else this.#move(at, at + ("up" in button.dataset ? -1 : 1), button);
  }

  #move(from, to, button) {
    const [item] = this.items.splice(from, 1);
    this.items.splice(to, 0, item);
    this.element.replaceChildren(...this.items.map((each) => each.row));
    this.show();
    const other = item.row.querySelector("up" in button.dataset ? "[data-down]" : "[data-up]");
    (button.disabled ? other : button).focus();
    this.changed(this.text("place", { name: item.file.name, number: to + 1, count: this.items.length }));
  }

  #remove(at) {
    this.items.splice(at, 1)[0].row.remove();
    this.show();
    (this.items[Math.min(at, this.items.length - 1)]?.row.querySelector("[data-remove]") ?? this.element).focus();
    this.changed("");
  }
}
