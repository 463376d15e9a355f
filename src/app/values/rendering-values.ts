/** Parses the values of a request that charts see. */
import type { Parsed } from "./levels-and-versions.ts";

/** Parses a version of Kubernetes: `v1.34`, `1.34.2`. */
export function parseKubeVersion(text: string): Parsed<string> {
  if (/^v?\d+\.\d+(?:\.\d+)?(?:[-+].+)?$/.test(text)) return { value: text };
  return { fault: "It is a version, as v1.34." };
}

/** Verifies the name of a release as Helm does (v4.3, pkg/chart/v2/util/validate_name.go). */
export function parseReleaseName(text: string): Parsed<string> {
  const isName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text);
  if (isName && text.length <= 53) return { value: text };
  return { fault: "It has lower-case letters, digits and dashes, and at most 53 characters." };
}

/** Verifies `KEY=VALUE`. */
export function parseAssignment(text: string): Parsed<string> {
  return text.includes("=") ? { value: text } : { fault: "It is KEY=VALUE, as for helm." };
}
