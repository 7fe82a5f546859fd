// Delivering a form through a bad line: the same key each time, so that any number of attempts are one submission.

const TIMEOUT_MS = 20_000;
const WAITS_S = [1, 2, 4, 8, 16];
export const RECEIPT = "quittung";

/** Post the fields until an answer comes. `waiting(seconds)` is told before each pause. Gives {status, text}, or null where no answer came.
 *  `online()` is a promise that cuts a pause short. */
export async function deliver(address, fields, { waiting, online, fetching = fetch, pause = wait }) {
  for (const seconds of [...WAITS_S, null]) {
    const answer = await attempt(address, fields, fetching);
    if (answer && (answer.status < 500 || found(answer).element)) return answer;
    if (seconds === null) return null;
    waiting(seconds);
    await Promise.race([pause(seconds * 1000), online()]);
  }
  return null;
}

/** What an answer brought: the sheet or the receipt to be shown, or the first words of a page that says why there is none, and the page. */
export function found({ text }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const words = [...page.querySelectorAll("main h1, main p")].slice(0, 3).map((one) => one.textContent.trim());
  return { element: page.getElementById(RECEIPT) ?? page.getElementById("blatt"), words, page };
}

/** One attempt: {status, text, moved}, the last where it led elsewhere; null where no answer came, or not in time. `whole`: the sheet
 *  alone is not enough. */
export async function attempt(address, fields, fetching = fetch, whole = false) {
  try {
    const answer = await fetching(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: whole ? {} : { "HX-Request": "true" },
      signal: AbortSignal.timeout?.(TIMEOUT_MS), // which older browsers have not
    });
    return { status: answer.status, text: await answer.text(), moved: answer.redirected ? answer.url : "" };
  } catch {
    return null;
  }
}

function wait(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
