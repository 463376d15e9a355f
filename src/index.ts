/**
 * The library: evaluates pods, answers admission requests and lints manifests in Node, browsers and editors, without a Kubernetes cluster. It
 * reads no file, no clock and no network. docs/library.md has examples and says which changes are breaking.
 */
import { LIBRARY_RELEASE, NEWEST_MINOR } from "./policy/version.ts";

export { evaluatePod } from "./library/evaluate.ts";
export { reviewNamespaceLabels, reviewObject } from "./library/review.ts";
export { lint } from "./library/lint.ts";
export { parseConfiguration } from "./library/parse-configuration.ts";
export { checks } from "./library/checks.ts";
export type * from "./library/types.ts";
export type * from "./library/lint-report.ts";
export { formatFieldPath, type FieldPath } from "./api/field-path.ts";
export { LEVELS, type Level } from "./api/level.ts";
export { MODES, type Mode } from "./api/mode.ts";
export type { CheckDeclaration, RevisionDeclaration } from "./api/checks/check-declaration.ts";

/** The newest known version of the standards. All versions from `v1.0` to this one are known. */
export const NEWEST_VERSION = `v1.${NEWEST_MINOR}`;

/** The release of k8s.io/pod-security-admission that the checks follow, with the same verdicts and texts. */
export const UPSTREAM_RELEASE: string = LIBRARY_RELEASE;
