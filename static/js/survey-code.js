// A code that came with a link or a QR code stands behind the # of the address, which is sent to nobody. It goes into the field, and out of
// the address bar and the history; it is sent when the person says so.

const field = document.querySelector("input[data-code]");

function take() {
  const given = decoded(location.hash.slice(1));
  if (!given || !field) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  field.value = given;
  field.form.querySelector("button[type=submit], button:not([type])")?.focus();
}

function decoded(text) {
  try {
    const plain = decodeURIComponent(text).trim();
    return /^[0-9A-Za-z -]{4,40}$/.test(plain) ? plain : "";
  } catch {
    return "";
  }
}

take();
addEventListener("hashchange", take);
