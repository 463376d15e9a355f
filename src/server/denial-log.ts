import type { AdmissionRequest } from "../api/requests/admission-request.ts";
import type { Reviewed } from "../admission/review/reviewed.ts";

/** Writes a line of the log. */
export type Log = (line: string) => void;

/** The line about a request that is denied, as JSON. It contains nothing of the object but its name. */
export function denialLine(request: AdmissionRequest, { response, checks }: Reviewed, isDryRun: boolean): string {
  const { uid, namespace, name, resource, subresource, operation, user } = request;
  const { code, reason } = response.status ?? {};
  return logLine("info", isDryRun ? "would deny" : "denied", {
    ...{ namespace, resource: resource.resource, ...(subresource !== "" && { subresource }), name, operation, user },
    ...{ code, reason, checks, uid },
  });
}

/** A line of the log: JSON in ASCII with the time, the level and a message. So a name cannot contain anything that a terminal acts on. */
export function logLine(level: "info" | "error", message: string, fields: Readonly<Record<string, unknown>>): string {
  const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
  return line.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
