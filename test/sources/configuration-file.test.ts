import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  BUILTIN_CONFIGURATION,
  type PodSecurityConfiguration,
} from "../../src/admission/configuration/configuration.ts";
import { MODES } from "../../src/api/mode.ts";
import { UserError } from "../../src/api/user-error.ts";
import { formatLevelVersion } from "../../src/policy/evaluator.ts";
import { withoutQuotedValues } from "../admission/configuration-documents.ts";
import { readAdmissionConfiguration } from "../../src/sources/configuration-file.ts";

/**
 * The texts of the API server are the output of k8s.io/apiserver v0.37.2 (ReadAdmissionConfiguration) and k8s.io/pod-security-admission v0.37.2
 * (load, ToPolicy, ValidatePodSecurityConfiguration) for the same files. Our texts quote nothing from a file, so the comparison removes quotations
 * from theirs.
 */

const POD_SECURITY = "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n";
const ADMISSION = "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n";
const BY_PATH = `${ADMISSION}plugins:\n- name: PodSecurity\n  path: psa.yaml\n`;
const READ = "failed to read plugin config: ";
const LOAD = `couldn't init admission plugin "PodSecurity": `;
const INITIALIZE = 'failed to initialize admission plugin "PodSecurity": ';
const UNREADABLE = "couldn't get version/kind; json parse error: json: cannot unmarshal ";
const GO_TYPE = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
const SCHEME = 'in scheme "pkg/runtime/scheme.go:111"';

type Files = Readonly<Record<string, string>>;

function read(files: Files, file = "admission.yaml"): PodSecurityConfiguration {
  return readAdmissionConfiguration(file, (path) => {
    const text = files[path];
    return text === undefined ? { fault: "no such file or directory", line: 1 } : { text };
  });
}

/** `enforce audit warn` of the defaults, and the exempt names. */
function summary({ defaults, exemptions }: PodSecurityConfiguration): string {
  const levels = MODES.map((mode) => formatLevelVersion(defaults[mode])).join(" ");
  const names = [...exemptions.usernames, ...exemptions.namespaces, ...exemptions.runtimeClasses];
  return [levels, ...names].join(" ");
}

function refuses(files: Files, message: string, file?: string): void {
  assert.throws(
    () => read(files, file),
    (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.message, withoutQuotedValues(message));
      assert.match(error.hint, /^[A-Z].*\.$/);
      return true;
    },
  );
}

/** The text within an AdmissionConfiguration, where its first line is line 6. */
function embed(text: string): string {
  const lines = text.trimEnd().split("\n");
  return `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}
const EMBEDDED_LINES = 5;

const NOTHING = "privileged:latest privileged:latest privileged:latest";

describe("an accepted PodSecurityConfiguration", () => {
  const cases: readonly [name: string, text: string, summary: string][] = [
    ["nothing but its type", POD_SECURITY, NOTHING],
    [
      "everything",
      `${POD_SECURITY}defaults:\n  enforce: baseline\n  enforce-version: v1.30\n  audit: restricted\n  audit-version: latest\n` +
        "  warn: restricted\n  warn-version: v1.31\nexemptions:\n  usernames: [alice, 'system:serviceaccount:a:b']\n" +
        "  namespaces: [kube-system]\n  runtimeClasses: [gvisor, a.b]\n",
      "baseline:v1.30 restricted:latest restricted:v1.31 alice system:serviceaccount:a:b kube-system gvisor a.b",
    ],
    [
      "no mode follows another",
      `${POD_SECURITY}defaults: {enforce: restricted}\n`,
      "restricted:latest privileged:latest privileged:latest",
    ],
    [
      "nulls",
      `${POD_SECURITY}defaults: null\nexemptions: {usernames: null, namespaces: , runtimeClasses: ~}\n`,
      NOTHING,
    ],
    ["empty texts", `${POD_SECURITY}defaults: {enforce: "", warn-version: ''}\n`, NOTHING],
    ["no kube-system", `${POD_SECURITY}exemptions: {namespaces: []}\n`, NOTHING],
    ["the other versions", POD_SECURITY.replace("/v1", "/v1beta1"), NOTHING],
    [
      "an anchor",
      `${POD_SECURITY}defaults: {enforce: &l baseline, audit: *l}\n`,
      "baseline:latest baseline:latest privileged:latest",
    ],
    [
      "a merge key",
      `${POD_SECURITY}defaults:\n  <<: {enforce: baseline}\n`,
      "baseline:latest privileged:latest privileged:latest",
    ],
    [
      "CRLF",
      `${POD_SECURITY}defaults: {warn: baseline}\n`.replaceAll("\n", "\r\n"),
      "privileged:latest privileged:latest baseline:latest",
    ],
    ["a leading document marker", `---\n${POD_SECURITY}`, NOTHING],
    [
      "a comment before the marker",
      `# c\n\n---\n${POD_SECURITY}defaults: {warn: baseline}\n`,
      "privileged:latest privileged:latest baseline:latest",
    ],
    ["a document behind it", `${POD_SECURITY}---\nfoo: bar\n`, NOTHING],
    [
      "a broken document behind it",
      `${POD_SECURITY}defaults: {warn: baseline}\n---\nfoo: [\n`,
      "privileged:latest privileged:latest baseline:latest",
    ],
    [
      "JSON",
      JSON.stringify(
        {
          apiVersion: "pod-security.admission.config.k8s.io/v1",
          kind: "PodSecurityConfiguration",
          defaults: { audit: "baseline" },
        },
        null,
        1,
      ),
      "privileged:latest baseline:latest privileged:latest",
    ],
    [
      "JSON behind white space",
      '\n  {"apiVersion":"pod-security.admission.config.k8s.io/v1beta1",\n"kind":"PodSecurityConfiguration"\n}\n',
      NOTHING,
    ],
    [
      "the largest version",
      `${POD_SECURITY}defaults: {warn-version: v1.9223372036854775807}\n`,
      "privileged:latest privileged:latest privileged:v1.9223372036854775807",
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(summary(read({ "psa.yaml": text }, "psa.yaml")), expected);
      assert.equal(summary(read({ "admission.yaml": BY_PATH, "psa.yaml": text })), expected);
    });
  }
});

