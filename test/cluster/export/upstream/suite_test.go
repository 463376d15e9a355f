// Package upstream runs the tests of Pod Security admission that Kubernetes has for its own plugin (k8s.io/pod-security-admission/test)
// against the API server of a kubeconfig. Any admission plugin or policy may enforce the standards there.
package upstream

import (
	"os"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	admissiontest "k8s.io/pod-security-admission/test"
)

func TestStandards(t *testing.T) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		t.Fatalf("KUBECONFIG: %v", err)
	}
	// The tests send thousands of requests.
	config.QPS, config.Burst = 1000, 1000
	admissiontest.Run(t, admissiontest.Options{ClientConfig: config})
}
