package main

import (
	"context"
	"fmt"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/kubernetes/pkg/controller/daemon"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/job"
	"k8s.io/kubernetes/pkg/controller/replicaset"
	"k8s.io/kubernetes/pkg/controller/statefulset"
)

// The workers of each controller.
const workers = 2

// The only node of the cluster.
const nodeName = "node-1"

// startControllers runs Kubernetes' own workload controllers, the type checker of admission policies, and a node on which every pod starts at once.
// The pods of a Job succeed at once. It returns when the caches of the controllers are synced.
func startControllers(ctx context.Context, kubeconfig string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	// Without a limit: a test waits for its pods.
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := createNode(ctx, client); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	pods, apps := factory.Core().V1().Pods(), factory.Apps().V1()

	deployments, err := deployment.NewDeploymentController(ctx, apps.Deployments(), apps.ReplicaSets(), pods, client)
	if err != nil {
		return err
	}
	replicaSets := replicaset.NewReplicaSetController(ctx, apps.ReplicaSets(), pods, client, replicaset.BurstReplicas)
	statefulSets := statefulset.NewStatefulSetController(ctx, pods, apps.StatefulSets(),
		factory.Core().V1().PersistentVolumeClaims(), apps.ControllerRevisions(), client)
	daemonSets, err := daemon.NewDaemonSetsController(ctx, apps.DaemonSets(), apps.ControllerRevisions(), pods,
		factory.Core().V1().Nodes(), client, flowcontrol.NewBackOff(time.Second, time.Minute))
	if err != nil {
		return err
	}
	scheduling := factory.Scheduling()
	jobs, err := job.NewController(ctx, client, pods, factory.Batch().V1().Jobs(),
		scheduling.V1beta1().Workloads(), scheduling.V1beta1().PodGroups())
	if err != nil {
		return err
	}
	policies, err := newPolicyChecker(client, factory)
	if err != nil {
		return err
	}
	if _, err := pods.Informer().AddEventHandler(kubelet(ctx, client)); err != nil {
		return err
	}

	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go deployments.Run(ctx, workers)
	go replicaSets.Run(ctx, workers)
	go statefulSets.Run(ctx, workers)
	go daemonSets.Run(ctx, workers)
	go jobs.Run(ctx, workers)
	go policies.Run(ctx, workers)
	return nil
}

func createNode(ctx context.Context, client kubernetes.Interface) error {
	node := &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: nodeName}}
	node.Status.Conditions = []v1.NodeCondition{{Type: v1.NodeReady, Status: v1.ConditionTrue}}
	node, err := client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	// Admission taints a new node as not ready, and no DaemonSet tolerates that.
	node.Spec.Taints = nil
	_, err = client.CoreV1().Nodes().Update(ctx, node, metav1.UpdateOptions{})
	return err
}

// kubelet returns the handler that starts each new pod, and removes each pod with a deletion timestamp.
func kubelet(ctx context.Context, client kubernetes.Interface) cache.ResourceEventHandler {
	handle := func(object any) {
		pod, ok := object.(*v1.Pod)
		if !ok {
			return
		}
		// Errors are conflicts with another change, which calls this handler again.
		switch {
		case pod.DeletionTimestamp != nil:
			_ = client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, *metav1.NewDeleteOptions(0))
		case pod.Spec.NodeName == "":
			_ = client.CoreV1().Pods(pod.Namespace).Bind(ctx, &v1.Binding{
				ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name},
				Target:     v1.ObjectReference{Kind: "Node", Name: nodeName},
			}, metav1.CreateOptions{})
		case pod.Status.Phase == v1.PodPending:
			_, _ = client.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, started(pod), metav1.UpdateOptions{})
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { go handle(object) },
		UpdateFunc: func(_, object any) { go handle(object) },
	}
}

// started returns the pod as the kubelet reports it: running and ready, or succeeded if a Job owns it.
func started(pod *v1.Pod) *v1.Pod {
	pod = pod.DeepCopy()
	now := metav1.Now()
	pod.Status.StartTime = &now
	if owner := metav1.GetControllerOf(pod); owner != nil && owner.Kind == "Job" {
		pod.Status.Phase = v1.PodSucceeded
		return pod
	}
	pod.Status.Phase = v1.PodRunning
	pod.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: v1.ConditionTrue, LastTransitionTime: now}}
	return pod
}