describe("a rejected PodSecurityConfiguration: alone, by its path, or within an AdmissionConfiguration", () => {
  const level = "must be one of privileged, baseline, restricted";
  const field = (text: string): string => `${LOAD}json: cannot unmarshal ${text}`;
  const group = "pod-security.admission.config.k8s.io";
  const cases: readonly [text: string, line: number, message: string][] = [
    [
      POD_SECURITY.replace("/v1", "/v2"),
      2,
      `${LOAD}no kind "PodSecurityConfiguration" is registered for version "${group}/v2" ${SCHEME}`,
    ],
    [
      POD_SECURITY.replace(`${group}/`, ""),
      2,
      `${LOAD}no kind "PodSecurityConfiguration" is registered for version "v1" ${SCHEME}`,
    ],
    [
      POD_SECURITY.replace("Configuration", "Config"),
      2,
      `${LOAD}no kind "PodSecurityConfig" is registered for version "${group}/v1" ${SCHEME}`,
    ],
    [`${POD_SECURITY}kinD: Foo\n`, 3, `${LOAD}strict decoding error: unknown field "kinD"`],
    [POD_SECURITY.replace("kind", "Kind"), 2, `${LOAD}strict decoding error: unknown field "Kind"`],
    [`${POD_SECURITY}defualts: {}\n`, 3, `${LOAD}strict decoding error: unknown field "defualts"`],
    [
      `${POD_SECURITY}Defaults: {}\nexemptions: {Namespaces: []}\n`,
      3,
      `${LOAD}strict decoding error: unknown field "Defaults", unknown field "exemptions.Namespaces"`,
    ],
    [
      `${POD_SECURITY}exemptions:\n  users: [a]\ndefaults:\n  enforceVersion: latest\n`,
      6,
      `${LOAD}strict decoding error: unknown field "defaults.enforceVersion", unknown field "exemptions.users"`,
    ],
    [`${POD_SECURITY}metadata: {name: x}\n`, 3, `${LOAD}strict decoding error: unknown field "metadata"`],
    [
      `${POD_SECURITY}a.b: 1\n"1": 2\n3: 4\ntrue: x\n`,
      4,
      `${LOAD}strict decoding error: unknown field "1", unknown field "3", unknown field "a.b", unknown field "true"`,
    ],
    [
      `${POD_SECURITY}"a\\"b\\tc\\u00a0é": 1\n`,
      3,
      String.raw`${LOAD}strict decoding error: unknown field "a\"b\tc\u00a0é"`,
    ],
    [`${POD_SECURITY}defaults: {"<a>&b": 1}\n`, 3, `${LOAD}strict decoding error: unknown field "defaults.<a>&b"`],
    [
      `${POD_SECURITY}defaults:\n  enforce-version: 1.24\n`,
      4,
      field("number into Go struct field PodSecurityDefaults.defaults.enforce-version of type string"),
    ],
    [
      `${POD_SECURITY}defaults:\n  enforce: no\n`,
      4,
      field("bool into Go struct field PodSecurityDefaults.defaults.enforce of type string"),
    ],
    [
      `${POD_SECURITY}defaults: baseline\n`,
      3,
      field("string into Go struct field PodSecurityConfiguration.defaults of type v1.PodSecurityDefaults"),
    ],
    [
      `${POD_SECURITY.replace("/v1", "/v1alpha1")}exemptions: [a]\n`,
      3,
      field("array into Go struct field PodSecurityConfiguration.exemptions of type v1alpha1.PodSecurityExemptions"),
    ],
    [
      `${POD_SECURITY}exemptions:\n  usernames: alice\n`,
      4,
      field("string into Go struct field PodSecurityExemptions.exemptions.usernames of type []string"),
    ],
    [
      `${POD_SECURITY}exemptions:\n  usernames:\n  - alice\n  - on\n`,
      6,
      field("bool into Go struct field PodSecurityExemptions.exemptions.usernames of type string"),
    ],
    [
      `${POD_SECURITY}exemptions: {namespaces: [1.5]}\naaa: 1\ndefaults:\n  warn: 1\n  audit: []\n`,
      7,
      field("array into Go struct field PodSecurityDefaults.defaults.audit of type string"),
    ],
    [
      `${POD_SECURITY}defaults:\n  audit: Baseline\n`,
      4,
      `${INITIALIZE}PodSecurity configuration error: audit: ${level}`,
    ],
    [
      `${POD_SECURITY}defaults:\n  warn-version: v1.01\n  enforce: x\nexemptions:\n  usernames: ['']\n`,
      5,
      `${INITIALIZE}PodSecurity configuration error: [enforce: ${level}, warn-version: must be "latest" or "v1.x"]`,
    ],
    [
      `${POD_SECURITY}exemptions:\n  namespaces:\n  - a\n  - a\n`,
      6,
      `${INITIALIZE}PodSecurity invalid: exemptions.namespaces[1]: Duplicate value: "a"`,
    ],
    [
      `${POD_SECURITY}exemptions: {usernames: [null]}\n`,
      3,
      `${INITIALIZE}PodSecurity invalid: exemptions.usernames[0]: Invalid value: "": username must not be empty`,
    ],
  ];
  for (const [text, line, message] of cases) {
    it(message, () => {
      refuses({ "psa.yaml": text }, `psa.yaml:${line}: ${message}`, "psa.yaml");
      refuses({ "admission.yaml": BY_PATH, "psa.yaml": text }, `psa.yaml:${line}: ${message}`);
      refuses({ "admission.yaml": embed(text) }, `admission.yaml:${line + EMBEDDED_LINES}: ${message}`);
    });
  }
});

