import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import {
  WITHOUT_GO,
  type Defaults,
  type EvaluateRequest,
  type Labels,
  type ResolvedLabels,
  type Verdict,
} from "../conformance/referee.ts";
import { buildGoProgram, goVersion, type GoProgram } from "../go-program.ts";
import { leaveOut } from "../missing-tool.ts";

/** The minors with a Go module in modules/: each older release of k8s.io/pod-security-admission that is known. */
export const OLDER_MINORS: readonly number[] = [25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36];
/** The first release whose NewEvaluator gets the version to emulate. */
const FIRST_EMULATING = 35;

/** Node has it, and the library of TypeScript does not yet. */
const RAW = JSON as unknown as { rawJSON(text: string): unknown };

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** The Pod Security library of one older Kubernetes release, as a process that answers questions in order. */
export class OlderServer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: Waiting[] = [];
  /** Resolves when the pipe takes more. */
  #sent: Promise<void> = Promise.resolve();

  /**
   * Builds the program unless it has been built, and starts it.
   *
   * @returns undefined, with a line that says so, if Go is not installed
   */
  static async start(minor: number): Promise<OlderServer | undefined> {
    const version = await goVersion();
    if (version === undefined) {
      leaveOut(WITHOUT_GO);
      return undefined;
    }
    return new OlderServer(await buildGoProgram(programOf(minor), version));
  }

  private constructor(executable: string) {
    this.#process = spawn(executable, { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#waiting.shift()?.resolve(line));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", (code, signal) => this.#fail(new Error(`the server ended with ${signal ?? code}`)));
    this.#process.stdin.on("error", (error) => this.#fail(error));
  }

  /** The verdicts on a pod as a client sends it, in the order of the policies. A volume without a source becomes an emptyDir. */
  async evaluate(request: EvaluateRequest): Promise<readonly Verdict[]> {
    return (await this.#ask<{ readonly results: readonly Verdict[] }>("evaluate", request)).results;
  }

  /** The policy that labels over defaults result in. */
  async labels(labels: Labels, defaults: Defaults): Promise<ResolvedLabels> {
    return await this.#ask("labels", { labels, defaults });
  }

  /** The JSON fields of PodSpec and of every type below it, as `Type.field`. */
  async fields(): Promise<readonly string[]> {
    return (await this.#ask<{ readonly fields: readonly string[] }>("fields", {})).fields;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.stdin.end();
    await closed;
  }

  /** @throws Error if the server cannot answer */
  async #ask<Answer>(op: string, request: object): Promise<Answer> {
    const answered = new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const line = JSON.stringify({ op, ...request }, (_, value: unknown) =>
      typeof value === "bigint" ? RAW.rawJSON(String(value)) : value,
    );
    await this.#send(`${line}\n`);
    const answer: Answer & { readonly error?: string } = JSON.parse(await answered);
    if (answer.error !== undefined) throw new Error(`the server cannot answer: ${answer.error}`);
    return answer;
  }

  /** Writes a line after all earlier ones, and waits while the pipe is full. */
  #send(line: string): Promise<void> {
    this.#sent = this.#sent.then(async () => {
      if (!this.#process.stdin.write(line)) await once(this.#process.stdin, "drain");
    });
    return this.#sent;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function programOf(minor: number): GoProgram {
  return {
    module: import.meta.dirname,
    package: ".",
    name: `older-1.${minor}`,
    flags: [
      "-ldflags=-s -w",
      `-modfile=modules/v1.${minor}/go.mod`,
      ...(minor >= FIRST_EMULATING ? ["-tags=emulates"] : []),
    ],
    notice: `Building the Pod Security library of v1.${minor} for the tests: a minute, this once`,
  };
}
