/** The names in deploy/webhook. */

/** The namespace of the webhook. */
export const WEBHOOK_NAMESPACE = "pod-security-webhook";
/** Its Service. */
export const SERVICE = "webhook";
/** Its Deployment, and the name of the port of its containers. */
export const DEPLOYMENT = "webhook";
export const TARGET_PORT = "webhook";
/** The service account of its pods. */
export const SERVICE_ACCOUNT = "webhook";
/** The user name of that service account, the subject of its binding. */
export const OWN_USER = `system:serviceaccount:${WEBHOOK_NAMESPACE}:${SERVICE_ACCOUNT}`;
/** The ClusterRole with its rights, and the binding of its service account. */
export const ROLE = "pod-security-webhook";
/** The Secret with its certificate. */
export const SECRET = "webhook-tls";
/** Its ValidatingWebhookConfiguration, and the webhook of it that denies. */
export const REGISTRATION = "pod-security-webhook.kubernetes.io";
/** The webhook that only warns. */
export const ADVISORY = `advisory.${REGISTRATION}`;
