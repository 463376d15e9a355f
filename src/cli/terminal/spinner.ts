/** Exports ora by name: a dynamic import of a default export differs between the forms of the bundle. Only importers of this file load ora. */
export { default as ora } from "ora";
