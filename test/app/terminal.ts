/** A terminal for the tests of use cases. */
import { Readable } from "node:stream";
import type { ProgressLine, Terminal } from "../../src/app/terminal.ts";

/** A terminal that shows progress and records all its lines. */
export interface RecordedTerminal extends Terminal {
  readonly lines: string[];
}

/** @param stdin the text of standard input */
export function recordedTerminal(stdin = ""): RecordedTerminal {
  const lines: string[] = [];
  const progress = <State>(name: string): Promise<ProgressLine<State>> =>
    Promise.resolve({
      update: (state) => void lines.push(`${name} ${JSON.stringify(state)}`),
      end: () => void lines.push(`${name} ends`),
    });
  return {
    lines,
    env: {},
    say: (line) => void lines.push(line),
    readStandardInput: (limit) => Promise.resolve(Buffer.from(stdin.slice(0, limit))),
    streamStandardInput: () => Readable.from([Buffer.from(stdin)]),
    withCleanup: async (cleanup, work) => work().finally(cleanup),
    showFiles: (total) => progress(`files of ${total}`),
    showCluster: () => progress("cluster"),
  };
}
