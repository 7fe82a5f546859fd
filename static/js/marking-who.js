// Choosing who speaks: a list that is searched while typing. What is typed only searches; nobody's name can be entered.

/** Gives back `open({start, end, shown, whole})`; `choose({start, end, who})` is told the choice. `end` null: until somebody else speaks. */
export function who(dialog, select, { choose, nobody }) {
  const search = dialog.querySelector("[data-who-search]");
  const list = dialog.querySelector("[data-who-list]");
  const onwards = dialog.querySelector("[data-who-on]");
  const people = [...select.options].map((option) => ({ key: option.value, name: option.textContent, plain: plain(option.textContent) }));
  let range = null;
  let active = 0;

  function show() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const found = people.filter((one) => words.every((word) => one.plain.includes(word)));
    active = 0;
    list.replaceChildren(...(found.length ? found.map(item) : [empty()]));
    mark();
  }

  function item(one, at) {
    const element = document.createElement("li");
    element.id = `wer-${at}`;
    element.setAttribute("role", "option");
    element.dataset.key = one.key;
    element.textContent = one.name;
    return element;
  }

  function empty() {
    const element = document.createElement("li");
    element.setAttribute("role", "option");
    element.setAttribute("aria-disabled", "true");
    element.textContent = nobody;
    return element;
  }

  function mark() {
    const options = [...list.children];
    for (const [at, option] of options.entries()) option.setAttribute("aria-selected", String(at === active));
    search.setAttribute("aria-activedescendant", options[active]?.id ?? "");
    options[active]?.scrollIntoView({ block: "nearest" });
  }

  function pick(option) {
    if (!option?.dataset.key) return;
    dialog.close();
    choose({ start: range.start, end: range.end === null || onwards.checked ? null : range.end, who: option.dataset.key });
  }

  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") active = Math.min(active + 1, last);
    else if (event.key === "ArrowUp") active = Math.max(active - 1, 0);
    else if (event.key === "Enter") pick(list.children[active]);
    else return;
    event.preventDefault();
    mark();
  });
  list.addEventListener("click", (event) => pick(event.target.closest("[role='option']")));

  return (wanted) => {
    range = wanted;
    dialog.querySelector("[data-who-range]").textContent = wanted.shown;
    onwards.closest("label").hidden = wanted.end === null;
    onwards.checked = Boolean(wanted.whole);
    search.value = "";
    show();
    dialog.showModal();
    search.focus();
  };
}

function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
