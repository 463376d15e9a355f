const FIXED = 20_261_130;

/** The seed of every random input in this process. test/runner/run.ts sets the variable, and prints a new seed. */
export const SEED = Number(process.env["KUBECTL_PSS_SEED"] ?? FIXED);

/** Whether `npm run verify` runs, which uses many more inputs. */
export const IS_FULL = process.env["KUBECTL_PSS_FULL"] === "1";

/** Whether the whole fast lane runs. It uses a part of the inputs, and the conformance lane uses all of them. */
export const IS_QUICK = process.env["KUBECTL_PSS_QUICK"] === "1";

/** The number of inputs of a test: in the fast lane a fifth of `usual`, but at least 10 if there are that many; `full` in `npm run verify`. */
export function repeats(usual: number, full: number = usual): number {
  if (IS_FULL) return full;
  return IS_QUICK ? Math.max(Math.min(usual, 10), Math.ceil(usual / 5)) : usual;
}
