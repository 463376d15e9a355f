import { withoutQuotations } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { AnswerError } from "./answer-error.ts";
import type { Endpoint } from "../endpoint.ts";
import { ProxyError } from "./proxy/proxy-user.ts";
import { TooLargeError } from "./request.ts";
import { showSeconds } from "./time-limit.ts";

/** A hint for a server that does not behave like an API server. */
export const CHECK_ADDRESS =
  "Check the server's address: kubectl config view --minify shows it, and kubectl config get-contexts lists the other contexts.";
const CHECK_CA =
  "Check certificate-authority in the kubeconfig, or --certificate-authority; a proxy that opens TLS has an authority of its own.";
const CHECK_CLIENT =
  "Check the client certificate of the kubeconfig's user: it may have expired, or be another cluster's.";

const NO_TLS = [
  "it gave an HTTP response to an HTTPS client",
  "Write http:// in the server's address, or another port.",
] as const;

/** The causes and hints for the error codes of Node and OpenSSL. */
const CAUSES: Readonly<Record<string, readonly [cause: string, hint: string]>> = {
  ECONNREFUSED: [
    "connection refused: nothing listens there",
    `Is the cluster running, and the tunnel or VPN up? ${CHECK_ADDRESS}`,
  ],
  ENOTFOUND: ["no such host", CHECK_ADDRESS],
  EAI_AGAIN: ["the name could not be looked up", "Is the network up? Try again."],
  EHOSTUNREACH: ["no route to the host", `Is the VPN up? ${CHECK_ADDRESS}`],
  ENETUNREACH: ["no route to the network", `Is the VPN up? ${CHECK_ADDRESS}`],
  ETIMEDOUT: ["no answer to the attempt to connect", `Is the VPN up? ${CHECK_ADDRESS}`],
  ECONNRESET: ["the connection was cut", "Try again; a proxy or load balancer in between may cut long answers."],
  EPIPE: ["the connection was cut", "Try again; a proxy or load balancer in between may cut long answers."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["its certificate is self-signed and not trusted", CHECK_CA],
  SELF_SIGNED_CERT_IN_CHAIN: ["its certificate is signed by an unknown authority", CHECK_CA],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["its certificate is signed by an unknown authority", CHECK_CA],
  UNABLE_TO_GET_ISSUER_CERT: ["its certificate is signed by an unknown authority", CHECK_CA],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["its certificate is signed by an unknown authority", CHECK_CA],
  CERT_SIGNATURE_FAILURE: ["its certificate is signed by an unknown authority", CHECK_CA],
  CERT_HAS_EXPIRED: [
    "its certificate has expired",
    "An administrator of the cluster must renew it. Is this machine's clock right?",
  ],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "Is this machine's clock right?"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "its certificate is for another name",
    "Pass the certificate's name with --tls-server-name, or correct the server's address.",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_ALERT_CERTIFICATE_REQUIRED: ["it requires a client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_HANDSHAKE_FAILURE: ["it ended the TLS handshake: it may require a client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_UNKNOWN_CA: ["it does not trust the authority of the client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_BAD_CERTIFICATE: ["it rejects the client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_CERTIFICATE_EXPIRED: ["it rejects the client certificate, which has expired", CHECK_CLIENT],
  Z_DATA_ERROR: ["its answer could not be decompressed", "Try again; a proxy in between may damage it."],
  Z_BUF_ERROR: ["its answer ends too early", "Try again; a proxy or load balancer in between may cut long answers."],
};

/** Describes a failed connection to the API server or its proxy, without anything secret. */
export function describeFailure(error: unknown, { server, proxy, requestTimeout }: Endpoint): UserError {
  const at = server.origin;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new UserError(
      `no answer from ${at} within ${showSeconds(requestTimeout)}`,
      "Give it more time with --request-timeout, or check the network.",
    );
  }
  if (error instanceof ProxyError) {
    return new UserError(
      `the proxy ${proxy?.host ?? ""} does not connect to ${at}: ${error.message}`,
      "Check proxy-url in the kubeconfig, and HTTPS_PROXY and NO_PROXY.",
    );
  }
  if (error instanceof TooLargeError) {
    return new AnswerError(`${at}: ${error.message}`, `Is it an API server? ${CHECK_ADDRESS}`, error.isPlain);
  }
  const code = codeOf(error);
  const through = proxy === undefined ? "" : ` through the proxy ${proxy.host}`;
  const [cause, hint] = CAUSES[code] ?? [otherCause(code, error), CHECK_ADDRESS];
  const message = `cannot connect to ${at}${through}: ${cause}`;
  return code.startsWith("Z_") ? new AnswerError(message, hint) : new UserError(message, hint);
}

function otherCause(code: string, error: unknown): string {
  if (code === "HPE_HEADER_OVERFLOW") return "the headers of its answer are too long";
  if (code.startsWith("HPE_")) return "it does not answer in HTTP";
  if (code.startsWith("ERR_SSL_")) return `TLS: ${code.slice("ERR_SSL_".length).toLowerCase().replaceAll("_", " ")}`;
  return error instanceof Error ? withoutQuotations(error.message) : "an unknown error";
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return "";
  // OpenSSL reports a failed handshake with a code of its own, or in the text of a failed write.
  const reason = error.code === "EPROTO" ? /SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] : undefined;
  const code = reason === undefined ? String(error.code) : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
  // The name of an alert contains a protocol, in newer versions of OpenSSL two.
  return code.replace(/^ERR_SSL_[A-Z0-9/]+_ALERT_/, "ERR_SSL_ALERT_");
}