describe("a file of unknown type", () => {
  const cases: readonly [text: string, reason: string, line?: number][] = [
    ["  \n\n", "Object 'Kind' is missing in '  \n\n'"],
    ["# nothing\n", "Object 'Kind' is missing in '# nothing\n'"],
    ["---\n", "Object 'Kind' is missing in '---\n'"],
    ["null", "Object 'Kind' is missing in 'null'"],
    [`---\n---\n${POD_SECURITY}`, `Object 'Kind' is missing in '---\n---\n${POD_SECURITY}'`],
    ["apiVersion: a/v1\n", "Object 'Kind' is missing in 'apiVersion: a/v1\n'"],
    ["- a\n", `${UNREADABLE}array into Go value of type ${GO_TYPE}`],
    ["hello\n", `${UNREADABLE}string into Go value of type ${GO_TYPE}`],
    ["1.5\n", `${UNREADABLE}number into Go value of type ${GO_TYPE}`],
    ["apiVersion: a/v1\nkind: yes\n", `${UNREADABLE}bool into Go struct field .kind of type string`, 2],
    ["apiVersion: a/b/c\nkind: Foo\n", "unexpected GroupVersion string: a/b/c"],
  ];
  for (const [text, reason, line = 1] of cases) {
    it(JSON.stringify(text), () => {
      refuses({ "admission.yaml": text }, `admission.yaml:${line}: ${READ}${reason}`);
      refuses({ "admission.yaml": BY_PATH, "psa.yaml": text }, `psa.yaml:${line}: ${LOAD}${reason}`);
    });
  }

  it("has a message about the plugin if the kind or the apiVersion is the plugin's", () => {
    const version = "apiVersion: pod-security.admission.config.k8s.io/v1\n";
    refuses({ "admission.yaml": version }, `admission.yaml:1: ${LOAD}Object 'Kind' is missing in '${version}'`);
    const kind = "kind: PodSecurityConfiguration\n";
    refuses({ "admission.yaml": kind }, `admission.yaml:1: ${LOAD}Object 'apiVersion' is missing in '${kind}'`);
  });

  it("is an empty file, except for the plugin", () => {
    refuses({ "admission.yaml": "" }, `admission.yaml:1: ${READ}Object 'Kind' is missing in ''`);
    assert.equal(read({ "admission.yaml": BY_PATH, "psa.yaml": "" }), BUILTIN_CONFIGURATION);
  });
});

