import type { IncomingMessage, ServerResponse } from "node:http";
import { allowInDryRun } from "../admission/review/dry-run.ts";
import { reviewDocument } from "../admission/review/response-document.ts";
import { reviewRequest } from "../admission/review/review.ts";
import type { ReviewSources } from "../admission/review/reviewed.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import { goDuration } from "../api/values/go-duration.ts";
import { messageOfBug } from "../api/words/quoted.ts";
import { readReview } from "../objects/reviews/read-review.ts";
import { denialLine, logLine, type Log } from "./denial-log.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { MAX_BODY, hasNoBody, withBody } from "./read-body.ts";

/** The parts that answer reviews. */
export interface ReviewService {
  /** The configuration in force. */
  readonly admission: () => ConfiguredAdmission;
  /**
   * The cluster, for one review.
   *
   * @param deadline when the answer must be ready, in milliseconds of performance.now()
   */
  readonly sources: (deadline: number) => ReviewSources;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Whether requests that would be denied are allowed. */
  readonly isDryRun: boolean;
}

/** With any parameters, such as a charset. The official webhook accepts none. */
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * Answers a review, with the status codes and texts of the official webhook: HandleValidate of cmd/webhook/server/server.go, k8s.io/pod-security-admission
 * v0.37.2. The answer does not repeat the request.
 */
export async function handleReview(
  request: IncomingMessage,
  response: ServerResponse,
  service: ReviewService,
): Promise<void> {
  if (hasNoBody(request)) return fail(response, 400, "request body is empty");
  await withBody(request, async (body) => {
    if (body === undefined) {
      // The rest of the body is not read, so the connection cannot be used again.
      response.setHeader("connection", "close");
      return fail(response, 413, `request entity is too large; limit is ${MAX_BODY} bytes`);
    }
    if (!JSON_TYPE.test(request.headers["content-type"] ?? "")) {
      return fail(response, 400, "unable to process a request with a non-json content type");
    }
    await service.metrics.measure(() => answer(body, deadlineOf(request), response, service));
  });
}

async function answer(
  body: Buffer,
  deadline: number,
  response: ServerResponse,
  { admission, sources, metrics, log, isDryRun }: ReviewService,
): Promise<void> {
  let uid = "";
  try {
    const read = readReview(body.toString("utf8"));
    if ("fault" in read) return fail(response, 400, read.fault);
    const { request } = read;
    ({ uid } = request);
    const reviewed = await reviewRequest(request, admission(), sources(deadline));
    metrics.record(request, reviewed.records);
    if (!reviewed.response.allowed) log(denialLine(request, reviewed, isDryRun));
    const text = JSON.stringify(reviewDocument(uid, isDryRun ? allowInDryRun(reviewed) : reviewed));
    response.writeHead(200, { "content-type": "application/json" }).end(`${text}\n`);
  } catch (error) {
    const fault = error instanceof Error ? `${error.name}: ${messageOfBug(error)}` : typeof error;
    log(logLine("error", "internal server error", { uid, fault }));
    fail(response, 500, "internal server error");
  }
}

/** Answers with a text, as Go's http.Error does. */
export function fail(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, TEXT).end(`${text}\n`);
}

/** The headers of a text. */
export const TEXT = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** The deadline that the API server sets with `?timeout=5s`. Without a valid one there is none. */
function deadlineOf({ url = "" }: IncomingMessage): number {
  const query = url.indexOf("?");
  const timeout = query < 0 ? null : new URLSearchParams(url.slice(query + 1)).get("timeout");
  const milliseconds = goDuration(timeout ?? "");
  return Number.isNaN(milliseconds) ? Infinity : performance.now() + milliseconds;
}
