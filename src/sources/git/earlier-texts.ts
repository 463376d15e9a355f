import { dirname, join, relative, resolve, sep } from "node:path";
import { isUserError } from "../../api/user-error.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { differences, type ChangedFiles, type EarlierEntry } from "./changed-files.ts";
import { findGit, type Git } from "./run-git.ts";

/** The text that a changed or deleted file had where the branch began. */
export interface EarlierText {
  /** An absolute path. */
  readonly file: string;
  /** Undefined if the repository does not have it, as in a partial clone. Empty if the file was no text. */
  readonly text: string | undefined;
}

/** The most links that are followed one after the other. */
const MAX_LINKS = 8;
/** Few enough that the output of one command stays in memory. */
const BATCH = 100;

/**
 * Reads the texts that changed or deleted files had where the branch began, also those in a submodule. A link is followed.
 *
 * @param isWanted whether the text of a path is needed; of a submodule, whether that of any path in it may be
 */
export async function readEarlierTexts(
  { root, base, earlier }: Pick<ChangedFiles, "root" | "base" | "earlier">,
  isWanted: (file: string) => boolean,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly EarlierText[]> {
  return new EarlierTexts(findGit(env), isWanted).read({ root, base, earlier });
}

class EarlierTexts {
  readonly #git: Git;
  readonly #isWanted: (file: string) => boolean;

  constructor(git: Git, isWanted: (file: string) => boolean) {
    this.#git = git;
    this.#isWanted = isWanted;
  }

  async read(tree: Pick<ChangedFiles, "root" | "base" | "earlier">): Promise<readonly EarlierText[]> {
    const texts: EarlierText[] = [];
    let wanted: Wanted[] = [];
    for (const [file, entry] of tree.earlier) {
      if (entry.type === "submodule") for (const text of await this.#readSubmodule(file, entry)) texts.push(text);
      else if (this.#isWanted(file)) wanted.push({ file, path: file, isLink: entry.type === "link", name: entry.hash });
    }
    for (let links = 0; wanted.length > 0; links++) {
      const next: Wanted[] = [];
      const contents = await this.#contents(
        tree.root,
        wanted.map(({ name }) => name),
      );
      for (const [index, one] of wanted.entries()) {
        const bytes = contents[index];
        const target = one.isLink && bytes !== undefined && links < MAX_LINKS ? linkedTo(one.path, bytes) : undefined;
        if (target !== undefined) {
          const name = `${tree.base}:${relative(tree.root, target).split(sep).join("/")}`;
          next.push({ file: one.file, path: target, isLink: false, name });
        } else texts.push({ file: one.file, text: one.isLink ? undefined : textOf(bytes) });
      }
      wanted = next;
    }
    return texts;
  }

  /** The earlier texts in a submodule, whose repository has its earlier commit only if it was fetched. */
  async #readSubmodule(root: string, { hash }: EarlierEntry): Promise<readonly EarlierText[]> {
    const unknown = this.#isWanted(root) ? [{ file: root, text: undefined }] : [];
    try {
      const top = await this.#git(root, ["rev-parse", "--show-toplevel"]);
      if (top.code !== 0 || resolve(top.output.replace(/\r?\n$/, "")) !== root) return unknown;
      const changed = await differences(this.#git, root, hash);
      const earlier = new Map([...changed].flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry]])));
      return await this.read({ root, base: hash, earlier });
    } catch (error) {
      if (!isUserError(error)) throw error;
      return unknown;
    }
  }

  /** The contents of files by their names in git; undefined for one that the repository does not have. */
  async #contents(root: string, names: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    const contents: (Buffer | undefined)[] = [];
    for (let start = 0; start < names.length; start += BATCH) {
      const batch = names.slice(start, start + BATCH);
      const { bytes } = await this.#git(root, ["cat-file", "--batch"], batch.map((name) => `${name}\n`).join(""));
      contents.push(...contentsIn(bytes, batch.length));
    }
    return contents;
  }
}

/** A file whose text is needed. */
interface Wanted {
  readonly file: string;
  /** The path of the file, or of the end of a link. */
  readonly path: string;
  readonly isLink: boolean;
  /** A hash, or `COMMIT:PATH`. */
  readonly name: string;
}

/** The path that a link leads to; undefined if its name cannot be a line. */
function linkedTo(link: string, bytes: Buffer): string | undefined {
  const target = bytes.toString("utf8");
  return target.includes("\n") ? undefined : join(dirname(link), target);
}

function textOf(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const decoded = decodeManifest(bytes);
  return "text" in decoded ? decoded.text : "";
}

/** Reads the output of `git cat-file --batch`: `HASH blob SIZE`, the contents and a line feed, or a line without a size. */
function contentsIn(output: Buffer, number: number): readonly (Buffer | undefined)[] {
  const contents: (Buffer | undefined)[] = [];
  let at = 0;
  while (contents.length < number) {
    const end = output.indexOf("\n", at);
    if (end === -1) return [...contents, ...Array.from({ length: number - contents.length }, () => undefined)];
    const [, type, size] = /^\S+ (\w+) (\d+)$/.exec(output.toString("utf8", at, end)) ?? [];
    at = end + 1;
    if (size === undefined) {
      contents.push(undefined);
      continue;
    }
    const after = at + Number(size);
    contents.push(type === "blob" ? output.subarray(at, after) : undefined);
    at = after + 1;
  }
  return contents;
}
