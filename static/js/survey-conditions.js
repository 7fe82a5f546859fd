// Whether a question is shown: the same rules as participation/forms/conditions.py, and tested by the same table of cases.

const EXACT = /^(-?)([0-9]{1,15})(?:\.([0-9]{1,6}))?$/;
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** Whether answers (an object by question) satisfy a condition, as it stands in `data-shown-if`. No condition always holds. */
export function holds(condition, answers) {
  if (condition === null || condition === undefined) return true;
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  return satisfies(answers[condition.question], condition.op, condition.value);
}

function satisfies(answer, op, value) {
  if (answer === null || answer === undefined) return false;
  if (op === "answered") return true;
  if (op === "includes") return Array.isArray(answer) && answer.some((one) => same(comparable(one), comparable(value)));
  const mine = comparable(answer);
  const wanted = comparable(value);
  if (!mine || !wanted) return false;
  if (op === "is") return same(mine, wanted);
  if (op === "is_not") return !same(mine, wanted);
  if (mine.type !== wanted.type || mine.type === "text") return false;
  return op === "at_least" ? mine.value >= wanted.value : mine.value <= wanted.value;
}

function same(one, other) {
  return one !== null && other !== null && one.type === other.type && one.value === other.value;
}

/** Keys of options begin with a letter, so that a text tells by itself what it is. Numbers become whole ones: millionths. */
function comparable(value) {
  if (typeof value === "number") return comparable(String(value));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return "other" in value ? { type: "text", value: "other" } : null;
  }
  if (typeof value !== "string") return null;
  const number = EXACT.exec(value);
  if (number) {
    const millionths = BigInt(number[2] + (number[3] ?? "").padEnd(6, "0"));
    return { type: "number", value: number[1] ? -millionths : millionths };
  }
  return { type: isDay(value) ? "day" : "text", value };
}

function isDay(text) {
  const found = DAY.exec(text);
  if (!found || found[1] === "0000") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
