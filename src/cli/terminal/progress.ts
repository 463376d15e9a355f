import type { SourceItem } from "../../workloads/object.ts";
import { widthOf, type Io } from "./io.ts";

/** Passes items on, and tells of the files among them on the way. */
export type Observe = (items: Iterable<SourceItem>) => Iterable<SourceItem>;

/** Fewer files than these are read in less time than the spinner takes to load. */
const WORTH_IT = 200;
const REDRAW_MS = 80;

/** Runs something that reads files, with a progress line on standard error where that is a terminal and there are many of them. */
export async function withProgress<T>(io: Io, files: number, run: (observe: Observe) => T): Promise<T> {
  // A terminal that does not tell its width has none to ora either, which then wipes lines without end.
  if (files < WORTH_IT || widthOf(io.stderr) === Infinity) return run((items) => items);
  const { ora } = await import("./spinner.ts");
  const spinner = ora({ stream: io.stderr as NodeJS.WriteStream, text: "reading manifests" }).start();
  let read = 0;
  let drawn = 0;
  const observe = function* (items: Iterable<SourceItem>): Iterable<SourceItem> {
    for (const item of items) {
      // Reading is synchronous, so no timer of the spinner's own gets a turn.
      if (item.type === "file" && ++read && Date.now() - drawn >= REDRAW_MS) {
        drawn = Date.now();
        spinner.text = `reading manifests: ${read} of ${files} files`;
        spinner.render();
      }
      yield item;
    }
  };
  try {
    return run(observe);
  } finally {
    spinner.stop();
  }
}
