import { count } from "../../api/words/plural.ts";
import type { ClusterProgress, ProgressLine } from "../../app/terminal.ts";
import { wantsColour, widthOf, type Io, type OutputStream } from "./io.ts";

/** Fewer files are read faster than the spinner loads. */
const MIN_FILES = 200;
const REDRAW_MS = 80;

/** Shows on a terminal how many files have been read; undefined if the stream is no terminal, or there are few files. */
export async function showFiles(
  { stderr, env }: Pick<Io, "stderr" | "env">,
  total: number,
): Promise<ProgressLine<number> | undefined> {
  if (total < MIN_FILES || !canShow(stderr)) return undefined;
  const { ora } = await import("./spinner.ts");
  const spinner = ora({ ...streamOf(stderr, env), text: "reading manifests" }).start();
  let drawn = 0;
  return {
    update(read) {
      // Reading is synchronous, so the spinner's own timer never fires.
      if (Date.now() - drawn < REDRAW_MS) return;
      drawn = Date.now();
      spinner.text = `reading manifests: ${read} of ${total} files`;
      spinner.render();
    },
    end: () => void spinner.stop(),
  };
}

/** Shows on a terminal how much of a cluster has been read; undefined if the stream is no terminal. */
export async function showCluster({
  stderr,
  env,
}: Pick<Io, "stderr" | "env">): Promise<ProgressLine<ClusterProgress> | undefined> {
  if (!canShow(stderr)) return undefined;
  const { ora } = await import("./spinner.ts");
  const spinner = ora({
    ...streamOf(stderr, env),
    text: "reading the cluster",
    discardStdin: false,
  }).start();
  return {
    update({ pages, pods, remaining }) {
      const rest = remaining === undefined ? "" : `, ${remaining} to come`;
      spinner.text = `reading the cluster: ${count(pages, "page")}, ${count(pods, "pod")}${rest}`;
    },
    end: () => void spinner.stop(),
  };
}

/** ora does not know NO_COLOR. */
function streamOf(stderr: OutputStream, env: Io["env"]): { stream: NodeJS.WriteStream; color?: false } {
  return { stream: stderr as NodeJS.WriteStream, ...(!wantsColour(stderr, env) && { color: false }) };
}

/** Whether ora can draw on a stream. Without a width, ora would erase lines endlessly. */
function canShow(stderr: OutputStream): boolean {
  return widthOf(stderr) !== Infinity;
}
