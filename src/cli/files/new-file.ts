import { existsSync } from "node:fs";

/** The first of `stem.sh`, `stem-2.sh`, … that does not exist in the working directory: a file of the user that a command must not replace. */
export function newFile(stem: string, ending: string): string {
  for (let number = 1; ; number++) {
    const file = `${stem}${number === 1 ? "" : `-${number}`}${ending}`;
    if (!existsSync(file)) return file;
  }
}
