import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { buildGoProgram, goVersion, type GoProgram } from "../go-program.ts";
import type { Pod } from "../../src/api/pod.ts";
import { leaveOut } from "../missing-tool.ts";

/** The program, for a caller that runs it directly. */
export const REFEREE: GoProgram = {
  module: import.meta.dirname,
  package: "./cmd/referee",
  name: "referee",
  flags: ["-ldflags=-s -w"],
};

/** The Go library's verdict on a pod under one policy; `details[i]` belongs to `reasons[i]`. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly details: readonly string[];
  /** Reasons with their details, as the API server writes them in its message. */
  readonly message: string;
}

/** A pod for the evaluator alone, in a client's JSON. */
export interface EvaluateRequest {
  readonly metadata?: unknown;
  readonly spec?: unknown;
  /** Levels with versions: `restricted:v1.24`. */
  readonly policies: readonly string[];
  /** The minor version to emulate. */
  readonly emulate?: number;
}

/** A file of manifests, by path or by its text. */
export type ManifestRequest = ({ readonly file: string } | { readonly text: string }) & {
  readonly policies: readonly string[];
  /** Leaves out the defaults that a Pod gets and a template does not. */
  readonly volumesOnly?: boolean;
};

/** A file of manifests, by its bytes. */
export interface VisitRequest {
  readonly bytes: Uint8Array;
  readonly policies: readonly string[];
}

/** The objects that kubectl reads from a file, in order, and the place where it stopped. Their documents are unknown, so the numbers are 0. */
export interface VisitAnswer {
  readonly objects: readonly ManifestObject[];
  /** Why kubectl stopped, unless it read everything. */
  readonly stopped?: string;
  /** Whether it stopped at a document of objects that contain no pods and are no namespaces. */
  readonly atOther?: boolean;
}

/** The value of a YAML document, or the reason why it is rejected. */
export type YamlAnswer = { readonly json: unknown } | { readonly refused: string };

/** The outcome for a document, or for an item of a list in one. */
export interface ManifestObject {
  /** From 0, over the documents that are not empty. */
  readonly document: number;
  /** The index in the list, then in a nested list, and so on; absent if the document is the object. */
  readonly item?: readonly number[];
  readonly outcome: "pod" | "namespace" | "other" | "error";
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The reason why it is rejected, or why an "other" is no Kubernetes object. */
  readonly error?: string;
  /** Set on a "pod" without a pod, which has no results. */
  readonly noTemplate?: boolean;
  /** The verdicts on a "pod", in the order of the policies. */
  readonly results?: readonly Verdict[];
  /** The errors of strict decoding of a "pod" or "namespace": `unknown field "spec.hotPID"`. */
  readonly strict?: readonly string[];
}

/** The six defaults of a PodSecurityConfiguration, by their names in the file. */
export type Defaults = Readonly<
  Record<"enforce" | "enforce-version" | "audit" | "audit-version" | "warn" | "warn-version", string>
>;

/** The exemptions of a PodSecurityConfiguration. */
export interface Exemptions {
  readonly usernames?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly runtimeClasses?: readonly string[];
}

/** A namespace's labels; YAML and JSON have null for a missing value. */
export type Labels = Readonly<Record<string, string | null>>;

/** The policy of a namespace, each mode as `level:version`, and the errors of its labels. */
export interface ResolvedLabels {
  readonly enforce: string;
  readonly audit: string;
  readonly warn: string;
  readonly errors: readonly string[];
}

/** A configuration file, by path or by its text. */
export type ConfigRequest = ({ readonly file: string } | { readonly text: string }) & {
  readonly as: "AdmissionConfiguration" | "PodSecurityConfiguration";
};

/** The configuration in force, or kube-apiserver's message when it does not start, and the part of the message about the error. */
export type ConfigAnswer =
  | { readonly defaults: Defaults; readonly exemptions: Exemptions }
  | { readonly refused: string; readonly cause: string };

/** The creation of a Pod, or of a Deployment with that pod as its template. */
export interface AdmitRequest {
  readonly defaults: Defaults;
  readonly exemptions: Exemptions;
  readonly kind: "Pod" | "Deployment";
  readonly namespace: string;
  readonly namespaceExists: boolean;
  readonly namespaceLabels: Labels;
  readonly podMetadata: unknown;
  readonly podSpec: unknown;
  readonly user: string;
}

/** The creation of a Namespace, or new labels for it while those pods are in it. */
export interface AdmitNamespaceRequest {
  readonly defaults: Defaults;
  readonly exemptions: Exemptions;
  readonly operation: "CREATE" | "UPDATE";
  readonly name: string;
  /** Ignored for a creation. */
  readonly oldLabels: Labels;
  readonly labels: Labels;
  readonly pods: readonly { readonly metadata: { readonly name: string }; readonly spec: unknown }[];
}

/** The answer that the client and the audit log get; code, message and reason are those of a rejection. */
export interface AdmitAnswer {
  readonly allowed: boolean;
  readonly auditAnnotations: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly code?: number;
  readonly message?: string;
  readonly reason?: string;
}

/** A field of an object, by its names in JSON from the object down; lists have no step. */
export interface FieldRequest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly path: readonly string[];
}

