import type { IncomingMessage, ServerResponse } from "node:http";
import { fail, handleReview, TEXT, type ReviewService } from "./review-handler.ts";

/** A condition of a health endpoint. */
interface HealthCheck {
  readonly name: string;
  readonly isHealthy: () => boolean;
}

/** Whether the server can answer reviews. */
export interface Readiness {
  /** Whether the first list of namespaces is through. */
  readonly isSynced: () => boolean;
  /** Whether the server is ending, and gets no new connections any more. */
  readonly isEnding: () => boolean;
}

const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

/**
 * Makes the handler of all requests: `/healthz`, `/livez`, `/readyz` and each of their checks, `/metrics`, and reviews at any other path and with any method,
 * as in the official webhook (Start of cmd/webhook/server/server.go, k8s.io/pod-security-admission v0.37.2). Only `/livez` is our own.
 */
export function createHandler(
  service: ReviewService,
  { isSynced, isEnding }: Readiness,
): (request: IncomingMessage, response: ServerResponse) => void {
  const ping: HealthCheck = { name: "ping", isHealthy: () => true };
  const endpoints: Readonly<Record<string, readonly HealthCheck[]>> = {
    healthz: [ping],
    livez: [ping],
    readyz: [
      { name: "informer-sync", isHealthy: isSynced },
      { name: "shutdown", isHealthy: () => !isEnding() },
    ],
  };
  return (request, response) => {
    if (isEnding()) response.setHeader("connection", "close");
    const [path = ""] = (request.url ?? "").split("?", 1);
    const [, endpoint = "", name, ...others] = path.split("/");
    const checks = Object.hasOwn(endpoints, endpoint) && others.length === 0 ? endpoints[endpoint] : undefined;
    const asked = name === undefined ? checks : checks?.filter((check) => check.name === name);
    if (asked !== undefined && asked.length > 0) {
      answerHealth(request, response, { endpoint: name === undefined ? endpoint : path.slice(1), checks: asked });
    } else if (path === "/metrics") {
      response.writeHead(200, { "content-type": METRICS_TYPE }).end(service.metrics.text());
    } else {
      handleReview(request, response, service).catch(() => {
        // The client has cut the connection, or its body was too slow.
        if (!response.headersSent) fail(response, 400, "unable to read the body from the incoming request");
      });
    }
  };
}

/** Answers as pkg/server/healthz of k8s.io/apiserver v0.37.2. */
function answerHealth(
  { url = "" }: IncomingMessage,
  response: ServerResponse,
  { endpoint, checks }: { readonly endpoint: string; readonly checks: readonly HealthCheck[] },
): void {
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  const excluded = query.getAll("exclude");
  const lines = checks.map(({ name, isHealthy }) =>
    excluded.includes(name)
      ? `[+]${name} excluded: ok\n`
      : isHealthy()
        ? `[+]${name} ok\n`
        : `[-]${name} failed: reason withheld\n`,
  );
  if (lines.some((line) => line.startsWith("[-]"))) {
    return fail(response, 500, `${lines.join("")}${endpoint} check failed`);
  }
  const text = query.has("verbose") ? `${lines.join("")}${endpoint} check passed\n` : "ok";
  response.writeHead(200, TEXT).end(text);
}