describe("an AdmissionConfiguration", () => {
  const embedded = `{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, defaults: {enforce: baseline}}`;
  const baseline = "baseline:latest privileged:latest privileged:latest";
  const accepted: readonly [name: string, text: string, summary: string][] = [
    ["without plugins", ADMISSION, NOTHING],
    ["without ours", `${ADMISSION}plugins: [{name: podsecurity, configuration: {}}]\n`, NOTHING],
    ["with nothing for ours", `${ADMISSION}plugins: [{name: PodSecurity, path: '', configuration: null}]\n`, NOTHING],
    [
      "whose configuration beats its path",
      `${ADMISSION}plugins:\n- name: PodSecurity\n  path: none.yaml\n  configuration: ${embedded}\n`,
      baseline,
    ],
    [
      "whose first entry of the name counts",
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: ${embedded}\n- name: PodSecurity\n  configuration: {a: b}\n`,
      baseline,
    ],
    [
      "of v1alpha1",
      `apiVersion: apiserver.k8s.io/v1alpha1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  configuration: ${embedded}\n`,
      baseline,
    ],
    [
      "with an alias",
      `${ADMISSION}plugins:\n- name: A\n  configuration: &a ${embedded}\n- name: PodSecurity\n  configuration: *a\n`,
      baseline,
    ],
    ["before there were any", "imagePolicy:\n  kubeConfigFile: /x\n", NOTHING],
  ];
  for (const [name, text, expected] of accepted) {
    it(name, () => assert.equal(summary(read({ "admission.yaml": text })), expected));
  }

  const refused: readonly [text: string, line: number, message: string][] = [
    ["apiVersion: v1\nkind: ConfigMap\n", 2, `${READ}no kind "ConfigMap" is registered for version "v1" ${SCHEME}`],
    [
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n",
      2,
      `${READ}unexpected type: *apiserver.EncryptionConfiguration`,
    ],
    [
      `${ADMISSION}zz: 1\nplugins:\n- name: PodSecurity\n  b: 1\n  a: 1\naa: 1\n`,
      8,
      `${READ}strict decoding error: unknown field "aa", unknown field "plugins[0].a", unknown field "plugins[0].b", unknown field "zz"`,
    ],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: {}\nfoo: 1\n`,
      6,
      `${READ}strict decoding error: unknown field "foo"`,
    ],
    [`${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: {}\n`, 5, `${LOAD}Object 'Kind' is missing in '{}'`],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: {kind: PodSecurityConfiguration}\n`,
      5,
      `${LOAD}Object 'apiVersion' is missing in '{"kind":"PodSecurityConfiguration"}'`,
    ],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: {b: "<é", a: [1e3, 0x10]}\n`,
      5,
      String.raw`${LOAD}Object 'Kind' is missing in '{"a":[1000,16],"b":"\u003cé"}'`,
    ],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: hello\n`,
      5,
      `${LOAD}${UNREADABLE}string into Go value of type ${GO_TYPE}`,
    ],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration:\n  - a\n`,
      5,
      `${LOAD}${UNREADABLE}array into Go value of type ${GO_TYPE}`,
    ],
    [
      `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: {apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration}\n`,
      5,
      `${LOAD}no kind "AdmissionConfiguration" is registered for version "apiserver.config.k8s.io/v1" ${SCHEME}`,
    ],
  ];
  for (const [text, line, message] of refused) {
    it(message, () => refuses({ "admission.yaml": text }, `admission.yaml:${line}: ${message}`));
  }
});

