/**
 * The kinds of objects that another object makes with its own template, and the kinds that make them. The copy is judged with its maker. Other objects of
 * these kinds, and objects of other kinds, are judged themselves: an AnalysisRun has another template than the Rollout that makes it, and a JobSet more
 * than its TrainJob.
 */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  "/ReplicationController": ["apps.openshift.io/DeploymentConfig"],
  "actions.github.com/AutoscalingListener": ["actions.github.com/AutoscalingRunnerSet"],
  "actions.github.com/EphemeralRunner": ["actions.github.com/EphemeralRunnerSet"],
  "actions.github.com/EphemeralRunnerSet": ["actions.github.com/AutoscalingRunnerSet"],
  "actions.summerwind.dev/Runner": ["actions.summerwind.dev/RunnerReplicaSet", "actions.summerwind.dev/RunnerSet"],
  "actions.summerwind.dev/RunnerReplicaSet": ["actions.summerwind.dev/RunnerDeployment"],
  "agones.dev/GameServer": ["agones.dev/GameServerSet"],
  "agones.dev/GameServerSet": ["agones.dev/Fleet"],
  "apps.kruise.io/BroadcastJob": ["apps.kruise.io/AdvancedCronJob"],
  "apps.kruise.io/CloneSet": ["apps.kruise.io/UnitedDeployment"],
  "apps.kruise.io/StatefulSet": ["apps.kruise.io/UnitedDeployment"],
  "batch.volcano.sh/Job": ["batch.volcano.sh/CronJob"],
  "flink.apache.org/FlinkDeployment": ["flink.apache.org/FlinkBlueGreenDeployment"],
  "leaderworkerset.x-k8s.io/LeaderWorkerSet": ["disaggregatedset.x-k8s.io/DisaggregatedSet"],
  "ray.io/RayCluster": ["ray.io/RayJob", "ray.io/RayService"],
  "ray.io/RayJob": ["ray.io/RayCronJob"],
  "serving.knative.dev/Configuration": ["serving.knative.dev/Service"],
  "serving.knative.dev/Revision": ["serving.knative.dev/Configuration"],
};

/** Whether objects of a kind are made by those of another kind, with its template. Both are groups and kinds: `ray.io/RayCluster`. */
export function isMadeBy(groupKind: string, maker: string): boolean {
  return MAKERS[groupKind]?.includes(maker) === true;
}

/** How many kinds are between a kind and the pods' first maker: 0 for a kind that no other kind makes. Makers must be read before the objects that they make. */
export function makersAbove(groupKind: string): number {
  const makers = MAKERS[groupKind] ?? [];
  return makers.length === 0 ? 0 : 1 + Math.max(...makers.map(makersAbove));
}
