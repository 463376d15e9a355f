/**
 * Loads a module that only some runs need from the running executable. The module is one CommonJS file of release/executable/bundle.ts.
 *
 * @param name the name of the asset
 */
export function loadLate(name: string): unknown {
  const { getAsset } = process.getBuiltinModule("node:sea");
  const { Script } = process.getBuiltinModule("node:vm");
  const module = { exports: {} };
  const wrapper = `(function (module) {${getAsset(name, "utf8")}\n})`;
  new Script(wrapper, { filename: `${name}.js` }).runInThisContext()(module);
  return module.exports;
}
