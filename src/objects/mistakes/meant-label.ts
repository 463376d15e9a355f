import { parseLevel } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import { LABEL_PREFIX, POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import { nearest, nearestName } from "../../api/words/nearest-name.ts";

/** A key that was meant as a label of Pod Security Admission. */
export interface MeantLabel {
  /** The label that was meant, which is the key itself if it is right; undefined if it could be any of the six. */
  readonly label: string | undefined;
  /** Whether the value is a level, or a version, in any notation, so that a message may show it. */
  readonly isPolicy: boolean;
}

/** The labels of Pod Security Admission without their prefix: `enforce`, `enforce-version`, … */
export const LABEL_NAMES: readonly string[] = POLICY_LABELS.map((label) => label.slice(LABEL_PREFIX.length));

/** The letters of a domain that means the prefix of the labels, `k8s` written out. */
const DOMAIN = "podsecuritykubernetesio";
const DOMAINS: ReadonlySet<string> = new Set(
  ["", "admission", "standard", "standards", "policy"].map((word) => `podsecurity${word}kubernetesio`),
);
/** How many letters of a misspelt domain may differ. */
const MAX_DOMAIN_DISTANCE = 2;

/** Domains that belong to Kubernetes, so that no other program has a label there. */
const RESERVED_DOMAIN = /(?:^|\.)(?:kubernetes|k8s)\.io$/;
/** A domain without a dot has no owner. */
const PLAIN_DOMAIN = /^(?:pod[-_]?security|psa|pss)[a-z-]*$/;
/** A key without a slash, or with another character in its place. */
const JOINED = /^pod[-_.]?security[-_.](?:(?:kubernetes|k8s)[-_.]io[-_.:])?([a-z][a-z_.-]*)$/;

const MODE_WORDS: readonly RegExp[] = [
  /^enforc(?:e|es|ed|er|ing|ement)$/,
  /^audit(?:s|ed|or|ing)?$/,
  /^warn(?:s|ed|ing|ings)?$/,
];
/** Words after a mode that do not change its meaning. */
const LEVEL_WORD = /^(?:levels?|modes?|policy|policies|profiles?|standards?)$/;
const VERSION = /^(?:latest|v?\d+(?:\.\d+)*)$/;

/**
 * Returns the label of Pod Security Admission that the key of a label or an annotation means; undefined if it means none. The API server
 * compares keys exactly (api/helpers.go of k8s.io/pod-security-admission v0.37.2).
 *
 * A key with the right prefix, or nearly so, is enough. With another prefix, the value must be a level or a version, too: other programs have
 * labels called `audit`.
 */
export function meantLabel(key: string, value: string): MeantLabel | undefined {
  const text = key.trim().toLowerCase();
  const slash = text.indexOf("/");
  const domain = slash < 0 ? "" : text.slice(0, slash);
  const name = slash < 0 ? JOINED.exec(text)?.[1] : text.slice(slash + 1);
  // The prefix alone names no mode.
  if (slash < 0 && isNearDomain(text)) return { label: undefined, isPolicy: isLevel(value) || isVersion(value) };
  if (name === undefined) return undefined;
  const meant = meantName(name);
  const isPolicy = meant === undefined ? isLevel(value) || isVersion(value) : fits(meant, value);
  const label = meant === undefined ? undefined : LABEL_PREFIX + meant;
  if (`${domain}/` === LABEL_PREFIX) return { label, isPolicy };
  if (label === undefined) return undefined;
  const isLikely = slash < 0 || RESERVED_DOMAIN.test(domain) || PLAIN_DOMAIN.test(domain);
  return isNearDomain(domain) || (isLikely && isPolicy) ? { label, isPolicy } : undefined;
}

function isNearDomain(domain: string): boolean {
  const letters = domain.replaceAll("k8s", "kubernetes").replaceAll(/[^a-z]/g, "");
  const near = nearest(letters, [DOMAIN]);
  return (
    DOMAINS.has(letters) || (near !== undefined && near.distance <= MAX_DOMAIN_DISTANCE) || isShuffled(letters, DOMAIN)
  );
}

/** The name of the label that `name` means: `enforced` and `enforce-level` mean `enforce`. */
function meantName(name: string): string | undefined {
  const text = name.replaceAll(/[_.\s]+/g, "-");
  if (LABEL_NAMES.includes(text)) return text;
  const words = text.split("-");
  const modes = words.flatMap((word) => meantMode(word) ?? []);
  const [mode] = modes;
  if (mode === undefined || modes.length > 1) return nearestName(text, LABEL_NAMES);
  const others = words.filter((word) => meantMode(word) === undefined);
  if (others.every((word) => LEVEL_WORD.test(word))) return mode;
  const isOfVersion = others.every((word) => word.startsWith("ver") || nearestName(word, ["version"]) !== undefined);
  return isOfVersion ? `${mode}-version` : undefined;
}

function meantMode(word: string): string | undefined {
  const index = MODE_WORDS.findIndex((pattern) => pattern.test(word));
  return MODES[index] ?? nearestName(word, MODES) ?? MODES.find((mode) => isShuffled(word, mode));
}

/** Whether two words have the same letters in another order. */
function isShuffled(a: string, b: string): boolean {
  return a.length === b.length && [...a].toSorted().join("") === [...b].toSorted().join("");
}

function fits(name: string, value: string): boolean {
  return name.endsWith("version") ? isVersion(value) : isLevel(value);
}

function isLevel(value: string): boolean {
  return parseLevel(value.trim().toLowerCase()) !== undefined;
}

function isVersion(value: string): boolean {
  return VERSION.test(value.trim());
}
