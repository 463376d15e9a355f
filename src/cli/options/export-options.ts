import { InvalidArgumentError } from "commander";
import type { Binding, PolicyAction } from "../../app/export.ts";
import { didYouMean } from "./values/choices.ts";

const ACTIONS: readonly PolicyAction[] = ["Deny", "Warn", "Audit"];

/** Parses `--bind`: `labels`, `default`, `label:KEY=VALUE` or `none`. */
export function parseBinding(text: string): Binding {
  if (text === "labels" || text === "default" || text === "none") return { type: text };
  const label = text.startsWith("label:") ? text.slice("label:".length) : undefined;
  if (label === undefined) {
    const suggestion = didYouMean(text, ["labels", "default", "none"]);
    throw new InvalidArgumentError(`It is labels, default, label:KEY=VALUE or none.${suggestion}`);
  }
  return { type: "label", ...parseLabel(label) };
}

/** Parses `--action`: `deny`, `warn`, `audit`, or two of them with a comma. */
export function parseActions(text: string): readonly PolicyAction[] {
  const unique = ACTIONS.filter((action) => text.toLowerCase().split(",").includes(action.toLowerCase()));
  const names = ACTIONS.map((action) => action.toLowerCase());
  const wrong = text.split(",").find((word) => !names.includes(word.toLowerCase()));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(`It is deny, warn or audit, or two of them: warn,audit.${didYouMean(wrong, names)}`);
  }
  if (unique.includes("Deny") && unique.includes("Warn")) {
    throw new InvalidArgumentError("The API server refuses deny and warn together, since a denial tells the user too.");
  }
  return unique;
}

const LABEL =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Parses a label, `KEY=VALUE`. */
export function parseLabel(text: string): { readonly key: string; readonly value: string } {
  const equals = text.indexOf("=");
  const [key, value] = equals === -1 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
  if (value === undefined) throw new InvalidArgumentError("It is written KEY=VALUE.");
  if (!LABEL.test(key) || !VALUE.test(value)) throw new InvalidArgumentError("It is not a valid label.");
  return { key, value };
}

/** Parses a service account, `NAMESPACE/NAME`. */
export function parseServiceAccount(text: string): string {
  if (!/^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9.]*$/.test(text)) {
    throw new InvalidArgumentError("It is written NS/NAME: the namespace, a slash and the name.");
  }
  return text;
}

/** Parses an image exemption, `PREFIX=CHECK`. */
export function parseImage(text: string): { readonly prefix: string; readonly check: string } {
  const [, prefix, check] = /^([!-~]+)=(\w+)$/.exec(text) ?? [];
  if (prefix === undefined || check === undefined) {
    throw new InvalidArgumentError("It is written PREFIX=CHECK: registry.example.com/cni/=privileged.");
  }
  return { prefix, check };
}

/** Parses the name of a namespace. */
export function parseNamespaceName(text: string): string {
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) {
    throw new InvalidArgumentError("No namespace can have this name.");
  }
  return text;
}

/** Parses the name of a RuntimeClass. */
export function parseRuntimeClass(text: string): string {
  if (text.length > 253 || !/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text)) {
    throw new InvalidArgumentError("No RuntimeClass can have this name.");
  }
  return text;
}

/** Parses a name of a user or a group: a text without control characters. */
export function parsePlainName(text: string): string {
  if (!/^[^\p{Cc}\p{Cf}]+$/u.test(text)) throw new InvalidArgumentError("It is empty, or has a control character.");
  return text;
}

/** Parses the beginning of the names of objects. */
export function parsePrefix(text: string): string {
  if (!/^[a-z0-9](?:[-a-z0-9]{0,60}[a-z0-9])?$/.test(text)) {
    throw new InvalidArgumentError("It has lower-case letters, digits and hyphens.");
  }
  return text;
}

/** Makes a parser that collects the values of a repeated flag. */
export function collect<Value>(parse: (text: string) => Value): (text: string, previous?: readonly Value[]) => Value[] {
  return (text, previous = []) => [...previous, parse(text)];
}
