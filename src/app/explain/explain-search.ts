import type { Check } from "../../policy/check.ts";
import { CHECKS } from "../../policy/checks.ts";

/** A path of a field, as people write it: `spec.template.spec.containers[0].securityContext.privileged`. */
const FIELD = /^[a-z][\w-]*(?:\[[^\]]*\])?(?:\.[a-z][\w-]*(?:\[[^\]]*\])?)*$/i;
/** A value after a field: `: true`, `=true`. */
const VALUE = /(?:=|:\s*)\S*$/;
/** The paths of a pod's spec in the objects that make pods. */
const TEMPLATE = /^(?:spec\.jobtemplate\.)?(?:spec\.)?template\.(?=spec\b|metadata\b)/;

/**
 * Finds the checks that a text belongs to: a field that they restrict, or a part of its path; one of the API server's
 * reasons; or several words of their declaration, such as `drop ALL`. Upper and lower case make no difference.
 */
export function findChecks(text: string): readonly Check[] {
  const words = text.trim().toLowerCase();
  const byReason = CHECKS.filter(({ reasons }) => reasons.some((reason) => reason.toLowerCase() === words));
  if (byReason.length > 0) return byReason;
  const field = words.replace(VALUE, "");
  if (FIELD.test(field)) return findByField(field);
  // Violations of a message, in place of words.
  if (/[(,]/.test(words)) return [];
  const wanted = wordsOf(words);
  return wanted.length < 2 ? [] : CHECKS.filter((check) => hasWords(declaredWords(check), wanted));
}

/** Finds the checks that restrict a field, or any field below it. */
function findByField(field: string): readonly Check[] {
  const wanted = segmentsOf(field.replace(TEMPLATE, ""));
  return CHECKS.filter((check) => fieldsOf(check).some((restricted) => belongsTo(wanted, restricted.toLowerCase())));
}

function belongsTo(wanted: readonly string[], restricted: string): boolean {
  const segments = segmentsOf(restricted);
  if (segments.some((_, start) => wanted.every((segment, index) => segments[start + index] === segment))) return true;
  // The check restricts every field of such an item.
  return restricted.endsWith("[*]") && wanted.includes(segments.at(-1) ?? "");
}

/** The fields that any revision restricts. */
function fieldsOf(check: Check): readonly string[] {
  return [check, ...check.revisions].flatMap(({ restrictedFields }) => restrictedFields ?? []);
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
