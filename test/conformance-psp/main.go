// The program returns the answers of the admission plugin PodSecurityPolicy of Kubernetes v1.24 to pods.
//
// Each line of standard input is a request, and each line of standard output its answer. A request with pods replaces the pods, and its answer has
// them with the defaults of the API server. A request with a policy has an answer for each of these pods.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	v1 "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1beta1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	api "k8s.io/kubernetes/pkg/apis/core"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	policyv1beta1 "k8s.io/kubernetes/pkg/apis/policy/v1beta1"
	psp "k8s.io/kubernetes/pkg/security/podsecuritypolicy"
)

type request struct {
	Policy *policy.PodSecurityPolicy `json:"policy"`
	Pods   []*v1.Pod                 `json:"pods"`
}

type answer struct {
	// Admitted is set if the policy admits the pod, changed or not.
	Admitted bool `json:"admitted"`
	// Changed has the fields of the pod that a policy can change, if the policy changed one.
	Changed *changed `json:"changed,omitempty"`
}

type changed struct {
	Annotations      map[string]string      `json:"annotations,omitempty"`
	SecurityContext  *v1.PodSecurityContext `json:"securityContext,omitempty"`
	RuntimeClassName *string                `json:"runtimeClassName,omitempty"`
	InitContainers   []container            `json:"initContainers,omitempty"`
	Containers       []container            `json:"containers,omitempty"`
}

type container struct {
	Name            string              `json:"name"`
	SecurityContext *v1.SecurityContext `json:"securityContext,omitempty"`
}

type response struct {
	Error   string    `json:"error,omitempty"`
	Pods    []*v1.Pod `json:"pods,omitempty"`
	Answers []answer  `json:"answers,omitempty"`
}

// pods are those of the last request with pods.
var pods []*api.Pod

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<28)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		line, err := json.Marshal(respond(in.Bytes()))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(line)
		out.WriteByte('\n')
		out.Flush()
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func respond(line []byte) response {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return response{Error: err.Error()}
	}
	if asked.Policy == nil {
		return setPods(asked.Pods)
	}
	policyv1beta1.SetObjectDefaults_PodSecurityPolicy(asked.Policy)
	provider, err := psp.NewSimpleProvider(asked.Policy, "test", psp.NewSimpleStrategyFactory())
	if err != nil {
		return response{Error: err.Error()}
	}
	answers := make([]answer, 0, len(pods))
	for _, pod := range pods {
		one, err := admit(provider, pod)
		if err != nil {
			return response{Error: err.Error()}
		}
		answers = append(answers, one)
	}
	return response{Answers: answers}
}

// setPods sets the defaults of the API server, as the API server does before the plugin runs.
func setPods(asked []*v1.Pod) response {
	pods = make([]*api.Pod, 0, len(asked))
	for _, pod := range asked {
		corev1.SetObjectDefaults_Pod(pod)
		internal := new(api.Pod)
		if err := corev1.Convert_v1_Pod_To_core_Pod(pod, internal, nil); err != nil {
			return response{Error: err.Error()}
		}
		pods = append(pods, internal)
	}
	return response{Pods: asked}
}

// admit follows assignSecurityContext and computeSecurityContext of the plugin.
func admit(provider psp.Provider, pod *api.Pod) (answer, error) {
	after := pod.DeepCopy()
	err := provider.MutatePod(after)
	result := answer{Admitted: err == nil && len(provider.ValidatePod(after)) == 0}
	if apiequality.Semantic.DeepEqual(pod, after) {
		return result, nil
	}
	external := new(v1.Pod)
	if err := corev1.Convert_core_Pod_To_v1_Pod(after, external, nil); err != nil {
		return answer{}, err
	}
	result.Changed = &changed{
		Annotations:      external.Annotations,
		SecurityContext:  external.Spec.SecurityContext,
		RuntimeClassName: external.Spec.RuntimeClassName,
		InitContainers:   contextsOf(external.Spec.InitContainers),
		Containers:       contextsOf(external.Spec.Containers),
	}
	return result, nil
}

func contextsOf(containers []v1.Container) []container {
	contexts := make([]container, 0, len(containers))
	for _, one := range containers {
		contexts = append(contexts, container{Name: one.Name, SecurityContext: one.SecurityContext})
	}
	return contexts
}
