import { parseLevel } from "../../api/level.ts";
import { readWithPolicy } from "../../admission/messages/read-with-policy.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd } from "../../policy/read-violations.ts";
import { mayViolateBaseline } from "./hidden-baseline.ts";
import { parseVersion } from "../../policy/version.ts";

/** A violation in the API server's words. */
export interface ReadCheck {
  /** The ID of the check; `unknown` for the words of another version. */
  readonly check: string;
  /** Whether it violates the baseline level, too. */
  readonly isBaseline: boolean;
}

/** The sentence of an audit annotation or of a rejection. */
export interface ReadViolation {
  readonly policy: LevelVersion;
  readonly checks: readonly ReadCheck[];
  /** The sentence, byte for byte. */
  readonly text: string;
}

const WOULD_VIOLATE = /^would violate PodSecurity "(\w+):([\w.]+)": /;
/**
 * The message of a rejection (admission/admission.go of k8s.io/pod-security-admission v0.37.2), behind the words of a webhook. The name of the pod
 * is quoted by Go. The sentence must begin there: a user's name in another message may contain the same words.
 */
const DENIED =
  /^(?:admission webhook "[^"]*" denied the request: )?(?:pods (?:"(?:[^"\\]|\\.)*" )?is forbidden: )?violates PodSecurity "(\w+):([\w.]+)": /;
export const UNKNOWN_CHECK = "unknown";
/** A pod of a Deployment has the same message each time. */
const CACHE_SIZE = 2000;
const cache = new Map<string, ReadViolation | undefined>();

/** Reads the annotation `audit-violations`; undefined if the API server never writes such a value. */
export function readAuditViolation(text: string): ReadViolation | undefined {
  return cached(text, WOULD_VIOLATE);
}

/** Reads the message of a pod that enforce rejected; undefined for any other message. */
export function readDenial(message: string): ReadViolation | undefined {
  return message.includes("violates PodSecurity") ? cached(message, DENIED) : undefined;
}

function cached(text: string, pattern: RegExp): ReadViolation | undefined {
  if (cache.has(text)) return cache.get(text);
  if (cache.size >= CACHE_SIZE) cache.clear();
  const violation = read(text, pattern);
  cache.set(text, violation);
  return violation;
}

function read(text: string, pattern: RegExp): ReadViolation | undefined {
  const [start, levelText = "", versionText = ""] = pattern.exec(text) ?? [];
  if (start === undefined) return undefined;
  const [level, version] = [parseLevel(levelText), parseVersion(versionText)];
  if (level === undefined || version === undefined || level === "privileged") return undefined;
  const policy = { level, version };
  const { violations, rest } = readWithPolicy(text.slice(start.length), policy);
  const checks = violations.map((violation) => ({
    check: violation.check.id,
    isBaseline: mayViolateBaseline(violation),
  }));
  const isUnknown = violations.length === 0 || !isEnd(rest);
  // Nothing shows that it is a restricted check alone.
  return { policy, checks: isUnknown ? [...checks, { check: UNKNOWN_CHECK, isBaseline: true }] : checks, text };
}
