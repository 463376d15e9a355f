/**
 * The use cases of the webhook. They are one late module of the bundle, because all of them read YAML and most of them read a cluster. Only plain values and
 * functions may be passed to it and returned from it.
 */
export { runCertificates } from "./certificates.ts";
export { runWebhookCheck } from "./check.ts";
export { runWebhook } from "./serve.ts";
