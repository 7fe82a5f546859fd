// The answers that stand in the fields of a form (participation/answers/fields.py), as far as conditions ask for them.

const PREFIX = "q-";
const TYPED = /^([+-]?)([0-9]{1,15})(?:[.,]([0-9]{1,6}))?$/;
const GROUPED = /^[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$/;

/** The answer to a question of the page; undefined where there is none yet, or one that cannot be taken. */
export function answerOf(question, fields) {
  const key = question.dataset.question;
  const values = fields.getAll(PREFIX + key).filter((one) => one !== "");
  const own = (fields.get(`${PREFIX}${key}-other`) ?? "").trim();
  switch (question.dataset.kind) {
    case "single":
      return single(values[0], own);
    case "multiple":
      return several(values, own);
    case "ranking":
      return several(values, "");
    case "number":
      return number(values[0] ?? "");
    case "date":
      return day(values[0] ?? "");
    case "matrix":
    case "place":
      return parts(key, fields);
    default:
      return values[0]?.trim() || undefined;
  }
}

/** The answer to a question of another page, whose hidden fields do not tell its kind: one value is a choice of one and of several. */
export function answerElsewhere(key, fields, op) {
  const values = fields.getAll(PREFIX + key).filter((one) => one !== "");
  if (op === "includes") return several(values, "");
  return values.length === 1 ? values[0] : values.length > 1 ? values : parts(key, fields);
}

function single(chosen, own) {
  if (chosen === "other" || (!chosen && own)) return own ? { other: own } : undefined;
  return chosen;
}

function several(values, own) {
  const chosen = values.filter((one) => one !== "other");
  const all = own ? [...chosen, { other: own }] : values.includes("other") ? [...chosen, "other"] : chosen;
  return all.length ? all : undefined;
}

function number(typed) {
  const plain = typed.replace(/\s/g, " ").trim().replace(/[−–]/, "-");
  const found = TYPED.exec(GROUPED.test(plain) ? plain.replaceAll(" ", "") : plain);
  if (!found) return undefined;
  return (found[1] === "-" ? "-" : "") + found[2] + (found[3] ? `.${found[3]}` : "");
}

function day(typed) {
  const parts = typed.trim().split(/[./-]/).map((part) => part.trim()); // the server reads more, and asks then what is asked for it
  return parts.length === 3 && parts[2].length === 4 ? `${parts[2]}-${parts[1].padStart(2, "0")}-${parts[0].padStart(2, "0")}` : typed.trim() || undefined;
}

function parts(key, fields) {
  const found = [...fields].filter(([name, value]) => name.startsWith(`${PREFIX}${key}-`) && value.trim() !== "");
  return found.length ? Object.fromEntries(found) : undefined;
}
