import { showFieldPath, type FieldPath } from "../../api/field-path.ts";
import { CONTAINER_LISTS, type CommonSecurityContext, type Pod, type SecurityContext } from "../../api/pod.ts";
import { nearest, nearestName } from "../../api/words/nearest-name.ts";
import { quote } from "../../api/words/quoted.ts";
import { APPARMOR_ANNOTATION } from "../../workloads/defaults.ts";
import type { FieldRemark } from "../remarks.ts";
import { CAPABILITY_NAMES } from "./capability-names.ts";

/** A value that is not the one that its author meant. */
interface Mistake {
  /** Below the pod. */
  readonly path: FieldPath;
  readonly found: string;
  readonly meant: string;
  /** Why the value does not count. */
  readonly rule: string;
}

const PROFILE_TYPES = ["RuntimeDefault", "Localhost", "Unconfined"];
/** The same types in annotations, which were there first, and in Docker's notation. */
const PROFILE_ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^(?:runtime|docker|containerd|crio)?default$/, "RuntimeDefault"],
  [/^localhost/, "Localhost"],
];
const MAX_CAPABILITY_DISTANCE = 2;

/**
 * The remarks on values of a pod that are nearly the ones that the checks of k8s.io/pod-security-admission v0.37.2 accept. The checks compare
 * values exactly: `all` is not `ALL`. A remark changes no verdict.
 *
 * @param path the path of the pod in its object; empty for a Pod
 */
export function* remarksOnValues(pod: Pod, path: FieldPath): Generator<FieldRemark, undefined> {
  for (const { path: field, found, meant, rule } of mistakesIn(pod)) {
    const place = [...path, ...field];
    const message = `${showFieldPath(place)} is ${quote(found)}: ${rule}; did you mean ${quote(meant)}?`;
    yield { severity: "warning", code: "misspelt-value", message, path: place };
  }
}

function* mistakesIn({ metadata, spec }: Pod): Generator<Mistake, undefined> {
  for (const [key, value] of Object.entries(metadata?.annotations ?? {})) {
    if (key.startsWith(APPARMOR_ANNOTATION)) yield* ofAppArmor(["metadata", "annotations", key], value);
  }
  yield* ofWord(["spec", "os", "name"], spec.os?.name, ["linux", "windows"], "the names are linux and windows");
  yield* ofContext(["spec", "securityContext"], spec.securityContext ?? {});
  for (const [index, { name = "" }] of (spec.securityContext?.sysctls ?? []).entries()) {
    yield* ofSysctl(["spec", "securityContext", "sysctls", index, "name"], name);
  }
  for (const list of CONTAINER_LISTS) {
    for (const [index, { securityContext }] of (spec[list] ?? []).entries()) {
      const path = ["spec", list, index, "securityContext"];
      if (securityContext === undefined) continue;
      yield* ofContext(path, securityContext);
      yield* ofWord(
        [...path, "procMount"],
        securityContext.procMount,
        ["Default", "Unmasked"],
        "the values are Default and Unmasked",
      );
      yield* ofCapabilities([...path, "capabilities"], securityContext.capabilities ?? {});
    }
  }
}

function* ofContext(path: FieldPath, context: CommonSecurityContext): Generator<Mistake, undefined> {
  for (const profile of ["seccompProfile", "appArmorProfile"] as const) {
    const type = context[profile]?.type;
    const rule = "the types are RuntimeDefault, Localhost and Unconfined";
    yield* ofWord([...path, profile, "type"], type, PROFILE_TYPES, rule, PROFILE_ALIASES);
  }
}

/** A value that must be one of a few words. */
function* ofWord(
  path: FieldPath,
  found: string | undefined,
  words: readonly string[],
  rule: string,
  aliases: readonly (readonly [RegExp, string])[] = [],
): Generator<Mistake, undefined> {
  if (found === undefined || words.includes(found)) return;
  const letters = found.toLowerCase().replaceAll(/[^a-z]/g, "");
  const alias = aliases.find(([pattern]) => pattern.test(letters));
  const meant = alias?.[1] ?? words.find((word) => word.toLowerCase() === letters) ?? nearestName(letters, words);
  if (meant !== undefined) yield { path, found, meant, rule };
}

/** ValidateAppArmorPodAnnotations of k8s.io/kubernetes v1.37.2, pkg/apis/core/validation. */
function* ofAppArmor(path: FieldPath, found: string): Generator<Mistake, undefined> {
  if (/^(?:|runtime\/default|unconfined|localhost\/.*)$/s.test(found)) return;
  const letters = found.toLowerCase().replaceAll(/[^a-z]/g, "");
  const profile = /^localhost[/:]+(.+)$/is.exec(found.trim())?.[1];
  const meant =
    profile !== undefined
      ? `localhost/${profile}`
      : letters === "unconfined"
        ? letters
        : PROFILE_ALIASES[0]?.[0].test(letters) === true
          ? "runtime/default"
          : undefined;
  const rule = "the values are runtime/default, localhost/PROFILE and unconfined";
  if (meant !== undefined) yield { path, found, meant, rule };
}

/**
 * The kubelet swaps slashes and dots if a slash comes first (NormalizeName of k8s.io/component-helpers v0.37.2, node/util/sysctl). The check does
 * not.
 */
function* ofSysctl(path: FieldPath, found: string): Generator<Mistake, undefined> {
  if (/[./]/.exec(found)?.[0] !== "/") return;
  const meant = found.replaceAll(/[./]/g, (separator) => (separator === "/" ? "." : "/"));
  yield { path, found, meant, rule: "Pod Security Admission knows names with dots only" };
}

function* ofCapabilities(
  path: FieldPath,
  { add = [], drop = [] }: NonNullable<SecurityContext["capabilities"]>,
): Generator<Mistake, undefined> {
  for (const [index, found] of add.entries()) {
    const meant = meantCapability(found);
    // ALL is forbidden, too, and so are most of the others: but their names are at least those of the standards.
    if (meant !== undefined && meant !== "ALL") yield ofCapability([...path, "add", index], found, meant);
  }
  // Only ALL counts in this list, and it contains all others.
  if (drop.includes("ALL")) return;
  for (const [index, found] of drop.entries()) {
    const meant = found.trim() === "*" ? "ALL" : meantCapability(found);
    const isMistake = meant === "ALL" || /^\s*CAP_/i.test(found);
    if (meant !== undefined && isMistake) yield ofCapability([...path, "drop", index], found, meant);
  }
}

/** Returns the name of the capability that a text means; undefined if it is right, or means none. */
function meantCapability(found: string): string | undefined {
  if (CAPABILITY_NAMES.has(found)) return undefined;
  const name = found
    .trim()
    .toUpperCase()
    .replaceAll(/[-\s]+/g, "_")
    .replace(/^CAP_/, "");
  if (CAPABILITY_NAMES.has(name)) return name;
  const near = nearest(name, [...CAPABILITY_NAMES]);
  return near !== undefined && near.distance <= MAX_CAPABILITY_DISTANCE ? near.name : undefined;
}

function ofCapability(path: FieldPath, found: string, meant: string): Mistake {
  const rule =
    meant === "ALL"
      ? "Pod Security Admission accepts only ALL, in capitals"
      : /^\s*CAP_/i.test(found)
        ? "Kubernetes' names of capabilities have no CAP_"
        : found.toUpperCase() === meant
          ? "names of capabilities are in capitals"
          : "no capability has this name";
  return { path, found, meant, rule };
}
