import { formatFieldPath, type FieldPath } from "../../api/field-path.ts";
import { INVALID_LEVEL, parseLevel } from "../../api/level.ts";
import { INVALID_VERSION, LATEST, parseVersion } from "../../policy/version.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { dnsLabelFaults, dnsSubdomainFaults } from "../dns-names.ts";
import type { Exemptions } from "../exemptions.ts";
import { aggregate, duplicateHiddenValue, invalidHiddenValue } from "./field-errors.ts";
import { MODES, type Mode } from "../../api/mode.ts";
import { BUILTIN_POLICY, type ResolvedLevelVersion, type ResolvedPolicy } from "../labels.ts";

/** `defaults` of a PodSecurityConfiguration as written; a missing field is empty. */
export type Defaults = Readonly<Record<Mode | `${Mode}-version`, string>>;

interface Fault {
  readonly text: string;
  readonly path: FieldPath;
}

/**
 * Resolves `defaults` to a policy: admission/api/v1/defaults.go and ToPolicy of admission/api/helpers.go,
 * k8s.io/pod-security-admission v0.37.2. A missing level is privileged, a missing version is latest: no mode follows
 * another one here.
 *
 * @throws ConfigurationError if a level or a version is invalid
 */
export function resolveDefaults(defaults: Defaults): ResolvedPolicy {
  const faults: Fault[] = [];
  const policy: Record<Mode, ResolvedLevelVersion> = { ...BUILTIN_POLICY };
  for (const mode of MODES) {
    const field = `${mode}-version` as const;
    const builtin = BUILTIN_POLICY[mode];
    const level = defaults[mode] === "" ? builtin.level : parseLevel(defaults[mode]);
    const version = defaults[field] === "" ? LATEST : parseVersion(defaults[field]);
    if (level === undefined) faults.push({ text: `${mode}: ${INVALID_LEVEL}`, path: ["defaults", mode] });
    if (version === undefined) faults.push({ text: `${field}: ${INVALID_VERSION}`, path: ["defaults", field] });
    if (level === undefined || version === undefined) continue;
    policy[mode] = { level, version, from: defaults[mode] === "" ? builtin.from : "configuration" };
  }
  refuse("PodSecurity configuration error", faults, "Correct the level or version; both are lower case.");
  return policy;
}

/**
 * Validates the exemptions: ValidatePodSecurityConfiguration of admission/api/validation/validation.go,
 * k8s.io/pod-security-admission v0.37.2. Upstream validates levels and versions here, too, but {@link resolveDefaults}
 * has already found every fault in them.
 *
 * @throws ConfigurationError if an entry is not a valid name, or a duplicate
 */
export function validateExemptions({ namespaces, runtimeClasses, usernames }: Exemptions): void {
  const faults = [
    ...validateNames("namespaces", namespaces, dnsLabelFaults),
    ...validateNames("runtimeClasses", runtimeClasses, dnsSubdomainFaults),
    ...validateNames("usernames", usernames, (name) => (name === "" ? ["username must not be empty"] : [])),
  ];
  refuse("PodSecurity invalid", faults, "Correct the entry; entries are names, not patterns.");
}

function validateNames(
  field: keyof Exemptions,
  names: readonly string[],
  validate: (name: string) => readonly string[],
): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    const path = ["exemptions", field, index];
    const invalid = validate(name);
    const at = formatFieldPath(path);
    if (invalid.length > 0) faults.push({ text: invalidHiddenValue(at, name, invalid.join(", ")), path });
    else if (seen.has(name)) faults.push({ text: duplicateHiddenValue(at, name), path });
    else seen.add(name);
  }
  return faults;
}

function refuse(what: string, faults: readonly Fault[], hint: string): void {
  const [first] = faults;
  if (first === undefined) return;
  const reason = `${what}: ${aggregate(faults.map(({ text }) => text))}`;
  throw new ConfigurationError("initialize", reason, first.path, hint);
}
