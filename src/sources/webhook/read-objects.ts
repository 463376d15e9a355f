import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { readConfigurationText } from "../../text/configuration-text.ts";
import type { TextOrFault } from "../files/decode-text.ts";
import { discoverManifests } from "../files/discover.ts";
import { decodeText, readTextFile } from "../files/read-text.ts";

/** An object of a file. */
export interface FileObject {
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/**
 * Reads all objects of files, and of their lists.
 *
 * @param args files, directories, globs, or `-` for standard input
 * @param readStandardInput reads it, if an argument names it
 * @throws UserError if a file cannot be read or contains no YAML. The message has no value of the file
 */
export async function readObjects(
  args: readonly string[],
  readStandardInput: () => Promise<Buffer>,
): Promise<readonly FileObject[]> {
  const objects: FileObject[] = [];
  const add = (found: Iterable<FileObject>): void => {
    for (const one of found) objects.push(one);
  };
  for (const input of discoverManifests(args)) {
    switch (input.type) {
      case "stdin":
        add(objectsOf(STDIN_NAME, decodeText(await readStandardInput())));
        break;
      case "file":
        add(objectsOf(input.path, readTextFile(input.path)));
        break;
      case "pipe":
        add(objectsOf(input.path, input.content));
        break;
      case "unreadable":
        throw new UserError(`${input.path}: ${input.reason}`, CHECK_FILES);
      default:
        break;
    }
  }
  return objects;
}

const CHECK_FILES = "Check the files given with -f.";

function* objectsOf(file: string, read: TextOrFault): Generator<FileObject, undefined> {
  if (!("text" in read)) throw new UserError(`${file}: ${read.fault}`, CHECK_FILES);
  if (read.text.trim() === "") return;
  for (let next: ReturnType<typeof readConfigurationText> | undefined = readConfigurationText(read.text); next;) {
    if ("fault" in next) throw new UserError(`${file}:${next.line}: ${next.fault}`, "Correct the file.");
    yield* expanded(file, next.document.value);
    next = next.next();
  }
}

function* expanded(file: string, value: unknown): Generator<FileObject, undefined> {
  if (!isRecord(value)) return;
  const { kind, metadata, items } = value;
  if (typeof kind === "string" && kind.endsWith("List") && Array.isArray(items)) {
    for (const item of items) yield* expanded(file, item);
    return;
  }
  const { name, namespace } = isRecord(metadata) ? metadata : {};
  yield { file, kind: textOf(kind), name: textOf(name), namespace: textOf(namespace), object: value };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
