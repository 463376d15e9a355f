/** The certificates of a webhook, and the objects that need them. */
export interface WebhookCertificates {
  /** The reason for new certificates; absent if the old ones stay. */
  readonly reason?: string;
  /** The authorities that the API server trusts, the certificate and its key, as PEM. */
  readonly authorities: string;
  readonly certificate: string;
  readonly key: string;
  /** The end of the certificate, in milliseconds since 1970. */
  readonly notAfter: number;
  /** The names of the certificate. */
  readonly names: readonly string[];
  /** The ValidatingWebhookConfiguration, and the names of its webhooks. */
  readonly registration: { readonly name: string; readonly webhooks: readonly string[] };
  readonly secret: { readonly namespace: string; readonly name: string };
}