describe("a Talos machine configuration", () => {
  const TALOS = "version: v1alpha1\nmachine:\n  type: controlplane\n  token: hunter2\n";
  const withPlugins = (plugins: string): string => `${TALOS}cluster:\n  apiServer:\n    admissionControl:\n${plugins}`;
  const plugin = (name: string, enforce: string): string =>
    `    - name: ${name}\n      configuration:\n        apiVersion: pod-security.admission.config.k8s.io/v1alpha1\n` +
    `        kind: PodSecurityConfiguration\n        defaults: {enforce: ${enforce}}\n        exemptions: {namespaces: [kube-system]}\n`;

  it("has the configuration among the plugins of its API server; the first one counts", () => {
    const text = withPlugins(
      plugin("Other", "restricted") + plugin("PodSecurity", "baseline") + plugin("PodSecurity", "restricted"),
    );
    assert.equal(
      summary(read({ "admission.yaml": text })),
      "baseline:latest privileged:latest privileged:latest kube-system",
    );
  });

  for (const [name, text] of [
    ["without a cluster", TALOS],
    ["without an API server", `${TALOS}cluster: {}\n`],
    ["without plugins", `${TALOS}cluster: {apiServer: {}}\n`],
    ["with null for its plugins", `${TALOS}cluster: {apiServer: {admissionControl: null}}\n`],
    ["with another plugin", withPlugins(plugin("Other", "baseline"))],
    [
      "with the plugin and no configuration",
      `${TALOS}cluster: {apiServer: {admissionControl: [{name: PodSecurity}]}}\n`,
    ],
    ["with documents behind it", `${TALOS}---\nkind: KubeSpanConfig\n`],
  ] as const) {
    it(`${name} leaves the API server's own defaults`, () => {
      assert.equal(read({ "admission.yaml": text }), BUILTIN_CONFIGURATION);
    });
  }

  it("is also read as JSON", () => {
    const configuration = { kind: "PodSecurityConfiguration", apiVersion: "pod-security.admission.config.k8s.io/v1" };
    const admissionControl = [
      { name: "PodSecurity", configuration: { ...configuration, defaults: { warn: "baseline" } } },
    ];
    const text = JSON.stringify({ version: "v1alpha1", machine: {}, cluster: { apiServer: { admissionControl } } });
    assert.equal(summary(read({ "admission.yaml": text })), "privileged:latest privileged:latest baseline:latest");
  });

  it("is rejected with the place and the type of a wrong field", () => {
    refuses(
      { "admission.yaml": `${TALOS}cluster: {apiServer: {admissionControl: hunter2}}\n` },
      "admission.yaml:5: cluster.apiServer.admissionControl: expected a list, found a string",
    );
    refuses(
      { "admission.yaml": `${TALOS}cluster: hunter2\n` },
      "admission.yaml:5: cluster: expected an object, found a string",
    );
  });

  it("is rejected with the line of a fault in the configuration", () => {
    assert.throws(
      () => read({ "admission.yaml": withPlugins(plugin("PodSecurity", "strict")) }),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /^admission\.yaml:12: .*enforce: must be one of privileged, baseline, restricted$/);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  });
});

