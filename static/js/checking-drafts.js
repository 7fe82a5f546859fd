// What was typed and not saved yet. It stays in this browser until it is saved, thrown away, or somebody signs out (leaving.js).

import { leaving, PREFIX } from "./leaving.js";

const KEPT_MS = 30 * 24 * 3600 * 1000;

/** The drafts of one person in one recording. */
export function drafts(account, recording) {
  const prefix = `${PREFIX}${account}:${recording}:`;
  const all = () => keys().filter((key) => key.startsWith(prefix)).map((key) => read(key)).filter(Boolean);
  for (const key of keys()) {
    const draft = key.startsWith(PREFIX) ? read(key) : null;
    if (draft && Date.now() - draft.at > KEPT_MS) drop(key);
  }
  return {
    all,
    get: (id) => read(prefix + id),
    keep(id, draft) {
      if (leaving()) return true;
      try {
        localStorage.setItem(prefix + id, JSON.stringify({ ...draft, id, at: Date.now() }));
        return true;
      } catch {
        return false; // storage is full or switched off: the page asks before it is left
      }
    },
    drop: (id) => drop(prefix + id),
  };
}

function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // there is nothing to remove then
  }
}
