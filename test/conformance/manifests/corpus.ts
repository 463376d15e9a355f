import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";

/** Beside the repository, unless KUBECTL_PSS_CORPUS names another folder. */
const SHARED = process.env["KUBECTL_PSS_CORPUS"] ?? join(import.meta.dirname, "../../../../shared");
/** Published manifests of projects, and files that are hard to parse. */
const FOLDERS = ["corpus", "corpus-nasty"];
/** The source of each of the hard files. */
const INDEX = "NASTY.tsv";

/** The line in place of all comparisons, if there is no corpus. */
export const WITHOUT_CORPUS = `The corpus is left out, because there are no manifests in ${SHARED}: see KUBECTL_PSS_CORPUS`;

/** Every file of the corpus, sorted; an empty list without a corpus. */
export async function corpusFiles(): Promise<readonly string[]> {
  const files: string[] = [];
  for (const folder of FOLDERS.map((name) => join(SHARED, name))) {
    for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
      const file = join(folder, name);
      if (basename(file) !== INDEX && (await stat(file)).isFile()) files.push(file);
    }
  }
  return files.toSorted();
}