describe("a Talos machine configuration of several documents", () => {
  const MACHINE = "version: v1alpha1\nmachine: {type: controlplane}\ncluster: {apiServer: {}}\n";
  const document = (name: string, enforce: string): string =>
    `---\napiVersion: v1alpha1\nkind: KubeAdmissionControlConfig\nname: ${name}\nconfiguration:\n` +
    `  apiVersion: pod-security.admission.config.k8s.io/v1alpha1\n  kind: PodSecurityConfiguration\n  defaults: {enforce: ${enforce}}\n`;

  for (const [name, text] of [
    ["after the machine", MACHINE + document("Other", "baseline") + document("PodSecurity", "restricted")],
    ["before the machine", `${document("PodSecurity", "restricted")}---\n${MACHINE}`],
    ["alone", document("PodSecurity", "restricted")],
    [
      "after a document of another kind",
      `apiVersion: v1alpha1\nkind: HostnameConfig\n${document("PodSecurity", "restricted")}`,
    ],
    ["after an empty document", `${MACHINE}---\n# nothing\n${document("PodSecurity", "restricted")}`],
    [
      "as a patch without a version",
      "cluster: {apiServer: {admissionControl: [{name: PodSecurity, configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, " +
        "kind: PodSecurityConfiguration, defaults: {enforce: restricted}}}]}}\n",
    ],
  ] as const) {
    it(`has the plugin ${name}`, () => {
      assert.equal(summary(read({ "admission.yaml": text })), "restricted:latest privileged:latest privileged:latest");
    });
  }

  for (const [text, message] of [
    [MACHINE + document("PodSecurity", "strict"), /^admission\.yaml:11: .*enforce: must be one of/],
    [
      MACHINE + document("PodSecurity", "baseline") + document("PodSecurity", "baseline"),
      /^admission\.yaml:16: the plugin PodSecurity has a configuration before this one$/,
    ],
    [
      `${MACHINE}${document("PodSecurity", "baseline")}config: {}\n`,
      /^admission\.yaml:12: config: unknown field; expected apiVersion, kind, name, configuration$/,
    ],
    [`${MACHINE}---\na: [\n`, /^admission\.yaml:\d: not valid YAML/],
    [
      "version: v1alpha1\nmachine: {type: worker}\n",
      /^admission\.yaml:2: machine\.type: worker: a machine without an API server; name the configuration of a control plane machine$/,
    ],
    [
      "version: v1alpha1\nmachine: {}\ncluster:\n  apiserver: {admissionControl: []}\n",
      /^admission\.yaml:4: cluster\.apiserver: unknown field; did you mean apiServer\?$/,
    ],
    [
      "version: v1alpha1\nmachine: {}\ncluster:\n  apiServer:\n    admissionControl:\n    - name: PodSecurity\n      config: {}\n",
      /^admission\.yaml:7: cluster\.apiServer\.admissionControl\[0\]\.config: unknown field; expected name, configuration$/,
    ],
    [
      "version: v1alpha1\nmachine: {}\ncluster:\n  apiServer:\n    admissionControl:\n    - configuration: {}\n",
      /^admission\.yaml:6: cluster\.apiServer\.admissionControl\[0\]\.name: expected a string, found nothing$/,
    ],
    [
      "version: v1alpha1\nmachine: {}\ncluster:\n  apiServer:\n    admissionControl:\n    - PodSecurity\n",
      /^admission\.yaml:6: cluster\.apiServer\.admissionControl\[0\]: expected an object, found a string$/,
    ],
  ] as const) {
    it(`is rejected: ${message}`, () => {
      assert.throws(() => read({ "admission.yaml": text }), { name: "UserError", message });
    });
  }

  it("is not found if there are only documents of other kinds", () => {
    assert.throws(() => read({ "admission.yaml": "apiVersion: v1alpha1\nkind: HostnameConfig\n---\na: b\n" }), {
      message: /^admission\.yaml:2: failed to read plugin config: no kind "HostnameConfig"/,
    });
  });
});

