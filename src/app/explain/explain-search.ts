import type { Check } from "../../policy/check.ts";
import { CHECKS } from "../../policy/checks.ts";

/** A path of a field, as people write it: `spec.template.spec.containers[0].securityContext.privileged`. */
const FIELD = /^[a-z][\w-]*(?:\[[^\]]*\])?(?:\.[a-z][\w-]*(?:\[[^\]]*\])?)*$/i;
/** The length of the longest text that may be a field. */
const MAX_FIELD = 1000;
/** A value after a field: `: true`, `=true`. */
const VALUE = /(?:=|:\s*)\S*$/;
/** The name of a capability: `NET_BIND_SERVICE`, `CAP_CHOWN`. Kubernetes' names have no prefix. */
const CAPABILITY = /^(?:cap_[a-z_]+|[a-z]+(?:_[a-z]+)+)$/;
const PREFIX = /^cap_/;
/** The paths of a pod's spec in the objects that make pods. */
const TEMPLATE = /^(?:spec\.jobtemplate\.)?(?:spec\.)?template\.(?=spec\b|metadata\b)/;

/** A check that a text belongs to. */
export interface Match {
  readonly check: Check;
  /** The restricted fields that the text names; empty if it names none. */
  readonly fields: readonly string[];
}

/**
 * Finds the checks that a text belongs to: a field that they restrict, or a part of its path; one of the API server's
 * reasons; or several words of their declaration, such as `drop ALL`, or a capability in it. Upper and lower case make no difference.
 */
export function findChecks(text: string): readonly Match[] {
  const words = text.trim().toLowerCase();
  const byReason = CHECKS.filter((check) => isReason(check, words));
  if (byReason.length > 0) return byReason.map((check) => ({ check, fields: findFields(check, words) }));
  const field = words.length > MAX_FIELD ? "" : words.replace(VALUE, "");
  const byField = FIELD.test(field) ? findByField(field) : [];
  // The words of a field and its value may be in a declaration: `os.name: Windows`.
  if (byField.length > 0 || (FIELD.test(field) && field === words && !CAPABILITY.test(words))) return byField;
  // Violations of a message, in place of words.
  if (/[(,]/.test(words)) return [];
  const wanted = wordsOf(words).map((word) => word.replace(PREFIX, ""));
  if (wanted.length < 2 && !CAPABILITY.test(words)) return [];
  return CHECKS.filter((check) => hasWords(declaredWords(check), wanted)).map((check) => ({ check, fields: [] }));
}

/** Whether a text is one of the API server's reasons: `host namespaces`. */
export function isAnyReason(text: string): boolean {
  return CHECKS.some((check) => isReason(check, text.trim().toLowerCase()));
}

/** Finds the checks that restrict a field which all words name: `capabilities` and `drop`, for instance. */
export function findCommon(matches: readonly (readonly Match[])[]): readonly Match[] {
  const [first = [], ...others] = matches;
  return first.flatMap(({ check, fields }) => {
    const common = fields.filter((field) =>
      others.every((other) => other.some((match) => match.check === check && match.fields.includes(field))),
    );
    return common.length === 0 ? [] : [{ check, fields: common }];
  });
}

/** A check with the example for the fields of a match. */
export function withExample({ check, fields: [field] }: Match): Check {
  return field === undefined || check.exampleOf === undefined ? check : { ...check, example: check.exampleOf(field) };
}

/** The fields that any revision restricts. */
export function fieldsOf(check: Check): readonly string[] {
  return [check, ...check.revisions].flatMap(({ restrictedFields }) => restrictedFields ?? []);
}

function isReason({ reasons }: Check, words: string): boolean {
  return reasons.some((reason) => reason.toLowerCase() === words);
}

/** Finds the checks that restrict a field, or any field below it. */
function findByField(field: string): readonly Match[] {
  return CHECKS.flatMap((check) => {
    const fields = findFields(check, field);
    return fields.length === 0 ? [] : [{ check, fields }];
  });
}

function findFields(check: Check, field: string): readonly string[] {
  const wanted = segmentsOf(field.replace(TEMPLATE, ""));
  return fieldsOf(check).filter((restricted) => belongsTo(wanted, restricted.toLowerCase()));
}

function belongsTo(wanted: readonly string[], restricted: string): boolean {
  const segments = segmentsOf(restricted);
  if (segments.some((_, start) => wanted.every((segment, index) => segments[start + index] === segment))) return true;
  // The check restricts every field of such an item.
  return restricted.endsWith("[*]") && wanted.includes(segments.at(-1) ?? "");
}

/** The names in a path, without indexes. */
function segmentsOf(path: string): readonly string[] {
  return path.replaceAll(/\[[^\]]*\]/g, "").split(".");
}

function declaredWords(check: Check): ReadonlySet<string> {
  const { title, requirement, remediation, allowedValues, reasons } = check;
  return new Set(
    wordsOf([title, requirement, remediation, ...allowedValues, ...reasons, ...fieldsOf(check)].join(" ")),
  );
}

function hasWords(declared: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.every((word) => declared.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}
