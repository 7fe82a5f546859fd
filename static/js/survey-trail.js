// The way somebody takes through a survey, as entries of the browser's history, so that Back and Forward lead from page to page. An entry
// knows the key of its page and no answer; what is filled in stands in the form alone. The address is always the same.

/** Whether this entry is the one of a receipt: the answers were sent, and the page was loaded anew. */
export function ended() {
  return history.state?.page === "";
}

/** Let Back lead out of the survey, from an entry that has ended. */
export function leave(home) {
  addEventListener("popstate", () => location.replace(home));
}

/** The entries of this document. */
export class Trail {
  #page;
  #home;
  #asked;
  #address = ""; // where the pages are since the language of the site changed
  #at = history.state?.at ?? 0; // how many entries of the survey lie before this one
  #first = this.#at; // the lowest one this document can go back to
  #over = false;
  #returning = false;

  /** Begin with the page that is shown; the entry of a page that was posted is one that is not posted again. `home` is where Back leads
   *  when all is sent; `asked(page)` is called when somebody goes back or forward. */
  constructor(page, home, asked) {
    this.#page = page;
    this.#home = home;
    this.#asked = asked;
    history.scrollRestoration = "manual";
    history.replaceState({ page, at: this.#at }, "");
    addEventListener("popstate", (event) => this.#went(event.state));
    addEventListener("hashchange", () => this.#inside());
  }

  /** A page is shown now, where a step led. Going back or forward there is its entry already. */
  shows(page, step) {
    this.#page = page;
    const here = history.state?.page;
    if (here === page) return;
    if (step === `zu:${here}`) history.replaceState({ page, at: this.#at }, ""); // it is no longer on the way, and this came instead
    else this.#push(page);
  }

  /** The site goes on in another language, at another address. */
  moved(address, home) {
    this.#address = address;
    this.#home = home;
    history.replaceState(history.state, "", address);
  }

  /** All is sent: the entries of the way are left behind, and Back leads out of the survey. */
  end() {
    const passed = this.#at - this.#first;
    this.#over = true;
    if (!passed) return this.#push("");
    this.#returning = true; // to the first one, which #went is told of
    return history.go(-passed);
  }

  #went(state) {
    if (this.#returning) {
      this.#returning = false;
      this.#at = this.#first;
      return this.#push("");
    }
    if (this.#over) return location.replace(this.#home);
    if (!state?.page) return this.#inside();
    this.#at = state.at;
    this.#first = Math.min(this.#first, state.at);
    if (this.#address) history.replaceState(state, "", this.#address);
    return this.#asked(state.page);
  }

  /** A link within the page was followed, such as one to a question: its entry is the page's too. It is not counted, since the second
   *  time it is none of its own, and end() may go back too little but never out of the survey. */
  #inside() {
    if (history.state?.page || this.#over) return;
    history.replaceState({ page: this.#page, at: this.#at }, "");
  }

  #push(page) {
    this.#at += 1;
    history.pushState({ page, at: this.#at }, "", location.pathname + location.search);
  }
}
