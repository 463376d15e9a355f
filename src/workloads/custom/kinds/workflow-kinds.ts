import { POD, RUN, type PartialPod, type PartialRow } from "./partial-row.ts";

const TEKTON_STEPS = "containers=.steps containers=.sidecars container:stepTemplate=.stepTemplate volumes=.volumes";

const ARGO_TEMPLATE = [
  "container:main=.container",
  "container:main=.script",
  "containers=.containerSet.containers",
  "containers=.sidecars",
  "initContainers=.initContainers",
  "securityContext=.securityContext",
  "volumes=.volumes",
].join(" ");

/** The kinds of Tekton and of Argo Workflows. */
export const WORKFLOW_KINDS: readonly PartialRow[] = [
  ["tekton.dev", "Task ClusterTask", [["S:.spec", TEKTON_STEPS]], "Pods"],
  ["tekton.dev", "StepAction", [["S:.spec", "container=."]], "Pods"],
  ["tekton.dev", "Pipeline", tektonTasks(".spec"), "Pods"],
  [
    "tekton.dev",
    "TaskRun",
    [
      ["S:.spec.taskSpec", TEKTON_STEPS],
      ["S:.spec.podTemplate", POD],
    ],
    "Pods",
    RUN,
  ],
  [
    "tekton.dev",
    "PipelineRun",
    [
      ...tektonTasks(".spec.pipelineSpec"),
      ["S:.spec.taskRunTemplate.podTemplate", POD],
      ["S:.spec.taskRunSpecs[].podTemplate", POD],
      // The names of v1beta1.
      ["S:.spec.podTemplate", POD],
      ["S:.spec.taskRunSpecs[].taskPodTemplate", POD],
    ],
    "Pods",
    RUN,
  ],
  ["argoproj.io", "WorkflowTemplate ClusterWorkflowTemplate", argo(".spec"), "Pods", { patches: argoPatches(".spec") }],
  ["argoproj.io", "Workflow", argo(".spec"), "Pods", { ...RUN, patches: argoPatches(".spec") }],
  ["argoproj.io", "CronWorkflow", argo(".spec.workflowSpec"), "Pods", { patches: argoPatches(".spec.workflowSpec") }],
];

function tektonTasks(parent: string): PartialPod[] {
  return [
    [`S:${parent}.tasks[].taskSpec`, TEKTON_STEPS],
    [`S:${parent}.finally[].taskSpec`, TEKTON_STEPS],
  ];
}

/** The pod's fields of a workflow, of its defaults, of its templates, and of the templates that a step or a task contains. */
function argo(parent: string): PartialPod[] {
  return [
    [`S:${parent}`, "securityContext=.securityContext volumes=.volumes hostNetwork=.hostNetwork"],
    [`S:${parent}.templateDefaults`, ARGO_TEMPLATE],
    [`S:${parent}.templates[]`, ARGO_TEMPLATE],
    [`S:${parent}.templates[].dag.tasks[].inline`, ARGO_TEMPLATE],
    [`S:${parent}.templates[].steps[][].inline`, ARGO_TEMPLATE],
  ];
}

/** The patches of the workflow, of the defaults of its templates, of the pods that delete its artifacts, of each template, and of each inline one. */
function argoPatches(parent: string): string {
  return [
    "",
    ".templateDefaults",
    ".artifactGC",
    ...["", ".dag.tasks[].inline", ".steps[][].inline"].map((path) => `.templates[]${path}`),
  ]
    .map((path) => `${parent}${path}.podSpecPatch`)
    .join(" ");
}
