import { readFileSync } from "node:fs";

/** An instruction of the last stage, in one line. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** What deploy/Containerfile makes. */
export interface Containerfile {
  /** The default of its build argument. */
  readonly version: string;
  /** Of the last stage. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
  /** The last USER. */
  readonly user: string;
}

/** Reads deploy/Containerfile: comments are left out, and lines that go on are one. */
export function containerfile(): Containerfile {
  const text = readFileSync("deploy/Containerfile", "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ");
  const all = text.split("\n").flatMap((line): Instruction[] => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, text: rest.replaceAll(/\s+/g, " ") }];
  });
  const last = all.findLastIndex(({ name }) => name === "FROM");
  const instructions = all.slice(last + 1);
  return {
    version: /^VERSION=(.*)$/.exec(all[0]?.text ?? "")?.[1] ?? "",
    base: all[last]?.text ?? "",
    instructions,
    user: instructions.findLast(({ name }) => name === "USER")?.text ?? "",
  };
}
