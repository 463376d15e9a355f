/** The formats of `kubectl pss webhook certificates`. The flags need them, and the renderer is loaded late. */
export const CERTIFICATE_FORMATS = ["commands", "manifests"] as const;

export type CertificateFormat = (typeof CERTIFICATE_FORMATS)[number];
