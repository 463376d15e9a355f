import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixText } from "./fix-text.ts";
import { lint } from "../../src/audit/lint.ts";
import { OPTIONS, itemsOf } from "../audit/items.ts";

const application = (name: string, enforce: string): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ${name}}, spec: {destination: {namespace: shop}, ` +
  `syncPolicy: {syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {pod-security.kubernetes.io/enforce: ${enforce}}}}}}\n`;
const manifest = (enforce: string): string =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: ${enforce}}}}\n`;
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: a
      image: a
`;

/** Every order of some documents. */
function ordersOf(documents: readonly string[]): readonly (readonly string[])[] {
  if (documents.length < 2) return [documents];
  return documents.flatMap((first, index) =>
    ordersOf(documents.toSpliced(index, 1)).map((rest) => [first, ...rest] as const),
  );
}

describe("fix judges a namespace of Applications of Argo CD as lint does, in every order of the documents", () => {
  const applications = [application("one", "privileged"), application("two", "restricted")];
  for (const [name, documents, isEdited] of [
    ["two Applications: the stricter one counts", applications, true],
    ["two of one level", [application("one", "privileged"), application("two", "privileged")], false],
    ["a Namespace that is stricter takes precedence", [application("one", "privileged"), manifest("restricted")], true],
    ["a Namespace that is less strict takes precedence", [...applications, manifest("privileged")], false],
  ] as const) {
    it(name, () => {
      for (const order of ordersOf([...documents, POD])) {
        const { files } = fixText(order.join("---\n"), { levels: [] });
        assert.equal(files.length > 0, isEdited, order.join("---\n"));
      }
    });
  }
});

describe("fix has the notes of lint about labels of namespaces, in every order of the documents", () => {
  for (const [name, documents, count] of [
    ["two Applications with different labels", [application("one", "privileged"), application("two", "restricted")], 1],
    ["two Applications with the same labels", [application("one", "baseline"), application("two", "baseline")], 0],
    ["an Application and a Namespace", [application("one", "privileged"), manifest("restricted")], 1],
    ["two Namespaces", [manifest("baseline"), manifest("restricted")], 1],
    ["a Namespace with an invalid label", [manifest("baselin")], 1],
    ["an Application with an invalid label", [application("one", "baselin")], 1],
  ] as const) {
    it(name, () => {
      for (const order of ordersOf([...documents, POD])) {
        const text = order.join("---\n");
        const { notes } = fixText(text, { levels: [] });
        assert.equal(notes.length, count, text);
        assert.deepEqual(notes, lint(() => itemsOf(text, notes[0]?.source?.file), OPTIONS).notes, text);
      }
    });
  }
});
