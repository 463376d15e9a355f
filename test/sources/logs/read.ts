import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEvent, SkimmedEvent } from "../../../src/api/requests/audit-event.ts";
import { findLogs } from "../../../src/sources/logs/log-inputs.ts";
import { readLogs, type ReadLogs } from "../../../src/sources/logs/read-logs.ts";

/** The result of reading, with the events in their order. */
export interface ReadEvents extends ReadLogs {
  readonly events: readonly AuditEvent[];
  readonly skimmed: readonly SkimmedEvent[];
}

/** Reads texts or bytes as log files, in the order of their names. */
export async function readBytes(files: Readonly<Record<string, string | Buffer>>): Promise<ReadEvents> {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-logs-"));
  try {
    const paths = Object.entries(files).map(([name, content]) => {
      const path = join(directory, name);
      writeFileSync(path, content);
      return path;
    });
    const { counts, faults, ...rest } = await readPaths(paths);
    const short = (path: string): string => path.replace(`${directory}/`, "");
    return {
      ...rest,
      counts: { ...counts, firstBad: counts.firstBad.map((bad) => ({ ...bad, file: short(bad.file) })) },
      faults: faults.map((fault) => ({ ...fault, file: short(fault.file) })),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Reads the log files and directories at some paths. */
export async function readPaths(paths: readonly string[]): Promise<ReadEvents> {
  const events: AuditEvent[] = [];
  const skimmed: SkimmedEvent[] = [];
  const consumer = {
    addEvent: (event: AuditEvent) => void events.push(event),
    addSkimmed: (event: SkimmedEvent) => void skimmed.push(event),
  };
  const stdin = async function* (): AsyncGenerator<Uint8Array, undefined> {};
  const read = await readLogs(findLogs(paths), consumer, stdin);
  return { ...read, events, skimmed };
}
