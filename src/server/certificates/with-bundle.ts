import { recordOf, recordsOf } from "../setup/registration.ts";

/** The annotation of objects that `kubectl apply` without `--server-side` has made. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The manifest that sets the `caBundle` of a ValidatingWebhookConfiguration by server-side apply.
 *
 * It has no other field, so that no other manager of fields has a conflict. But for an object of a client-side apply, kubectl makes the new manager the owner of
 * all fields (csaupgrade of k8s.io/client-go v0.37.2), and a field that is not in the manifest is removed. So it has all fields of such an object.
 *
 * @param object the object of the cluster
 * @param authorities PEM
 */
export function withBundle(object: Readonly<Record<string, unknown>>, authorities: string): object {
  const caBundle = Buffer.from(authorities, "latin1").toString("base64");
  const { apiVersion, kind } = object;
  const { name, labels, annotations } = recordOf(object["metadata"]);
  const isWhole = LAST_APPLIED in recordOf(annotations);
  return {
    apiVersion,
    kind,
    metadata: isWhole ? { name, ...(labels !== undefined && { labels }), annotations } : { name },
    webhooks: recordsOf(object["webhooks"]).map((webhook) =>
      isWhole
        ? { ...webhook, clientConfig: { ...recordOf(webhook["clientConfig"]), caBundle } }
        : { name: webhook["name"], clientConfig: { caBundle } },
    ),
  };
}
