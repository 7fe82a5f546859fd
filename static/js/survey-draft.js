// Drafts: what somebody has filled in, kept on their device alone until it is sent, deleted, or too old. Never the code of a letter: others
// may use the device too.

export const PREFIX = "ratsfenster-umfrage:";
const KEPT_MS = 30 * 24 * 3600 * 1000;
const UNKEPT = new Set(["altcha", "schritt", "code"]);
const REFUSED = "ratsfenster-umfragen-nicht-merken"; // for as long as the window is open

/** The step and the fields that lead back to where a draft was left. With a code it is asked for first, and then the server goes on with
 *  what was not read; so what was on that page (of which the fields stand last) is sent as not read. */
export function takenUp({ page, fields, coded, sent }) {
  if (!coded || sent) return { step: `zu:${page}`, fields };
  const before = fields.findIndex(([name]) => name === "gezeigt");
  const kept = fields.filter(([name], at) => name !== "von" && (name !== "gezeigt" || at === before));
  return { step: "zu:code", fields: [...kept, ["von", "pruefen"]] };
}

/** Whether drafts are not to be kept: as long as the window is open. */
export function refused() {
  try {
    return sessionStorage.getItem(REFUSED) !== null;
  } catch {
    return false;
  }
}

export function refuse(wanted) {
  try {
    if (wanted) sessionStorage.setItem(REFUSED, "");
    else sessionStorage.removeItem(REFUSED);
  } catch {
    // storage is switched off: nothing is kept anyway
  }
}

/** Where a draft goes on: at the address it was left at, since the page around it is in the language of its questions there. `otherwise`
 *  is for drafts that do not know theirs. */
export function addressOf(draft, otherwise) {
  return draft.path ? new URL(draft.path, location.origin).href : otherwise;
}

/** The fields of a form that are worth keeping, hidden ones too. */
function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !UNKEPT.has(name));
}

/** A kept field by its name; undefined for none. */
export function fieldIn(draft, name) {
  return draft.fields.find(([one]) => one === name)?.[1];
}

/** Keep a form as a draft; `closes` (ms) is when the survey ends. Whether it could be kept: storage may be full or switched off. */
export function keep(slug, form, closes, now, sent = false) {
  const draft = { page: form.dataset.page, fields: fieldsOf(form), coded: Boolean(form.elements.code), path: new URL(form.action).pathname };
  const until = Math.min(now + KEPT_MS, closes || Infinity);
  try {
    localStorage.setItem(PREFIX + slug, JSON.stringify({ ...draft, at: now, until, sent }));
    return true;
  } catch {
    return false;
  }
}

/** The draft of a survey that is still good; null for none. */
export function read(slug, now) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + slug));
    return draft && Array.isArray(draft.fields) && now < draft.until ? draft : null;
  } catch {
    return null;
  }
}

export function drop(slug) {
  try {
    localStorage.removeItem(PREFIX + slug);
  } catch {
    // there is nothing to remove then
  }
}

/** Remove the drafts that are too old, of any survey. */
export function tidy(now) {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      if (!read(key.slice(PREFIX.length), now)) localStorage.removeItem(key);
    }
  } catch {
    // storage is switched off: nothing is kept
  }
}
