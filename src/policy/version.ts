/**
 * A policy version as somebody wrote it: `latest`, or `v1.N`. Two versions are the same when their texts are: a minor
 * may be larger than a JavaScript number can hold, and the API server prints it back digit by digit.
 */
export interface Version {
  /** `latest` or `v1.N`, as written. */
  readonly text: string;
  /** N; Infinity for `latest`, which stands above every minor. */
  readonly minor: number;
}

/** The release of k8s.io/pod-security-admission whose verdicts and texts the checks have. */
export const LIBRARY_RELEASE = "v0.37.2";

/** N of the newest `v1.N` that is known: of the Kubernetes that has this release, whether or not a check was revised for it. */
export const NEWEST_MINOR = Number(LIBRARY_RELEASE.split(".")[1]);

/** `latest`. */
export const LATEST: Version = { text: "latest", minor: Infinity };

/** The API server's words for a value that is no version (api/helpers.go of k8s.io/pod-security-admission v0.37.2). */
export const INVALID_VERSION = 'must be "latest" or "v1.x"';

const V1_MINOR = /^v1\.(0|[1-9][0-9]*)$/;
const MAX_INT64 = 9223372036854775807n;

/**
 * The version that `text` names, exactly as written; undefined for all else (`v1.01`, `1.24`, a minor above 2^63-1).
 */
export function parseVersion(text: string): Version | undefined {
  if (text === LATEST.text) return LATEST;
  const digits = V1_MINOR.exec(text)?.[1];
  if (digits === undefined || BigInt(digits) > MAX_INT64) return undefined;
  return { text, minor: Number(digits) };
}

/** The version `v1.<minor>`. */
export function minorVersion(minor: number): Version {
  return { text: `v1.${minor}`, minor };
}
