import type { Progress } from "../../sources/cluster/lists/read-cluster.ts";
import { widthOf, type Io } from "./io.ts";

/** Runs something that reads a cluster, with a progress line on standard error where that is a terminal. */
export async function withClusterProgress(
  io: Io,
  run: (onProgress: (progress: Progress) => void) => Promise<void>,
): Promise<void> {
  // A terminal that does not tell its width has none to ora either, which then wipes lines without end.
  if (io.stderr.isTTY !== true || widthOf(io.stderr) === Infinity) return run(() => {});
  const { ora } = await import("./spinner.ts");
  const spinner = ora({
    stream: io.stderr as NodeJS.WriteStream,
    text: "reading the cluster",
    discardStdin: false,
  }).start();
  try {
    await run(({ pages, pods, remaining }) => {
      const rest = remaining === undefined ? "" : `, ${remaining} to come`;
      spinner.text = `reading the cluster: ${pages} pages, ${pods} pods${rest}`;
    });
  } finally {
    spinner.stop();
  }
}
