import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { PodSecurityPolicy } from "../../src/psp/policy.ts";
import type { MutablePod } from "../../src/psp/changes/mutate.ts";
import { WITHOUT_GO } from "../conformance/referee.ts";
import { buildGoProgram, goVersion, type GoProgram } from "../go-program.ts";
import { leaveOut } from "../missing-tool.ts";
import type { Answer } from "./compared.ts";

const PROVIDER: GoProgram = {
  module: import.meta.dirname,
  package: ".",
  name: "psp-provider",
  flags: ["-ldflags=-s -w"],
  notice: "Building the admission plugin PodSecurityPolicy of v1.24 for the tests: some minutes, this once",
};

interface Response {
  readonly error?: string;
  readonly pods?: readonly MutablePod[];
  readonly answers?: readonly Answer[];
}

/** The admission plugin PodSecurityPolicy of Kubernetes v1.24, as a process that answers questions in order. */
export class Provider {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  /**
   * Builds the program unless it has been built, and starts it.
   *
   * @returns undefined, after a printed line, if Go is not installed
   */
  static async start(): Promise<Provider | undefined> {
    const version = await goVersion();
    if (version === undefined) {
      leaveOut(WITHOUT_GO);
      return undefined;
    }
    return new Provider(await buildGoProgram(PROVIDER, version));
  }

  private constructor(executable: string) {
    this.#process = spawn(executable, { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Passes the pods for all further policies, and returns them with the API server's defaults. */
  async setPods(pods: readonly unknown[]): Promise<readonly MutablePod[]> {
    return (await this.#ask({ pods })).pods ?? [];
  }

  /** The answers to all pods under a policy; undefined if the plugin cannot use the policy. */
  async admit(policy: PodSecurityPolicy): Promise<readonly Answer[] | undefined> {
    return (await this.#ask({ policy })).answers;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.stdin.end();
    await closed;
  }

  async #ask(request: object): Promise<Response> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("the provider ended");
    const response: Response = JSON.parse(value);
    return response;
  }
}
