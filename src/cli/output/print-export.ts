/** Prints admission policies. The bundle has it and the use case in a separate file, since no other command needs them. */
import { runExport, type Binding, type ExportRequest } from "../../app/export.ts";
import { STANDARDS } from "../../app/standards.ts";
import { renderExport, type ExportFormat } from "../../render/formats/export/format.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { VERSION } from "../commands/version.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import { terminalOf } from "../terminal/app-terminal.ts";

/**
 * Writes the policies of a request to standard output.
 *
 * @throws UserError if the request or a file is wrong
 */
export async function printExport(request: ExportRequest, format: ExportFormat, io: Io): Promise<ExitCode> {
  const exported = await runExport(request, terminalOf(io));
  const command = ["kubectl", "pss", ...wordsOf(request, format)].map(shellWord).join(" ");
  const head = { program: VERSION, command, library: STANDARDS.library };
  await writeAll(io.stdout, await renderExport(exported, format, head));
  return EXIT.ok;
}

/** The command line of a request, with the flags in a fixed order, so that the same policies have the same first lines. */
function wordsOf(request: ExportRequest, format: ExportFormat): string[] {
  const { exemptions, actions, binding, levels } = request;
  const repeated = (flag: string, values: readonly string[]): string[] => values.flatMap((value) => [flag, value]);
  return [
    "export",
    ...(format === "vap" ? [] : ["-o", format]),
    ...repeated(
      "--level",
      levels.map(({ level, version }) => (version.text === "latest" ? level : `${level}:${version.text}`)),
    ),
    ...(request.allVersions ? ["--all-versions"] : []),
    ...["--bind", bindingText(binding), "--action", actions.join().toLowerCase()],
    ...(request.controllers ? ["--controllers"] : []),
    ...repeated("--exempt-user", exemptions.users),
    ...repeated("--exempt-group", exemptions.groups),
    ...repeated("--exempt-runtime-class", exemptions.runtimeClasses),
    ...repeated("--exempt-service-account", exemptions.serviceAccounts),
    ...repeated("--exempt-namespace", exemptions.namespaces),
    ...repeated(
      "--exempt-label",
      exemptions.labels.map(({ key, value }) => `${key}=${value}`),
    ),
    ...repeated(
      "--exempt-image",
      exemptions.images.map(({ prefix, check }) => `${prefix}=${check}`),
    ),
    ...repeated("--without", request.without),
    ...(request.messagePerCheck ? ["--message-per-check"] : []),
    ...(request.prefix === "pss" ? [] : ["--prefix", request.prefix]),
    ...(request.admissionConfig === undefined ? [] : ["--admission-config", request.admissionConfig]),
    ...(request.serverVersion === undefined ? [] : ["--server-version", `v1.${request.serverVersion}`]),
  ];
}

function bindingText(binding: Binding): string {
  return binding.type === "label" ? `label:${binding.key}=${binding.value}` : binding.type;
}
