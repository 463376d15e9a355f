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

/** The long words of the prefix, which may be misspelt, and the short ones. */
const PREFIX_WORDS: readonly string[] = ["security", "podsecurity", "kubernetes", "admission"];
const SHORT_PREFIX_WORDS: ReadonlySet<string> = new Set(["pod", "psa", "pss", "k8s", "io"]);
/** The prefix, in words that no other program has. */
const NAMES_PREFIX = /^(?:.* )?(?:pod security|podsecurity|psa|pss)(?: |$)/;

/** Domains that belong to Kubernetes, so that no other program has a label there. */
const RESERVED_DOMAIN = /(?:^|\.)(?:kubernetes|k8s)\.io$/;
/** A domain without a dot has no owner. */
const PLAIN_DOMAIN = /^(?:pod[-_]?security|psa|pss)[a-z-]*$/;
/** The right domain without `kubernetes`. */
const SHORT_DOMAIN = /^pod[-_]?security\.io$/;
/** A key without a slash, or with another character in its place. */
const JOINED = /^pod[-_.]?security[-_.](?:(?:kubernetes|k8s)[-_.]io[-_.:])?([a-z][a-z_.-]*)$/;

const MODE_WORDS: readonly RegExp[] = [
  /^enforc(?:e|es|ed|er|ing|ement)$/,
  /^audit(?:s|ed|or|ing)?$/,
  /^warn(?:s|ed|ing|ings)?$/,
];
/** Words after a mode that do not change its meaning. */
const LEVEL_WORD = /^(?:levels?|modes?|policy|policies|profiles?|standards?)$/;
const POLICY = /^polic(?:y|ies)$/;
const VERSION = /^(?:latest|v?\d+(?:\.\d+)*)$/;
/** A version of Kubernetes. A label of another program may have any version. */
const KUBERNETES_VERSION = /^(?:latest|v?1\.\d+)$/;

/**
 * Returns the label of Pod Security Admission that the key of a label or an annotation means; undefined if it means none. The API server
 * compares keys exactly (api/helpers.go of k8s.io/pod-security-admission v0.37.2).
 *
 * A key with the right prefix, or nearly so, is enough. With another prefix, the value must be a level or a version, too: other programs have
 * labels called `audit`. So must it be if the words of the prefix and of the name are elsewhere: `kubernetes.io/pod-security-enforce`.
 */
export function meantLabel(key: string, value: string): MeantLabel | undefined {
  const meant = meantByPrefix(key, value);
  return meant?.label === undefined ? (meantByWords(key, value) ?? meant) : meant;
}

function meantByPrefix(key: string, value: string): MeantLabel | undefined {
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

function meantByWords(key: string, value: string): MeantLabel | undefined {
  if (!isLevel(value) && !KUBERNETES_VERSION.test(value)) return undefined;
  const slash = key.indexOf("/");
  const domain = key.slice(0, Math.max(slash, 0)).trim().toLowerCase();
  const isReserved = RESERVED_DOMAIN.test(domain);
  if (slash >= 0 && !isReserved && !SHORT_DOMAIN.test(domain)) return undefined;
  const words = wordsOf(key);
  if (!NAMES_PREFIX.test(words.map((word) => nearestName(word, PREFIX_WORDS) ?? word).join(" "))) return undefined;
  const others = words.filter((word) => !SHORT_PREFIX_WORDS.has(word) && nearestName(word, PREFIX_WORDS) === undefined);
  const name = meantName(others.join("-"));
  if (name !== undefined) return fits(name, value) ? { label: LABEL_PREFIX + name, isPolicy: true } : undefined;
  // The words name no mode. In a domain of Kubernetes they can only mean one, or a PodSecurityPolicy.
  const isPrefix = isReserved && isLevel(value) && others.every((word) => LEVEL_WORD.test(word) && !POLICY.test(word));
  return isPrefix ? { label: undefined, isPolicy: true } : undefined;
}

/** The words of a key in lower case: `pod`, `security` and `enforce` for `podSecurity.Enforce`. The slash may be missing. */
function wordsOf(key: string): readonly string[] {
  return key
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/^io(?=enforce|audit|warn)/, ""))
    .filter((word) => word !== "");
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
