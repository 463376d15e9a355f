/** A right to be asked for: a verb on the objects of a resource in all namespaces. */
export interface Right {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
}

/** The only path that gets a POST. The API server answers, and stores nothing. */
export const ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/** The question whether a user has a right, as JSON. */
export function accessReview({ verb, group, resource }: Right): string {
  return JSON.stringify({
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { verb, group, resource } },
  });
}