describe("Rancher's PodSecurityAdmissionConfigurationTemplate", () => {
  const HEAD = "apiVersion: management.cattle.io/v3\nkind: PodSecurityAdmissionConfigurationTemplate\n";
  const NAMED = `${HEAD}metadata: {name: strict}\ndescription: ours\n`;

  it("has the defaults and the exemptions in configuration", () => {
    const text = `${NAMED}configuration:\n  defaults: {enforce: restricted, warn: baseline, warn-version: v1.30}\n  exemptions: {namespaces: [cattle-system]}\n`;
    assert.equal(
      summary(read({ "admission.yaml": text })),
      "restricted:latest privileged:latest baseline:v1.30 cattle-system",
    );
    const value = {
      apiVersion: "management.cattle.io/v3",
      kind: "PodSecurityAdmissionConfigurationTemplate",
      configuration: { defaults: { enforce: "baseline" } },
    };
    assert.equal(
      summary(read({ "admission.yaml": JSON.stringify(value) })),
      "baseline:latest privileged:latest privileged:latest",
    );
  });

  it("without defaults has the API server's", () => {
    const { defaults, exemptions } = BUILTIN_CONFIGURATION;
    assert.deepEqual(read({ "admission.yaml": `${NAMED}configuration: {}\n` }), { defaults, exemptions });
  });

  for (const [text, message] of [
    [
      NAMED,
      "admission.yaml:1: invalid PodSecurityAdmissionConfigurationTemplate: configuration: expected an object, found nothing",
    ],
    [
      `${NAMED}configuration: [hunter2]\n`,
      "admission.yaml:5: invalid PodSecurityAdmissionConfigurationTemplate: configuration: expected an object, found a list",
    ],
    [
      `${NAMED}defaults: {}\nconfiguration: {}\n`,
      'admission.yaml:5: invalid PodSecurityAdmissionConfigurationTemplate: strict decoding error: unknown field "defaults"',
    ],
    [
      `${NAMED}configuration:\n  defaults:\n    enforced: baseline\n`,
      'admission.yaml:7: invalid PodSecurityAdmissionConfigurationTemplate: strict decoding error: unknown field "defaults.enforced"',
    ],
    [
      `${NAMED}configuration:\n  defaults:\n    enforce: [baseline]\n`,
      "admission.yaml:7: invalid PodSecurityAdmissionConfigurationTemplate: json: cannot unmarshal array into Go struct field PodSecurityDefaults.defaults.enforce of type string",
    ],
    [
      `${NAMED}configuration:\n  defaults:\n    enforce: strict\n`,
      'admission.yaml:7: failed to initialize admission plugin "PodSecurity": PodSecurity configuration error: enforce: must be one of privileged, baseline, restricted',
    ],
    [
      `${HEAD.replace("v3", "v1")}configuration: {}\n`,
      "admission.yaml:1: invalid PodSecurityAdmissionConfigurationTemplate: expected apiVersion management.cattle.io/v3",
    ],
  ] as const) {
    it(`is rejected: ${message}`, () => refuses({ "admission.yaml": text }, message));
  }
});

describe("duplicate keys", () => {
  const yaml = (...lines: readonly [line: number, key: string][]): string =>
    `strict decoding error: yaml: unmarshal errors:${lines.map(([line, key]) => `\n  line ${line}: key "${key}" already set in map`).join("")}`;
  const cases: readonly [text: string, line: number, message: string][] = [
    [`${POD_SECURITY}defaults: {}\ndefaults: {enforce: baseline}\n`, 4, LOAD + yaml([4, "defaults"])],
    [
      `${POD_SECURITY}defaults:\n  enforce: baseline\n  enforce: restricted\n  audit: baseline\n  audit: baseline\n`,
      5,
      LOAD + yaml([5, "enforce"], [7, "audit"]),
    ],
    [`${POD_SECURITY}foo:\n  a: 1\n  a: 2\n`, 5, `${LOAD}${yaml([5, "a"])}, unknown field "foo"`],
    [
      `${POD_SECURITY}defaults: {}\ndefaults: {enforce: 1}\n`,
      4,
      `${LOAD}json: cannot unmarshal number into Go struct field PodSecurityDefaults.defaults.enforce of type string`,
    ],
    [`${ADMISSION}plugins: []\nplugins: []\n`, 4, READ + yaml([4, "plugins"])],
    [embed(`${POD_SECURITY}defaults: {}\ndefaults: {}\n`), 9, READ + yaml([9, "defaults"])],
    [
      `${ADMISSION}plugins:\n- name: Other\n  configuration:\n    a: 1\n    a: 2\n- name: PodSecurity\n`,
      7,
      READ + yaml([7, "a"]),
    ],
  ];
  for (const [text, line, message] of cases) {
    it(message, () => refuses({ "admission.yaml": text }, `admission.yaml:${line}: ${message}`));
  }
});

