// What stands below the buttons of a page while something is on its way, and where it did not arrive.

export class Status {
  #box = document.createElement("div");
  #text;

  constructor(form, text) {
    this.#text = text;
    this.#box.className = "survey-sending";
    this.#box.setAttribute("role", "status");
    form.querySelector(".sheet__steps").after(this.#box);
  }

  /** Say one of the page's texts, in place of what was said before. */
  say(name, values) {
    this.words([this.#text(name, values)]);
  }

  /** Say these words. */
  words(all) {
    this.#box.replaceChildren(...all.map(paragraph));
  }

  /** A bar, below what is said. */
  bar(name) {
    const made = document.createElement("progress");
    made.setAttribute("aria-label", this.#text(name));
    this.#box.append(made);
    return made;
  }

  /** Offer to try again, which also happens by itself when the device is online again: `act(byHand)`. */
  again(act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kern-btn kern-btn--secondary";
    const label = document.createElement("span");
    label.className = "kern-label";
    label.textContent = this.#text("again");
    button.append(label);
    const retry = (event) => {
      removeEventListener("online", retry);
      if (button.isConnected) act(event.type === "click");
    };
    button.addEventListener("click", retry);
    addEventListener("online", retry);
    this.#box.append(button);
  }
}

function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}
