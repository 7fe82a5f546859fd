// The history of an utterance in a window of its own, and the changes of this sitting, so that the last can be taken back.

import { fragment } from "./checking-lines.js";

const STACK = "ratsfenster-changes:";

/** Show the history at an address; `back` brings a state back, by utterance and fields. */
export async function show(dialog, address, id, { back, failed }) {
  const loaded = await fragment(address);
  if (!loaded) return failed();
  dialog.querySelector("[data-history-body]").replaceChildren(loaded);
  dialog.onsubmit = (event) => {
    if (!("back" in event.target.dataset)) return;
    event.preventDefault();
    dialog.close();
    back(id, { ...Object.fromEntries(new FormData(event.target)), [event.submitter.name]: event.submitter.value });
  };
  dialog.showModal();
}

/** The changes made in this window and recording: {add, take}. `button` is there while one can be taken back. */
export function changes(recording, button) {
  const key = STACK + recording;
  let made = [];
  try {
    made = JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    // none are remembered
  }
  const store = () => {
    button.disabled = made.length === 0;
    try {
      sessionStorage.setItem(key, JSON.stringify(made.slice(-100)));
    } catch {
      // they last for this page then
    }
  };
  store();
  return {
    add(change) {
      made.push(change);
      store();
    },
    take() {
      const last = made.pop();
      store();
      return last;
    },
  };
}
