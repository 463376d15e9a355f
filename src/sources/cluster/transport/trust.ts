import { rootCertificates } from "node:tls";
import type { Endpoint } from "../endpoint.ts";

/** The options of a TLS connection about whose certificates to accept. */
export interface Trust {
  readonly ca?: (string | Buffer)[];
  /** As in Go, any certificate can be an authority, even an intermediate or the server's own one. */
  readonly allowPartialTrustChain?: true;
  readonly rejectUnauthorized: boolean;
}

/** The trust in an API server: the cluster's authority alone if it has one, else the system's. */
export function trustOfServer({ ca, authorities, rejectUnauthorized }: Endpoint["tls"]): Trust {
  if (ca !== undefined) return trust([ca], rejectUnauthorized);
  return trust(rejectUnauthorized ? authorities?.() : undefined, rejectUnauthorized);
}

/** The trust in a proxy: the authorities of the system and of the cluster. */
export function trustOfProxy({ ca, authorities, rejectUnauthorized }: Endpoint["tls"]): Trust {
  const system = rejectUnauthorized ? authorities?.() : undefined;
  return trust(ca === undefined ? system : [...(system ?? rootCertificates), ca], rejectUnauthorized);
}

function trust(ca: (string | Buffer)[] | undefined, rejectUnauthorized: boolean): Trust {
  return { rejectUnauthorized, ...(ca !== undefined && { ca, allowPartialTrustChain: true }) };
}
