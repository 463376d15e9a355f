import { fileURLToPath } from "node:url";

/** The folder of the pictures in README. */
export const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
/** The largest size of all pictures together, in bytes. */
export const LARGEST = 300_000;

/** The pictures, and the commands whose pages they show. */
export const PICTURES = [
  { file: "audit.png", command: "audit" },
  { file: "plan.png", command: "plan" },
] as const;
