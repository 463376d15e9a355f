import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";

/** Beside the repository, unless KUBECTL_PSS_CORPUS names another folder. */
const SHARED = process.env["KUBECTL_PSS_CORPUS"] ?? join(import.meta.dirname, "../../../../shared");
/** Manifests as projects publish them, and files that are hard to read. */
const FOLDERS = ["corpus", "corpus-nasty"];
/** Says where each of the hard files is from. */
const INDEX = "NASTY.tsv";

/** The line in place of all comparisons over the corpus where there is none. */
export const WITHOUT_CORPUS = `The corpus is left out, because there are no manifests in ${SHARED}: see KUBECTL_PSS_CORPUS`;

/** Every file of the corpus, sorted; none where there is no corpus. */
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
