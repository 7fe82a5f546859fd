// Times as the marking page writes them: 0:12:30,4 with as many digits as there are.

/** 750412 → "0:12:30,412"; tenths at least. */
export function exact(ms) {
  const whole = Math.max(0, Math.round(ms));
  const rest = String(whole % 1000).padStart(3, "0");
  const seconds = Math.floor(whole / 1000);
  const two = (value) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)},${rest[0]}${rest.slice(1).replace(/0+$/, "")}`;
}

/** For reading along: tenths only. */
export function tenths(ms) {
  return exact(Math.floor(ms / 100) * 100);
}

/** "0:12:30,4" → 750400; null for what is no time. */
export function parse(text) {
  const match = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1] ?? 0, match[2], match[3]].map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? "0").padEnd(3, "0"));
}
