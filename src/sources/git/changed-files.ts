import { join } from "node:path";
import { quote } from "../../api/words/quoted.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { UserError } from "../../api/user-error.ts";
import { sameContents } from "./same-contents.ts";
import { findGit, type Git, type GitResult } from "./run-git.ts";

/** The files of a repository that differ from the commit where a branch began. */
export interface ChangedFiles {
  /** The root of the working tree: an absolute path without links. */
  readonly root: string;
  /** The commit where the branch began: the merge base of the revision and HEAD. */
  readonly base: string;
  /** The absolute paths that were added, changed or deleted since, committed or not; a submodule is one path. */
  readonly changed: ReadonlySet<string>;
  /** The changed paths that the base has, with what they were there. */
  readonly earlier: ReadonlyMap<string, EarlierEntry>;
  /** The absolute paths that git tracks; a submodule is one path. */
  readonly tracked: ReadonlySet<string>;
}

/** An entry of the base that was changed or deleted since. */
export interface EarlierEntry {
  readonly type: "file" | "link" | "submodule";
  /** The hash of its contents; of a submodule, its commit. */
  readonly hash: string;
}

/**
 * Finds the changed files of the repository around the working directory: `git diff REV...HEAD`, plus changes that are not committed, plus files that
 * git does not track. A renamed file is a deleted one and an added one.
 *
 * @param revision any name of a commit: a branch, a tag, a hash
 * @throws UserError if there is no git, no repository, no such commit, or no common ancestor
 */
export async function findChangedFiles(
  revision: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ChangedFiles> {
  const git = findGit(env);
  const top = await git(".", ["rev-parse", "--show-toplevel"]);
  if (top.code !== 0) throw noRepository(top);
  const root = join(top.output.replace(/\r?\n$/, ""));
  const base = await mergeBase(git, root, revision);
  const names = async (args: readonly string[]): Promise<string[]> => {
    // A nested repository ends in a slash.
    return pathsIn(await outputOf(git, root, args)).map((path) => join(root, path.replace(/\/$/, "")));
  };
  const differ = await differences(git, root, base);
  const untracked = await names(["ls-files", "--others", "--exclude-standard", "-z"]);
  const tracked = await names(["ls-files", "-z"]);
  const earlier = new Map(
    [...differ].flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  return { root, base, changed: new Set([...differ.keys(), ...untracked]), earlier, tracked: new Set(tracked) };
}

const TYPE_OF_MODE: Readonly<Record<string, EarlierEntry["type"]>> = { "120000": "link", "160000": "submodule" };
/** The mode of a path that a side does not have. */
const NO_ENTRY = "000000";

/**
 * The absolute paths of the working tree that differ from a commit, with what they were there; undefined for a path that the commit does not have.
 *
 * @throws UserError if git fails
 */
export async function differences(
  git: Git,
  root: string,
  commit: string,
): Promise<ReadonlyMap<string, EarlierEntry | undefined>> {
  // The flags beat the user's settings. -z: names are not quoted.
  const flags = ["--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "-z"];
  const fields = pathsIn(await outputOf(git, root, ["diff", ...flags, commit, "--"]));
  const found = new Map<string, EarlierEntry | undefined>();
  const touched: { readonly path: string; readonly type: "file" | "link"; readonly hash: string }[] = [];
  // `:100644 100644 OLD NEW M`, and then the path ("Raw output format" of git-diff).
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [mode = "", newMode, hash = "", newHash = ""] = (fields[index] ?? "").slice(1).split(" ");
    const path = fields[index + 1] ?? "";
    const entry = mode === NO_ENTRY ? undefined : { type: TYPE_OF_MODE[mode] ?? ("file" as const), hash };
    found.set(path, entry);
    const isUnknown = mode === newMode && /^0+$/.test(newHash);
    if (isUnknown && entry !== undefined && entry.type !== "submodule") touched.push({ path, type: entry.type, hash });
  }
  for (const path of await sameContents(git, root, touched)) found.delete(path);
  return new Map([...found].map(([path, entry]) => [join(root, path), entry]));
}

async function outputOf(git: Git, root: string, args: readonly string[]): Promise<string> {
  const result = await git(root, args);
  if (result.code !== 0) throw failed(args[0] ?? "", result);
  return result.output;
}

async function mergeBase(git: Git, root: string, revision: string): Promise<string> {
  const commit = await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const hash = commit.output.trim();
  if (commit.code !== 0 || hash === "") throw await noCommit(git, root, revision);
  const { code, output, messages } = await git(root, ["merge-base", hash, "HEAD"]);
  const base = output.trim();
  if (code === 0 && base !== "") return base;
  const why = messages[0] === undefined ? "they have no common ancestor" : `git says: ${messages[0]}`;
  throw new UserError(
    `--changed-since ${quote(revision)}: where HEAD left it is unknown: ${why}`,
    await shallowHint(git, root, revision, "Name a commit that HEAD descends from."),
  );
}

async function noCommit(git: Git, root: string, revision: string): Promise<UserError> {
  const message = `--changed-since ${quote(revision)}: the repository has no such commit`;
  if (revision.endsWith("/")) {
    const advice =
      "The name of the branch is missing: a variable of CI is empty, as github.base_ref is outside of pull requests.";
    return new UserError(message, advice);
  }
  const remote = `origin/${revision}`;
  const { code } = await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${remote}^{commit}`]);
  if (code === 0) return new UserError(message, `There is ${remote}: write --changed-since ${shellWord(remote)}`);
  const refspec = refspecOf(revision);
  const advice =
    refspec === undefined ? "Name a branch, a tag or a commit of it." : `Fetch it first: git fetch origin ${refspec}`;
  return new UserError(message, await shallowHint(git, root, revision, advice));
}

/** The refspec that fetches a branch as `origin/BRANCH`, also in a clone of another branch alone; undefined for another revision. */
function refspecOf(revision: string): string | undefined {
  const branch = /^origin\/([\w./-]+)$/.exec(revision)?.[1];
  return branch === undefined ? undefined : `+refs/heads/${branch}:refs/remotes/origin/${branch}`;
}

/** CI systems clone only the newest commit, unless they are told otherwise. */
async function shallowHint(git: Git, root: string, revision: string, otherwise: string): Promise<string | string[]> {
  const { output } = await git(root, ["rev-parse", "--is-shallow-repository"]);
  if (output.trim() !== "true") return otherwise;
  const refspec = refspecOf(revision);
  return [
    "This clone is shallow, so it lacks older commits. Clone all of them:",
    "fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab, fetchDepth: 0 of Azure Pipelines.",
    `Or fetch them: git fetch --unshallow origin${refspec === undefined ? "" : ` ${refspec}`}`,
  ];
}

function noRepository({ messages }: GitResult): UserError {
  const [first = "git says nothing", ...more] = messages;
  return new UserError(`--changed-since needs a Git repository with a working tree; git says: ${first}`, [
    ...more.map((line) => `git: ${line}`),
    "Run it in the repository of the manifests, or leave --changed-since out to judge all files.",
  ]);
}

function failed(command: string, { code, messages }: GitResult): UserError {
  const [first = `exit code ${code}`, ...more] = messages;
  return new UserError(`--changed-since: git ${command} failed: ${first}`, [
    ...more.map((line) => `git: ${line}`),
    "Leave --changed-since out to judge all files.",
  ]);
}

function pathsIn(output: string): string[] {
  return output.split("\0").filter((path) => path !== "");
}
