import { rootCertificates } from "node:tls";
import type { Endpoint } from "../endpoint.ts";

/** Options of a TLS connection: whose certificates are taken. */
export interface Trust {
  readonly ca?: (string | Buffer)[];
  /** As for Go, whatever is named as an authority is one, also an intermediate or the server's own certificate. */
  readonly allowPartialTrustChain?: true;
  readonly rejectUnauthorized: boolean;
}

/** What verifies an API server: the cluster's authority alone where there is one, else the system's. */
export function trustOfServer({ ca, authorities, rejectUnauthorized }: Endpoint["tls"]): Trust {
  if (ca !== undefined) return trust([ca], rejectUnauthorized);
  return trust(rejectUnauthorized ? authorities?.() : undefined, rejectUnauthorized);
}

/** What verifies a proxy: the system's authorities, and the cluster's. */
export function trustOfProxy({ ca, authorities, rejectUnauthorized }: Endpoint["tls"]): Trust {
  const system = rejectUnauthorized ? authorities?.() : undefined;
  return trust(ca === undefined ? system : [...(system ?? rootCertificates), ca], rejectUnauthorized);
}

function trust(ca: (string | Buffer)[] | undefined, rejectUnauthorized: boolean): Trust {
  return { rejectUnauthorized, ...(ca !== undefined && { ca, allowPartialTrustChain: true }) };
}
