import { readFileSync } from "node:fs";

/** An instruction, in one line. */
interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A FROM and the instructions after it. */
interface Stage {
  /** The image, without flags and the stage's name. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The contents of deploy/Containerfile. */
export interface Containerfile {
  /** The default of its build argument. */
  readonly version: string;
  readonly stages: readonly Stage[];
  /** The instructions of the last stage. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
  /** The last USER. */
  readonly user: string;
}

/** Reads deploy/Containerfile without comments, and joins continued lines. */
export function containerfile(): Containerfile {
  const text = readFileSync("deploy/Containerfile", "utf8")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll("\\\n", " ");
  const all = text.split("\n").flatMap((line): Instruction[] => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, text: rest.replaceAll(/\s+/g, " ") }];
  });
  const starts = [...all.keys()].filter((index) => all[index]?.name === "FROM");
  const stages = starts.map((start, index) => ({
    from: all[start]?.text.replaceAll(/^--\S+ | AS \S+$/g, "") ?? "",
    instructions: all.slice(start + 1, starts[index + 1]),
  }));
  const { from: base = "", instructions = [] } = stages.at(-1) ?? {};
  return {
    version: /^VERSION=(.*)$/.exec(all[0]?.text ?? "")?.[1] ?? "",
    stages,
    base,
    instructions,
    user: instructions.findLast(({ name }) => name === "USER")?.text ?? "",
  };
}
