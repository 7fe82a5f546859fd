// Whether chosen files can be uploaded, and what each is known by.

import { fingerprint, possible } from "./upload-digests.js";
import { Trouble } from "./upload-sending.js";

/** The files as items with their fingerprints, by name as people count. `limits`: bytes a file, and how many files. Throws a Trouble. */
export async function items(files, limits) {
  if (!possible) throw new Trouble("insecure");
  if (files.length > limits.most) throw new Trouble("many");
  for (const file of files) {
    if (!file.size) throw new Trouble("empty", { message: file.name });
    if (file.size > limits.largest) throw new Trouble("large", { message: file.name });
  }
  const found = [];
  for (const file of [...files].sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }))) {
    const known = await fingerprint(file).catch(() => { throw new Trouble("unreadable", { message: file.name }); });
    if (found.some((item) => item.fingerprint === known)) throw new Trouble("twice", { message: file.name });
    found.push({ file, fingerprint: known });
  }
  return found;
}
