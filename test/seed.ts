const FIXED = 20_261_130;

/** The seed of every random input in this process. test/run.ts sets the variable, and prints the seed where it is a new one. */
export const SEED = Number(process.env["KUBECTL_PSS_SEED"] ?? FIXED);

/** Whether the long variant of a test is asked for (`npm run verify`). */
export const IS_FULL = process.env["KUBECTL_PSS_FULL"] === "1";
