import { STDIN_NAME } from "../../../api/words/quoted.ts";

/** The path of a file below the working directory, without `./`. Standard input has a name that no shell misreads. */
export function filePath(file: string): string {
  return file === STDIN_NAME ? "stdin" : file.replace(/^(?:\.\/+)+/, "");
}
