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
  /** The ValidatingWebhookConfiguration. */
  readonly registration: {
    readonly name: string;
    /** The names of its webhooks. */
    readonly webhooks: readonly string[];
    /** The object to apply, with the `caBundle`; absent if it is not known. */
    readonly manifest?: object;
  };
  readonly secret: { readonly namespace: string; readonly name: string };
}
