import type { AcceptedRequest, AcceptedViolations } from "./accepted-request.ts";

/**
 * Reads the accepted violations before anything else is read, so that a wrong list ends the run at once. Loaded late, since most runs accept none.
 *
 * @throws UserError if the list is wrong
 */
export async function openAccepted(request: AcceptedRequest): Promise<AcceptedViolations> {
  if (request.file !== undefined || request.rules.length > 0) return read(request);
  return {
    // Only the manifests tell whether there are annotations.
    async apply(report, ...others) {
      if (!report.accepts) return report;
      return (await read(request)).apply(report, ...others);
    },
  };
}

async function read(request: AcceptedRequest): Promise<AcceptedViolations> {
  const { readAccepted } = await import("./accepted-violations.ts");
  return readAccepted(request);
}
