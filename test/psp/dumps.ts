/** The invented clusters of v1.24 in test/fixtures/psp. */
import { readFileSync } from "node:fs";
import type { PspMigration } from "../../src/report/psp/psp-report.ts";
import { runFromPsp } from "../../src/app/from-psp.ts";
import { recordedTerminal } from "../app/terminal.ts";

/** The names of the dumps: no policy changes a pod; some policies change pods; all users may use every policy. */
export const DUMPS = ["clean", "mutating", "open"] as const;

/** An object of a dump. */
export interface DumpObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: unknown;
}

/** The path of a dump. */
function dumpPath(name: string): string {
  return `test/fixtures/psp/${name}.json`;
}

/** The objects of a dump. */
export function dumpObjects(name: string): readonly DumpObject[] {
  const { items }: { items: readonly DumpObject[] } = JSON.parse(readFileSync(dumpPath(name), "utf8"));
  return items;
}

/** The migration of a dump. */
export async function migrationOf(name: string): Promise<PspMigration> {
  return runFromPsp({ filename: [dumpPath(name)], verbosity: 0 }, recordedTerminal());
}
