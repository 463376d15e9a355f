/**
 * Loads a module that only some runs need, out of the executable that this runs in. A plain file of CommonJS, as
 * release/executable/bundle.ts makes it.
 *
 * @param name of the asset
 */
export function loadLate(name: string): unknown {
  const { getAsset } = process.getBuiltinModule("node:sea");
  const { Script } = process.getBuiltinModule("node:vm");
  const module = { exports: {} };
  const wrapper = `(function (module) {${getAsset(name, "utf8")}\n})`;
  new Script(wrapper, { filename: `${name}.js` }).runInThisContext()(module);
  return module.exports;
}
