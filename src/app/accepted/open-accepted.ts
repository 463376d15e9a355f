import type { AcceptedRequest, AcceptedViolations } from "./accepted-request.ts";

/**
 * Reads the accepted violations before anything else is read, so that a wrong file ends the run at once. Loaded late, since most runs accept none.
 *
 * @returns undefined where none are accepted
 * @throws UserError where the file is no report of a lint or an audit
 */
export async function openAccepted(request: AcceptedRequest | undefined): Promise<AcceptedViolations | undefined> {
  if (request === undefined) return undefined;
  const { readAccepted } = await import("./accepted-violations.ts");
  return readAccepted(request);
}
