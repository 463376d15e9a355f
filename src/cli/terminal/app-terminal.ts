import type { Terminal } from "../../app/terminal.ts";
import { withCleanup } from "../files/cleanup.ts";
import { readAll, say, type Io } from "./io.ts";
import { showCluster, showFiles } from "./progress.ts";

/** The terminal of a use case: messages and progress on standard error, and the real standard input. */
export function terminalOf(io: Io): Terminal {
  const tell = (line: string): void => say(io.stderr, line);
  const announce = (content: string): void => {
    if (io.stdin.isTTY === true) tell(`reading ${content} from standard input; end with Ctrl-D`);
  };
  return {
    env: io.env,
    say: tell,
    readStandardInput(limit, content = "manifests") {
      announce(content);
      return readAll(io.stdin, limit);
    },
    streamStandardInput(content) {
      announce(content);
      return io.stdin;
    },
    withCleanup,
    showFiles: (total) => showFiles(io, total),
    showCluster: () => showCluster(io),
  };
}
