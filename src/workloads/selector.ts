import { quote } from "../api/words/quoted.ts";
import { UserError } from "../api/user-error.ts";

/** Whether labels match a selector. */
export type Selector = (labels: Readonly<Record<string, string>>) => boolean;

const NAME = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?`;
const KEY = String.raw`(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?${NAME}`;
const VALUE = String.raw`(?:${NAME})?`;
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALS = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const COMPARES = new RegExp(String.raw`^(${KEY})\s*([<>])\s*(-?\d+)$`);
const INTEGER = /^[-+]?\d+$/;
const AMONG = new RegExp(String.raw`^(${KEY})\s+(in|notin)\s*\(([^()]*)\)$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

/**
 * Parses a label selector as kubectl's `-l` does (labels.Parse, k8s.io/apimachinery v0.37.2): `a=b,c!=d,e in (f,g),h
 * notin (i),j,!k,l>1`. An empty selector selects everything. A label that `!=` or `notin` names may be absent.
 *
 * @throws UserError for anything else
 */
export function parseSelector(text: string): Selector {
  const requirements = splitRequirements(text).map((requirement) => parseRequirement(requirement, text));
  return (labels) => requirements.every((meets) => meets(labels));
}

/** Splits at the commas outside parentheses. */
function splitRequirements(text: string): string[] {
  if (text.trim() === "") return [];
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function parseRequirement(text: string, whole: string): Selector {
  const exists = EXISTS.exec(text);
  if (exists !== null) {
    const [, not, key = ""] = exists;
    return (labels) => Object.hasOwn(labels, key) === (not === "");
  }
  const equals = EQUALS.exec(text);
  if (equals !== null) {
    const [, key = "", operator, value = ""] = equals;
    return (labels) => (Object.hasOwn(labels, key) && labels[key] === value) === (operator !== "!=");
  }
  const compares = COMPARES.exec(text);
  if (compares !== null) {
    const [, key = "", operator, bound = ""] = compares;
    return (labels) => {
      const value = Object.hasOwn(labels, key) ? (labels[key] ?? "") : "";
      if (!INTEGER.test(value)) return false;
      return operator === ">" ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
    };
  }
  const among = AMONG.exec(text);
  if (among !== null) {
    const [, key = "", operator, list = ""] = among;
    const values = list.split(",").map((value) => value.trim());
    if (values.every((value) => WHOLE_VALUE.test(value))) {
      return (labels) => (Object.hasOwn(labels, key) && values.includes(labels[key] ?? "")) === (operator === "in");
    }
  }
  throw new UserError(
    `the selector ${quote(whole)} is not understood`,
    "It is written as for kubectl: key=value, key!=value, key in (a,b), key notin (a,b), key, !key, key>1, joined by commas.",
  );
}