/** How a field is sent in protocol buffers. */
export interface FieldAnswer {
  /** The numbers from the object to the field, including the numbers of embedded structs. */
  readonly numbers: readonly number[];
  /** Go's kind of the value, without pointers and lists: `bool`, `struct`. */
  readonly kind: string;
  readonly list: boolean;
  /** Whether JSON leaves it out if it is empty, false or zero. */
  readonly omitted: boolean;
  /** The names in JSON of all fields below it, if it is a struct. */
  readonly fields: readonly string[];
}

/** A body of a request to the official webhook, and the cluster that it sees. */
export interface ReviewInput {
  /** A PodSecurityConfiguration; null for none. */
  readonly config: unknown;
  /** The labels of the namespaces that exist. */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The pods of every namespace. */
  readonly pods: readonly Pod[];
  /** How often each pod is there: first under its own name, then with a number. */
  readonly copies: number;
  readonly body: string;
}

/** The official webhook's answer. */
export interface ReviewAnswer {
  readonly response?: unknown;
  /** The events that it counts. */
  readonly metrics?: readonly string[];
  /** The text of an answer 400. */
  readonly refused?: string;
  /** The message of the panic in which the request ends. */
  readonly panic?: string;
}

/** The line in place of all comparisons with Go, if Go is not installed. */
export const WITHOUT_GO = "The Go referee is left out, because Go is not installed: see https://go.dev/doc/install";

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** Kubernetes' own Go code, as a process that answers requests in order. */
export class Referee {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: Waiting[] = [];
  /** Resolves when the pipe accepts more input. */
  #sent: Promise<void> = Promise.resolve();

  /**
   * Builds the referee unless it has been built, and starts it.
   *
   * @returns undefined, after a printed line, if Go is not installed
   */
  static async start(): Promise<Referee | undefined> {
    const version = await goVersion();
    if (version === undefined) {
      leaveOut(WITHOUT_GO);
      return undefined;
    }
    return new Referee(await buildGoProgram(REFEREE, version));
  }

  private constructor(executable: string) {
    this.#process = spawn(executable, { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#waiting.shift()?.resolve(line));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", (code, signal) => this.#fail(new Error(`the referee ended with ${signal ?? code}`)));
    this.#process.stdin.on("error", (error) => this.#fail(error));
  }

  /** The verdicts on a pod without defaults, in the order of the policies. */
  async evaluate(request: EvaluateRequest): Promise<readonly Verdict[]> {
    const answer: { results: readonly Verdict[] } = await this.#ask("evaluate", request);
    return answer.results;
  }

  /** Reads a file as kubectl and the API server do, object by object. */
  async manifest(request: ManifestRequest): Promise<readonly ManifestObject[]> {
    const answer: { objects: readonly ManifestObject[] } = await this.#ask("manifest", request);
    return answer.objects;
  }

  /** Reads the bytes of a file with kubectl's own builder. */
  async visit({ bytes, policies }: VisitRequest): Promise<VisitAnswer> {
    return await this.#ask("visit", { bytes: Buffer.from(bytes).toString("base64"), policies });
  }

  /** The text that kubectl decodes from the bytes of a file. */
  async decode(bytes: Uint8Array): Promise<string> {
    const { text }: { text: string } = await this.#ask("decode", { bytes: Buffer.from(bytes).toString("base64") });
    return text;
  }

  /** Reads documents with kubectl's YAML library. */
  async yaml(texts: readonly string[]): Promise<readonly YamlAnswer[]> {
    const { documents }: { documents: readonly YamlAnswer[] } = await this.#ask("yaml", { texts });
    return documents;
  }

  /** The policy that labels over defaults result in. */
  async labels(labels: Labels, defaults: Defaults): Promise<ResolvedLabels> {
    return await this.#ask("labels", { labels, defaults });
  }

  /** Reads a configuration file as kube-apiserver does. */
  async config(request: ConfigRequest): Promise<ConfigAnswer> {
    return await this.#ask("config", request);
  }

  /** The admission plugin's answer to a Pod or a Deployment. */
  async admit(request: AdmitRequest): Promise<AdmitAnswer> {
    return await this.#ask("admit", request);
  }

  /** The admission plugin's answer to a Namespace. */
  async admitNamespace(request: AdmitNamespaceRequest): Promise<AdmitAnswer> {
    return await this.#ask("admit-namespace", request);
  }

  /** The official webhook's answer to the body of a request. */
  async review(input: ReviewInput): Promise<ReviewAnswer> {
    return await this.#ask("review", input);
  }

  /** An object as an API server sends it, in protocol buffers and in JSON. */
  async protobuf(object: object): Promise<{ readonly bytes: Buffer; readonly json: unknown }> {
    const { bytes, json }: { bytes: string; json: unknown } = await this.#ask("protobuf", { object });
    return { bytes: Buffer.from(bytes, "base64"), json };
  }

  /** How a field is sent in protocol buffers. */
  async protobufField(request: FieldRequest): Promise<FieldAnswer> {
    return await this.#ask("protobuf-field", request);
  }

  /** Stops the process after it has answered all requests. */
  async stop(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.stdin.end();
    await closed;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @throws Error if the referee cannot answer, with its reason
   */
  async #ask<Answer>(op: string, request: object): Promise<Answer> {
    const answered = new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    const [line] = await Promise.all([answered, this.#send(`${JSON.stringify({ op, ...request })}\n`)]);
    const answer: Answer & { readonly error?: string } = JSON.parse(line);
    if (answer.error !== undefined) throw new Error(`the referee cannot answer: ${answer.error}`);
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