describe("JSON", () => {
  const type = '"apiVersion":"pod-security.admission.config.k8s.io/v1","kind":"PodSecurityConfiguration"';
  const admission = (configuration: string, name = "PodSecurity"): string =>
    `{"apiVersion":"apiserver.config.k8s.io/v1","kind":"AdmissionConfiguration","plugins":[{"name":"Other"},\n` +
    `{"name":"${name}","configuration":\n${configuration}}]}`;
  const refused: readonly [text: string, line: number, message: string][] = [
    [
      `{${type},\n"zeta":1,\n"alpha":2,"defaults":{"z":1,"a":2}}`,
      2,
      `${LOAD}strict decoding error: unknown field "zeta", unknown field "alpha", unknown field "defaults.z", unknown field "defaults.a"`,
    ],
    [
      `{${type},"exemptions":{"usernames":[1]},"defaults":{"warn":1}}`,
      1,
      `${LOAD}json: cannot unmarshal number into Go struct field PodSecurityExemptions.exemptions.usernames of type string`,
    ],
    [
      `{${type},\n"defaults":{},\n"defaults":{"enforce":"baseline","enforce":"baseline"}}`,
      3,
      `${LOAD}strict decoding error: duplicate field "defaults", duplicate field "defaults.enforce"`,
    ],
    [`{${type},"x":1,"x":2}`, 1, `${LOAD}strict decoding error: unknown field "x"`],
    [
      '\n {"apiVersion":"x/v1",  "a": 1}\n',
      2,
      `${READ}Object 'Kind' is missing in '\n {"apiVersion":"x/v1",  "a": 1}\n'`,
    ],
    [admission('{ "b": 1, "a":"<"}'), 2, `${LOAD}Object 'Kind' is missing in '{ "b": 1, "a":"<"}'`],
    [admission(`{"zz":1,${type},\n"b":2}`), 3, `${LOAD}strict decoding error: unknown field "zz", unknown field "b"`],
    [
      admission(`{${type},"defaults":{},\n"defaults":{}}`),
      4,
      `${LOAD}strict decoding error: duplicate field "defaults"`,
    ],
  ];
  for (const [text, line, message] of refused) {
    it(message, () => refuses({ "admission.yaml": text }, `admission.yaml:${line}: ${message}`));
  }

  it("may have duplicate keys in the configuration of another plugin", () => {
    assert.equal(read({ "admission.yaml": admission('{"a":1,"a":2}', "Another") }), BUILTIN_CONFIGURATION);
  });

  it("begins with a brace, so YAML in braces is rejected", () => {
    const text = "{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration}\n";
    for (const files of [{ "admission.yaml": text }, { "admission.yaml": BY_PATH, "psa.yaml": text }]) {
      assert.throws(() => read(files), {
        name: "UserError",
        message: /^(admission|psa)\.yaml:1: not valid JSON: expected property name or '}'$/,
      });
    }
  });
});

describe("unreadable YAML", () => {
  it("is reported with its line", () => {
    assert.throws(() => read({ "admission.yaml": `${POD_SECURITY}defaults: *x\n` }), {
      name: "UserError",
      message: "admission.yaml:3: not valid YAML: unknown anchor referenced; text that begins with * needs quotes",
      hint: "Correct the file; kube-apiserver cannot read it either.",
    });
  });
});

describe("the files", () => {
  const text = `${POD_SECURITY}defaults: {warn: baseline}\n`;
  const admission = (path: string): string => `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${path}\n`;
  const resolved: readonly [file: string, path: string, resolved: string][] = [
    ["admission.yaml", "psa.yaml", "psa.yaml"],
    ["conf/admission.yaml", "psa.yaml", "conf/psa.yaml"],
    ["/etc/kubernetes/admission.yaml", "./x/../psa.yaml", "/etc/kubernetes/psa.yaml"],
    ["conf/admission.yaml", "/etc/psa.yaml", "/etc/psa.yaml"],
    ["conf/admission.yaml", "../psa.yaml", "psa.yaml"],
  ];
  for (const [file, path, expected] of resolved) {
    it(`${path} in ${file} is ${expected}`, () => {
      assert.equal(read({ [file]: admission(path), [expected]: text }, file).defaults.warn.level, "baseline");
    });
  }

  it("must exist", () => {
    refuses({}, "admission.yaml: no such file or directory");
    refuses(
      { "conf/admission.yaml": admission("psa.yaml") },
      "conf/admission.yaml:5: plugins[0].path: conf/psa.yaml: no such file or directory",
      "conf/admission.yaml",
    );
  });

  it("are read from the disk", () => {
    const directory = mkdtempSync(join(tmpdir(), "configuration-file-"));
    try {
      const file = join(directory, "admission.yaml");
      writeFileSync(file, admission("psa.yaml"));
      writeFileSync(join(directory, "psa.yaml"), `\uFEFF${text}`);
      assert.equal(readAdmissionConfiguration(file).defaults.warn.level, "baseline");
      assert.throws(() => readAdmissionConfiguration(join(directory, "none.yaml")), {
        name: "UserError",
        message: `${join(directory, "none.yaml")}: no such file or directory`,
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
