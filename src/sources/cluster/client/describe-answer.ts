import { shorten } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { AnswerError } from "../transport/answer-error.ts";
import { CHECK_ADDRESS } from "../transport/connection-errors.ts";
import type { RawAnswer } from "../transport/request.ts";

/**
 * Describes an answer that is not an API server's answer to this user.
 *
 * @param fault why the body cannot be read; undefined if it is JSON, but not an object
 */
export function describeAnswer(url: URL, { status, headers, body }: RawAnswer, fault: string | undefined): UserError {
  const at = url.origin;
  if (status === 401) {
    return new UserError(
      `not logged in (401 Unauthorized): ${at} does not accept the credentials, or there are none`,
      "Log in again as for kubectl: kubectl auth whoami shows who you are, and kubectl config get-contexts lists the contexts.",
    );
  }
  if (status >= 300 && status < 400) {
    return new AnswerError(
      `${at} redirects to another address (${status}), and an API server does not redirect`,
      "Check the server's address; there may be a login page in front of it.",
    );
  }
  if (status === 400 && body.includes(GO_WANTS_TLS)) {
    return new UserError(`${at} expects https, and the request was http`, "Write https:// in the server's address.");
  }
  return new AnswerError(
    `${at} answered ${status} ${describeBody(headers["content-type"], body, fault)}`,
    `Is it an API server? ${CHECK_ADDRESS}`,
  );
}

function describeBody(type: string | undefined, body: Buffer, fault: string | undefined): string {
  if (fault === undefined) return "with JSON that is not an object";
  if (body.length === 0) return "without a body";
  if (fault !== NO_JSON) return `with ${type === undefined ? "a body" : shorten(type)} that ${fault}`;
  if (type === undefined) return "with a body that is not JSON";
  return /json/i.test(type) ? `with ${shorten(type)} that is not JSON` : `with ${shorten(type)}, expected JSON`;
}

/** The fault of a body that is not JSON. */
export const NO_JSON = "is not JSON";

/** The answer of Go's net/http to plain HTTP on a port with TLS. */
const GO_WANTS_TLS = "HTTP request to an HTTPS server";
