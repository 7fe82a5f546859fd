// Sending what was typed, and what comes back: the utterance as it stands then, or what stands in the way.

import { content } from "./checking-lines.js";

/** Sends a form's fields. Gives back {kind, nodes, text}: "saved", "conflict", "refused" (what was typed cannot be kept), "gone",
 *  "signed-out", "failed", or "away" where no server answered. */
export async function send(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams(fields),
  }).catch(() => null);
  if (!answer) return { kind: "away" };
  const kind = { 200: "saved", 401: "signed-out", 404: "gone", 409: "conflict", 422: "refused" }[answer.status] ?? "failed";
  const html = answer.headers.get("content-type")?.startsWith("text/html");
  return { kind, nodes: html ? content(await answer.text()) : null };
}
