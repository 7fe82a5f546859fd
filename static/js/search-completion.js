// Completion while typing: a combobox after the pattern of the ARIA Authoring Practices. htmx asks for the list when somebody pauses and
// drops older questions; this opens it and lets people choose. Without it the field is a plain field.

function complete(box) {
  const field = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  let chosen = -1;
  let answered = field.value.trim(); // what needs no suggestions: it is being searched, or was put away

  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;

  function open() {
    if (!options().length) return;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  function close() {
    choose(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  function choose(number) {
    const all = options();
    all[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const option = all[chosen];
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function take(option) {
    field.value = option.dataset.text;
    putAway();
  }

  function putAway() {
    answered = field.value.trim();
    htmx.trigger(field, "htmx:abort");
    close();
  }

  /** One on; past the ends nothing is chosen, then it goes round. */
  function move(by) {
    const places = options().length + 1;
    choose((chosen + 1 + by + places) % places - 1);
  }

  const keys = {
    ArrowDown: () => (isOpen() ? move(1) : open()),
    ArrowUp: () => (isOpen() ? move(-1) : open()),
    Escape() {
      if (!isOpen()) return false; // the browser empties the field then
      putAway();
    },
    Enter() {
      if (chosen < 0) return false;
      take(options()[chosen]);
      field.form.requestSubmit();
    },
    Tab() {
      if (chosen >= 0) take(options()[chosen]);
      return false;
    },
  };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey || !(event.key in keys)) return;
    if (keys[event.key]() !== false) event.preventDefault();
  });
  field.addEventListener("input", () => {
    choose(-1);
    if (!field.value.trim()) putAway();
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", putAway);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    take(option);
    field.form.requestSubmit();
  });
  field.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === field && field.value.trim() === answered) event.preventDefault();
  });
  list.addEventListener("htmx:beforeSwap", (event) => {
    const late = event.detail.requestConfig.parameters.q !== field.value || document.activeElement !== field;
    if (late) event.detail.shouldSwap = false;
  });
  list.addEventListener("htmx:afterSwap", () => {
    answered = "";
    chosen = -1;
    if (options().length) open();
    else close();
  });
}

document.querySelectorAll("[data-completion]").forEach(complete);
