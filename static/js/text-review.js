// Looking through texts by keyboard: J and K go on and back, space chooses, F releases, Z withholds.

import { listen } from "./keys.js";

const form = document.querySelector("[data-review]");
if (form) begin(form);

function begin(form) {
  const boxes = [...form.querySelectorAll(".said__box")];
  const told = form.querySelector("[data-chosen]");
  const chosen = () => boxes.filter((box) => box.checked);

  const tell = () => {
    const count = chosen().length;
    told.textContent = count === 0 ? told.dataset.none : count === 1 ? told.dataset.one : told.dataset.many.replace("#", count);
  };
  const go = (by) => {
    const at = boxes.indexOf(document.activeElement);
    const next = boxes[at < 0 ? 0 : Math.min(Math.max(at + by, 0), boxes.length - 1)];
    next.focus();
    next.closest(".said").scrollIntoView({ block: "nearest" });
  };
  const all = () => {
    const every = chosen().length === boxes.length;
    for (const box of boxes) box.checked = !every;
    tell();
  };
  const orThisOne = () => {
    const here = document.activeElement;
    if (chosen().length === 0 && boxes.includes(here)) here.checked = true;
    tell();
    return chosen().length > 0;
  };
  const release = () => {
    const button = form.querySelector('[name="tat"][value="freigeben"]');
    if (button && orThisOne()) button.click();
  };
  const withhold = () => {
    const reasons = form.querySelector(".review__withhold");
    if (!reasons || !orThisOne()) return;
    reasons.open = true;
    (reasons.querySelector("input:checked") ?? reasons.querySelector("input")).focus();
  };

  form.addEventListener("change", tell);
  form.querySelector("[data-all]").addEventListener("click", all);
  const help = listen(document.querySelector("[data-keys]"), { j: () => go(1), k: () => go(-1), f: release, z: withhold, a: all });
  form.querySelector("[data-help]").addEventListener("click", help);
  for (const hidden of form.querySelectorAll("[data-script]")) hidden.hidden = false;
  form.querySelector("#worte")?.addEventListener("input", () => { form.querySelector('[value="eigene"]').checked = true; });
  tell();
}
