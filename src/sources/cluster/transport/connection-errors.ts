import { shorten, withoutQuotations } from "../../../api/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { AnswerError } from "./answer-error.ts";
import type { Endpoint } from "../endpoint.ts";
import { ProxyError } from "./proxy/proxy-user.ts";
import { TooLargeError, type RawAnswer } from "./request.ts";
import { showSeconds } from "./time-limit.ts";

const CHECK_ADDRESS = "Check the server's address: kubectl config view --minify shows it.";
const CHECK_CA =
  "Check certificate-authority in the kubeconfig, or --certificate-authority; a proxy that opens TLS has an authority of its own.";
const CHECK_CLIENT =
  "Check the client certificate of the kubeconfig's user: it may have expired, or be another cluster's.";

const NO_TLS = [
  "it gave an HTTP response to an HTTPS client",
  "Write http:// in the server's address, or another port.",
] as const;

/** What the codes of Node and OpenSSL mean, and what to do. */
const CAUSES: Readonly<Record<string, readonly [cause: string, hint: string]>> = {
  ECONNREFUSED: [
    "connection refused: nothing listens there",
    `Is the cluster running, and the tunnel or VPN up? ${CHECK_ADDRESS}`,
  ],
  ENOTFOUND: ["no such host", CHECK_ADDRESS],
  EAI_AGAIN: ["the name could not be looked up", "Is the network there? Try again."],
  EHOSTUNREACH: ["no route to the host", `Is the VPN up? ${CHECK_ADDRESS}`],
  ENETUNREACH: ["no route to the network", `Is the VPN up? ${CHECK_ADDRESS}`],
  ETIMEDOUT: ["no answer to the attempt to connect", `Is the VPN up? ${CHECK_ADDRESS}`],
  ECONNRESET: ["the connection was cut", "Try again; a proxy or load balancer between may cut long answers."],
  EPIPE: ["the connection was cut", "Try again; a proxy or load balancer between may cut long answers."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["its certificate is self-signed, and not by an authority that is trusted", CHECK_CA],
  SELF_SIGNED_CERT_IN_CHAIN: ["its certificate comes from an authority that is not trusted", CHECK_CA],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["its certificate comes from an authority that is not trusted", CHECK_CA],
  UNABLE_TO_GET_ISSUER_CERT: ["its certificate comes from an authority that is not trusted", CHECK_CA],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["its certificate comes from an authority that is not trusted", CHECK_CA],
  CERT_SIGNATURE_FAILURE: ["its certificate comes from an authority that is not trusted", CHECK_CA],
  CERT_HAS_EXPIRED: [
    "its certificate has expired",
    "The people who run the cluster must renew it. Is this machine's clock right?",
  ],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "Is this machine's clock right?"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "its certificate is for another name",
    "Give the name that it is for with --tls-server-name, or correct the server's address.",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_ALERT_CERTIFICATE_REQUIRED: ["it asks for a client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_HANDSHAKE_FAILURE: ["it breaks TLS off: it may ask for a client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_UNKNOWN_CA: ["it does not trust the authority of the client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_BAD_CERTIFICATE: ["it refuses the client certificate", CHECK_CLIENT],
  ERR_SSL_ALERT_CERTIFICATE_EXPIRED: ["it refuses the client certificate, which has expired", CHECK_CLIENT],
  Z_DATA_ERROR: ["its answer could not be unpacked", "Try again; a proxy between may spoil it."],
  Z_BUF_ERROR: ["its answer ends too early", "Try again; a proxy or load balancer between may cut long answers."],
};

/** What went wrong between here and the API server, in one message, without anything secret. */
export function describeFailure(error: unknown, { server, proxy, requestTimeout }: Endpoint): UserError {
  const at = `${server.protocol}//${server.host}`;
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
  const message = `cannot talk to ${at}${through}: ${cause}`;
  return code.startsWith("Z_") ? new AnswerError(message, hint) : new UserError(message, hint);
}

/**
 * What came back was no answer of an API server to who asked.
 *
 * @param fault why the body could not be read; undefined where it could, and is no object
 */
export function describeAnswer(url: URL, { status, headers, body }: RawAnswer, fault: string | undefined): UserError {
  const at = `${url.protocol}//${url.host}`;
  if (status === 401) {
    return new UserError(
      `${at} does not know who asks (401 Unauthorized): the credentials are missing, wrong or have expired`,
      "Log in again as for kubectl; kubectl auth whoami shows whether it knows you.",
    );
  }
  if (status >= 300 && status < 400) {
    return new AnswerError(
      `${at} sends to another address (${status}), which an API server does not`,
      "Check the server's address; there may be a login page in front of it.",
    );
  }
  if (status === 400 && body.includes(GO_WANTS_TLS)) {
    return new UserError(`${at} speaks TLS, and was asked without`, "Write https:// in the server's address.");
  }
  return new AnswerError(
    `${at} answered ${status} ${describeBody(headers["content-type"], body, fault)}`,
    `Is it an API server? ${CHECK_ADDRESS}`,
  );
}

function describeBody(type: string | undefined, body: Buffer, fault: string | undefined): string {
  if (fault === undefined) return "with JSON that is no object";
  if (body.length === 0) return "without a body";
  if (fault !== NO_JSON) return `with ${type === undefined ? "a body" : shorten(type)} that ${fault}`;
  if (type === undefined) return "with a body that is no JSON";
  return /json/i.test(type) ? `with ${shorten(type)} that is no JSON` : `with ${shorten(type)}, expected JSON`;
}

/** The fault of a body that no reader of JSON takes. */
export const NO_JSON = "is no JSON";

/** What Go's net/http says to who speaks plain HTTP to a port with TLS. */
const GO_WANTS_TLS = "HTTP request to an HTTPS server";

function otherCause(code: string, error: unknown): string {
  if (code === "HPE_HEADER_OVERFLOW") return "the headers of its answer are too long";
  if (code.startsWith("HPE_")) return "it does not speak HTTP";
  if (code.startsWith("ERR_SSL_")) return `TLS: ${code.slice("ERR_SSL_".length).toLowerCase().replaceAll("_", " ")}`;
  return error instanceof Error ? withoutQuotations(error.message) : "an unknown error";
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return "";
  // What OpenSSL has against a handshake comes with a code of its own, or as the text of a write that failed.
  const reason = error.code === "EPROTO" ? /SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] : undefined;
  const code = reason === undefined ? String(error.code) : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
  // An alert is named after the protocol in which it came up, and in newer versions of OpenSSL after both.
  return code.replace(/^ERR_SSL_[A-Z0-9/]+_ALERT_/, "ERR_SSL_ALERT_");
}
