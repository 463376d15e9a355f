/**
 * Prints the work of each command line as a JSON list of pairs. The first number is that of the executed blocks of src/: V8 counts the executions of each
 * function, branch and loop body. The second one is that of the characters and items that the searches of V8 pass over. Other work inside of V8, such as that
 * of a regular expression or a sort, does not count.
 *
 * The argument is a JSON list of command lines. A process of its own counts, because the counters belong to a whole process.
 */
import { Session } from "node:inspector/promises";

const SRC = new URL("../../../src/", import.meta.url).href;

/** The characters and items that searches passed over since the last command line. */
let passed = 0;

/** Counts the work of a method of V8. @param workOf the work of a call with its result */
function count<This, Args extends unknown[], Result>(
  prototype: object,
  name: string,
  workOf: (self: This, args: Args, result: Result) => number,
): void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const method: (this: This, ...args: Args) => Result = own?.value;
  const counting = function (this: This, ...args: Args): Result {
    const result = method.apply(this, args);
    passed += workOf(this, args, result);
    return result;
  };
  Object.defineProperty(prototype, name, { ...own, value: counting });
}

/** The work of a search from an offset on. */
const forward = ({ length }: { readonly length: number }, [, from = 0]: [unknown, number?], at: number): number =>
  Math.max(0, (at === -1 ? length : at) - from);
const backward = ({ length }: string, [, from = Infinity]: [unknown, number?], at: number): number =>
  Math.min(from, length) - Math.max(at, 0);
const { indexOf } = String.prototype;
count<string, [string, number?], number>(String.prototype, "indexOf", forward);
count<string, [string, number?], number>(String.prototype, "lastIndexOf", backward);
count<string, [string, number?], boolean>(String.prototype, "includes", (text, [part, from = 0], isIncluded) =>
  forward(text, [part, from], isIncluded ? indexOf.call(text, part, from) : -1),
);
const at = ({ length }: readonly unknown[], _: unknown, index: number): number => (index === -1 ? length : index);
count<readonly unknown[], [unknown], number>(Array.prototype, "indexOf", at);
count<readonly unknown[], [unknown], boolean>(Array.prototype, "includes", ({ length }) => length);
count<readonly unknown[], unknown[], readonly unknown[]>(Array.prototype, "with", ({ length }) => length);

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
// Code that was compiled before has no counters.
const { runCli } = await import("../run-cli.ts");

/** The work since the last call. */
async function takeCounts(): Promise<[blocks: number, passed: number]> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const own = result.filter(({ url }) => url.startsWith(SRC));
  const ranges = own.flatMap(({ functions }) => functions.flatMap((one) => one.ranges));
  const searched = passed;
  passed = 0;
  return [ranges.reduce((sum, range) => sum + range.count, 0), searched];
}

const lines: readonly (readonly string[])[] = JSON.parse(process.argv[2] ?? "[]");
const counts: [number, number][] = [];
for (const args of lines) {
  await takeCounts();
  await runCli(args);
  counts.push(await takeCounts());
}
process.stdout.write(JSON.stringify(counts));
