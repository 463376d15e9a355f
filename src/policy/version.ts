/**
 * A policy version as written: `latest`, or `v1.N`. Two versions are equal if their texts are equal: a minor may be
 * larger than the largest JavaScript number, and the API server prints it back digit by digit.
 */
export interface Version {
  /** `latest` or `v1.N`, as written. */
  readonly text: string;
  /** N; Infinity for `latest`, which is above every minor. */
  readonly minor: number;
}

/** The release of k8s.io/pod-security-admission that the verdicts and texts of the checks come from. */
export const LIBRARY_RELEASE = "v0.37.2";

/**
 * N of the newest known `v1.N`: the minor of the Kubernetes release that contains this library, whether or not it
 * revises a check.
 */
export const NEWEST_MINOR = Number(LIBRARY_RELEASE.split(".")[1]);

/**
 * N of the oldest API server `v1.N` whose verdicts and texts are known. Pod Security Admission is stable since this release. An older server is
 * judged as this one.
 */
export const OLDEST_SERVER_MINOR = 25;

/** The version `latest`. */
export const LATEST: Version = { text: "latest", minor: Infinity };

/** Whether a version is `latest`. Files of the bundle have copies of LATEST, so the texts are compared. */
export function isLatest({ text }: Version): boolean {
  return text === LATEST.text;
}

/** The API server's message for an invalid version (api/helpers.go of k8s.io/pod-security-admission v0.37.2). */
export const INVALID_VERSION = 'must be "latest" or "v1.x"';

const V1_MINOR = /^v1\.(0|[1-9][0-9]*)$/;
const MAX_INT64 = 9223372036854775807n;

/**
 * Parses a version. The text must match exactly; anything else (`v1.01`, `1.24`, a minor above 2^63-1) is undefined.
 */
export function parseVersion(text: string): Version | undefined {
  if (text === LATEST.text) return LATEST;
  const digits = V1_MINOR.exec(text)?.[1];
  if (digits === undefined || BigInt(digits) > MAX_INT64) return undefined;
  return { text, minor: Number(digits) };
}

/** Returns the version `v1.<minor>`. */
export function minorVersion(minor: number): Version {
  return { text: `v1.${minor}`, minor };
}
