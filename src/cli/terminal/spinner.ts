/** The package that spins, by name: only what imports this loads it, and a default import is not the same in every form of the bundle. */
export { default as ora } from "ora";
