/** `-o` of the commands that print a report: one format for standard output, and others for files. */
import { InvalidArgumentError, Option } from "commander";
import { UserError } from "../../api/user-error.ts";
import { isCollected } from "../../render/collected.ts";
import { didYouMean } from "./values/choices.ts";
import type { FileOutput, OpenedFiles } from "../output/report-files.ts";
import { say, type Io } from "../terminal/io.ts";

/** Where a run prints its report. */
export interface Outputs<Format extends string> {
  /** The format of standard output. */
  readonly stdout: Format;
  /** Whether `-o` names the format of standard output. */
  readonly isNamed: boolean;
  readonly files: readonly FileOutput<Format>[];
}

/** `-o FORMAT` and `-o FORMAT=FILE`, repeatable. The first format is the default. */
export function outputsOption(formats: readonly string[]): Option {
  const [stdout = "table"] = formats;
  const outputs: Outputs<string> = { stdout, isNamed: false, files: [] };
  return new Option(
    "-o, --output <FORMAT[=FILE]>",
    "how to print the report; with =FILE, to a file as well; repeatable",
  )
    .choices(formats)
    .default(outputs, JSON.stringify(stdout))
    .argParser((text, previous: Outputs<string>) => collectOutput(text, previous, formats));
}

function collectOutput(text: string, previous: Outputs<string>, formats: readonly string[]): Outputs<string> {
  const [, format = text, file] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!formats.includes(format))
    throw new InvalidArgumentError(`Allowed choices are ${formats.join(", ")}.${didYouMean(format, formats)}`);
  if (file !== undefined) {
    if (file === "" || file === "-") {
      throw new InvalidArgumentError(`It names no file: write -o ${format}=FILE, or -o ${format} for standard output.`);
    }
    return { ...previous, files: [...previous.files, { format, file }] };
  }
  if (previous.isNamed && previous.stdout !== format) {
    throw new InvalidArgumentError(
      `Standard output has the format ${previous.stdout} already: write -o ${format}=FILE for a file.`,
    );
  }
  return { ...previous, stdout: format, isNamed: true };
}

/** The formats of a run, that of standard output first. */
export function formatsOf<Format extends string>({ stdout, files }: Outputs<Format>): readonly Format[] {
  return [stdout, ...files.map(({ format }) => format)];
}

/** The files that a run prints its report to: they are no inputs, even if they are in a directory of inputs. */
export function outputFiles({ files }: Outputs<string>): readonly string[] {
  return files.map(({ file }) => file);
}

/** The flags that name files which a run reads or writes, besides its inputs. */
interface FileFlags {
  readonly accept?: string;
  readonly updateAccept?: string;
  readonly compare?: string;
  readonly admissionConfig?: string;
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly namespaces?: string;
  readonly map?: string;
  readonly filename?: readonly string[];
}

const NO_FILES = { files: [], refuseReplacing: () => {} } as const;

/**
 * Verifies the files of `-o FORMAT=FILE` before anything is read.
 *
 * @param io the stream for a warning about a name that the textfile collector does not read, and the environment, which names kubeconfigs
 * @param inputs the inputs that are named without a flag
 * @param isCluster whether the run reads a cluster, and so a kubeconfig
 * @throws UserError if one of them cannot be written, or is an input or another file of the run
 */
export async function openOutputs<Format extends string>(
  { files }: Outputs<Format>,
  flags: FileFlags,
  { stderr, env }: Pick<Io, "stderr" | "env">,
  { inputs = [], isCluster }: { readonly inputs?: readonly string[]; readonly isCluster: boolean },
): Promise<OpenedFiles<Format>> {
  if (files.length === 0) return NO_FILES;
  const { openReportFiles } = await import("../output/report-files.ts");
  const named = Object.entries(FILE_FLAGS).flatMap(([name, flag]) => {
    const file = flags[name as keyof typeof FILE_FLAGS];
    return file === undefined || file === "" ? [] : [{ file, role: `the file of ${flag}` }];
  });
  const read = [...inputs, ...(flags.filename ?? [])].map((file) => ({ file, role: "an input of the run" }));
  const cluster = isCluster ? (await import("../../app/cluster.ts")).clusterFiles(flags.kubeconfig ?? "", env) : [];
  const opened = openReportFiles(files, [...cluster, ...read, ...named]);
  for (const { format, file } of files) {
    if (!isCollected(format) || file.endsWith(".prom")) continue;
    say(stderr, `warning: ${file}: the textfile collector reads only files whose names end in .prom`);
  }
  return opened;
}

const FILE_FLAGS: Readonly<Record<keyof Omit<FileFlags, "filename">, string>> = {
  accept: "--accept",
  updateAccept: "--update-accept",
  compare: "--compare",
  admissionConfig: "--admission-config",
  config: "--config",
  kubeconfig: "--kubeconfig",
  certificateAuthority: "--certificate-authority",
  clientCertificate: "--client-certificate",
  clientKey: "--client-key",
  namespaces: "--namespaces",
  map: "--map",
};

/** @throws UserError if `--messages` is given and no format has a place for the texts, or all have their own */
export function verifyMessages({
  messages,
  output,
}: {
  readonly messages?: boolean;
  readonly output: Outputs<string>;
}): void {
  const formats = formatsOf(output);
  if (messages !== true || formats.includes("table") || formats.includes("wide")) return;
  throw new UserError(
    `--messages needs -o table or wide, and not ${formats.join(", ")}`,
    "Leave it out: json and yaml have these texts as `message`.",
  );
}
