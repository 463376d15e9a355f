import { UserError } from "../../api/user-error.ts";
import { quote } from "../../api/words/quoted.ts";
import type { CustomKind } from "./custom-kind.ts";
import { parseTemplatePath } from "./template-path.ts";

/** A group of custom resources has a dot: metav1 validation of CustomResourceDefinitions, k8s.io/apiextensions-apiserver v0.37.2. */
const OPTION = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/([A-Za-z][A-Za-z0-9]*)=(.*)$/s;

/**
 * Parses the values of `--pod-template`, each `GROUP/KIND=PATH`. Several paths of a kind are several templates of its objects.
 *
 * @throws UserError for anything else
 */
export function parseOwnKinds(values: readonly string[]): readonly CustomKind[] {
  const kinds = new Map<string, CustomKind>();
  for (const value of values) {
    const [, group, kind, path] = OPTION.exec(value) ?? [];
    if (group === undefined || kind === undefined || path === undefined) throw notUnderstood(value);
    const template = { path: parseTemplatePath(path) };
    const name = `${group}/${kind}`;
    const templates = [...(kinds.get(name)?.templates ?? []), template];
    kinds.set(name, { group, kind, templates });
  }
  return [...kinds.values()];
}

function notUnderstood(value: string): UserError {
  return new UserError(
    `--pod-template ${quote(value)} is not understood`,
    "Write GROUP/KIND=PATH, the group as in the apiVersion, without its version: --pod-template example.com/Widget=.spec.template",
  );
}
