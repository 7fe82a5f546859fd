// Uploads that were begun before, as the page lists them: which of them the chosen files go on with.

/** The begun uploads in the box: their batch, how many files it has, which were never begun, and the files by fingerprint. */
export function begun(box) {
  return [...box.querySelectorAll("[data-batch]")].map((element) => ({
    key: element.dataset.batch,
    size: Number(element.dataset.size),
    missing: element.dataset.missing.split(" ").filter(Boolean).map(Number),
    files: new Map([...element.querySelectorAll("[data-file]")].map((file) => [
      file.dataset.fingerprint, { key: file.dataset.file, position: Number(file.dataset.position) },
    ])),
  }));
}

/** Sort chosen items into a begun batch: each gets its place there, and its address where it was begun. Items that were never part of
 *  it fill what is missing, in their order; those for which there is no place come back as `strangers`. */
export function matched(items, batch) {
  const missing = [...batch.missing];
  const placed = [];
  const strangers = [];
  for (const item of items) {
    const known = batch.files.get(item.fingerprint);
    if (known) placed.push({ ...item, ...known });
    else if (missing.length) placed.push({ ...item, position: missing.shift() });
    else strangers.push(item);
  }
  placed.sort((one, other) => one.position - other.position);
  return { placed, strangers };
}

/** The begun batch that one of these items belongs to. */
export function belonging(items, batches) {
  return batches.find((batch) => items.some((item) => batch.files.has(item.fingerprint))) ?? null;
}
