// Ranking by buttons. The selects, one a place, stay in the form and carry the answer; without scripts people use them.

/** Put buttons in the place of the selects of every ranking question. */
export function rank(form, text, say) {
  for (const question of form.querySelectorAll('[data-kind="ranking"]')) new Ranking(question, text, say);
}

class Ranking {
  #selects;
  #names;
  #order;
  #text;
  #say;
  #placed = document.createElement("ol");
  #left = document.createElement("ul");
  #leftTitle = document.createElement("p");

  constructor(question, text, say) {
    this.#selects = [...question.querySelectorAll("select")];
    this.#names = new Map([...this.#selects[0].options].filter((one) => one.value).map((one) => [one.value, one.text]));
    this.#order = [...new Set(this.#selects.map((one) => one.value).filter(Boolean))];
    this.#text = text;
    this.#say = say;
    const box = document.createElement("div");
    box.className = "ranking";
    this.#placed.className = "ranking__placed";
    this.#left.className = "ranking__left";
    this.#leftTitle.className = "ranking__title";
    box.append(this.#placed, this.#leftTitle, this.#left);
    box.addEventListener("click", (event) => this.#clicked(event.target.closest("button")));
    const fields = question.querySelector("[data-ranks]");
    fields.hidden = true;
    fields.after(box);
    this.#show();
  }

  #clicked(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { option, act } = button.dataset;
    const at = this.#order.indexOf(option);
    const following = button.closest("li").nextElementSibling?.dataset.option;
    if (act === "add") this.#order.push(option);
    else this.#order.splice(at, 1);
    if (act === "up") this.#order.splice(at - 1, 0, option);
    if (act === "down") this.#order.splice(at + 1, 0, option);
    this.#write();
    this.#show();
    this.#tell(option, act);
    this.#focus(option, act, following);
  }

  /** The focus stays with what was moved; after adding it goes on to what can be added next. */
  #focus(option, act, following) {
    const wanted = {
      up: [option, "up"],
      down: [option, "down"],
      remove: [option, "add"],
      add: following && !this.#full ? [following, "add"] : [option, "up"],
    }[act];
    this.#button(...wanted).focus();
  }

  #button(option, act) {
    return [...this.#placed.querySelectorAll("button"), ...this.#left.querySelectorAll("button")]
      .find((one) => one.dataset.option === option && one.dataset.act === act);
  }

  get #full() {
    return this.#order.length >= this.#selects.length;
  }

  #write() {
    this.#selects.forEach((select, at) => { select.value = this.#order[at] ?? ""; });
    this.#selects[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  #tell(option, act) {
    const values = { name: this.#names.get(option), place: this.#order.indexOf(option) + 1, count: this.#selects.length };
    this.#say(this.#text(act === "remove" ? "rank-removed" : "rank-placed", values));
  }

  #show() {
    const last = this.#order.length - 1;
    this.#placed.replaceChildren(...this.#order.map((option, at) => this.#item(option, [
      ["up", "↑", at === 0],
      ["down", "↓", at === last],
      ["remove", "✕", false],
    ])));
    const left = [...this.#names.keys()].filter((option) => !this.#order.includes(option));
    this.#left.replaceChildren(...left.map((option) => this.#item(option, [["add", "+", this.#full]])));
    this.#leftTitle.textContent = left.length ? this.#text(this.#full ? "rank-full" : "rank-left", { count: this.#selects.length }) : "";
    this.#placed.hidden = !this.#order.length;
    this.#left.hidden = this.#leftTitle.hidden = !left.length;
  }

  #item(option, buttons) {
    const item = document.createElement("li");
    item.className = "ranking__item";
    item.dataset.option = option;
    const name = document.createElement("span");
    name.className = "ranking__name";
    name.textContent = this.#names.get(option);
    const group = document.createElement("span");
    group.className = "ranking__buttons";
    group.append(...buttons.map((one) => this.#made(option, ...one)));
    item.append(name, group);
    return item;
  }

  #made(option, act, sign, off) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ranking__button";
    button.dataset.option = option;
    button.dataset.act = act;
    button.textContent = sign;
    button.setAttribute("aria-label", this.#text(`rank-${act}`, { name: this.#names.get(option) }));
    if (off) button.setAttribute("aria-disabled", "true"); // and not disabled, so that the focus is not lost
    return button;
  }
}
