/** Boolean flags, which accept a value, as kubectl's do: `--strict=false`. */
const SWITCHES = new Set([
  "--strict",
  "--no-headers",
  "--all-namespaces",
  "--include-hidden",
  "--fail-on-empty",
  "--insecure-skip-tls-verify",
]);
/** `-R` with its value. Directories are always read recursively, so commander must refuse `-R=false`. */
const RECURSIVE = /^(?:-R|--recursive)=true$/;
const SHORT_WITH_VALUE = /^(-[A-Za-z])=(.*)$/s;
const SWITCH_WITH_VALUE = /^(--[a-z-]+)=(true|false)$/;

/** Rewrites arguments in forms that kubectl accepts and commander does not: `-o=json`, `--strict=true`. Arguments after `--` do not change. */
export function normalizeArguments(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  const flags = end === -1 ? argv : argv.slice(0, end);
  return [...flags.flatMap(normalize), ...(end === -1 ? [] : argv.slice(end))];
}

function normalize(argument: string): string[] {
  if (!argument.startsWith("-")) return [argument];
  if (RECURSIVE.test(argument)) return ["--recursive"];
  if (argument.startsWith("-R=")) return [argument.replace("-R", "--recursive")];
  const short = SHORT_WITH_VALUE.exec(argument);
  if (short !== null) return short.slice(1);
  const [, name = "", value] = SWITCH_WITH_VALUE.exec(argument) ?? [];
  if (!SWITCHES.has(name)) return [argument];
  return value === "true" ? [name] : [];
}
