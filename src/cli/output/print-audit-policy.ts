import { AUDIT_POLICY } from "../../render/formats/history/audit-policy.ts";
import { renderPolicyCheck } from "../../render/formats/history/policy-check.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { widthOf, writeAll, type Io } from "../terminal/io.ts";

/** Writes the audit policy that a history needs, or the check of the one in a file. */
export async function printAuditPolicyOrCheck(file: string | undefined, io: Io): Promise<ExitCode> {
  if (file === undefined) {
    await writeAll(io.stdout, [AUDIT_POLICY]);
    return EXIT.ok;
  }
  const { runAuditPolicyCheck } = await import("../../app/cluster.ts");
  const check = runAuditPolicyCheck(file);
  await writeAll(io.stdout, renderPolicyCheck(check, widthOf(io.stdout)));
  return check.requests.every(({ state }) => state === "enough") ? EXIT.ok : EXIT.violations;
}
