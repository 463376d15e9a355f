// A Kubernetes API server for the tests, whole and real: kube-apiserver with RBAC and Pod Security admission over an etcd
// of its own, in one process that listens on the loopback interface alone. Nothing else runs by default: pods stay
// Pending, and a Deployment makes none.
//
//	apiserver [-controllers] DIRECTORY [flags of kube-apiserver]
//
// DIRECTORY gets a kubeconfig for each user (NAME.kubeconfig), everything that the servers keep, and, when requests are
// answered, the file "ready" with the URL. The process ends when its standard input does, so that it outlives no test.
// With -controllers, Kubernetes' own controllers make the pods of Deployments, ReplicaSets, StatefulSets, DaemonSets and
// Jobs, and each pod starts at once.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	_ "k8s.io/component-base/logs/json/register"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// How long etcd and kube-apiserver may each take until they answer.
const patience = 90 * time.Second

func main() {
	arguments := os.Args[1:]
	hasControllers := len(arguments) > 0 && arguments[0] == "-controllers"
	if hasControllers {
		arguments = arguments[1:]
	}
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, "usage: apiserver [-controllers] DIRECTORY [flags of kube-apiserver]")
		os.Exit(2)
	}
	if err := run(arguments[0], hasControllers, arguments[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "apiserver:", err)
		os.Exit(1)
	}
}

func run(directory string, hasControllers bool, more []string) error {
	directory, err := filepath.Abs(directory)
	if err != nil {
		return err
	}
	go endWithStandardInput()

	etcd, err := startEtcd(directory)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer etcd.Close()

	port, err := freePort()
	if err != nil {
		return err
	}
	address := "127.0.0.1:" + strconv.Itoa(port)
	trust, err := writeCredentials(directory, "https://"+address)
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}

	in := func(name string) string { return filepath.Join(directory, name) }
	command := app.NewAPIServerCommand()
	command.SetArgs(append([]string{
		"--secure-port=" + strconv.Itoa(port),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--etcd-servers=" + etcd.Config().ListenClientUrls[0].String(),
		"--tls-cert-file=" + in("server.crt"),
		"--tls-private-key-file=" + in("server.key"),
		"--client-ca-file=" + in("ca.crt"),
		"--token-auth-file=" + in("tokens.csv"),
		"--authorization-mode=RBAC",
		"--allow-privileged",
		"--profiling=false",
		"--service-cluster-ip-range=10.0.0.0/24",
		"--service-account-issuer=https://" + address,
		"--service-account-key-file=" + in("server.key"),
		"--service-account-signing-key-file=" + in("server.key"),
		// It would refuse every pod: no controller makes the account "default".
		"--disable-admission-plugins=ServiceAccount",
	}, more...))
	prepare := func() error { return nil }
	if hasControllers {
		prepare = func() error { return startControllers(context.Background(), in("admin.kubeconfig")) }
	}
	go announce("https://"+address, trust, prepare, in("ready"))
	return command.Execute()
}

// endWithStandardInput lets the servers shut down as they do for a signal.
func endWithStandardInput() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
}

// startEtcd listens on sockets in the directory: who may not read it cannot reach etcd, which asks nobody for a password.
func startEtcd(directory string) (*embed.Etcd, error) {
	config := embed.NewConfig()
	config.Dir = filepath.Join(directory, "etcd")
	// What keeps it from starting is returned; when it ends, it calls that an error, three times over.
	config.LogLevel = "fatal"
	// What a test writes need not survive a power cut.
	config.UnsafeNoFsync = true
	clients := []url.URL{{Scheme: "unix", Path: filepath.Join(directory, "etcd.sock")}}
	peers := []url.URL{{Scheme: "unix", Path: filepath.Join(directory, "peer.sock")}}
	config.ListenClientUrls, config.AdvertiseClientUrls = clients, clients
	config.ListenPeerUrls, config.AdvertisePeerUrls = peers, peers
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return etcd, nil
	case err := <-etcd.Err():
		return nil, err
	case <-time.After(patience):
		return nil, fmt.Errorf("not ready after %s", patience)
	}
}

// freePort names a port that is free now. Somebody else may take it before kube-apiserver does: whoever starts this tries
// twice.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// announce prepares the cluster once the server says that it is ready, and then writes the file. The test that waits for
// the file has a limit of its own.
func announce(server string, trust *x509.CertPool, prepare func() error, file string) {
	client := http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}},
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := client.Get(server + "/readyz")
		if err != nil {
			continue
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != http.StatusOK || strings.TrimSpace(string(body)) != "ok" {
			continue
		}
		if err := prepare(); err != nil {
			fmt.Fprintln(os.Stderr, "apiserver: controllers:", err)
			os.Exit(1)
		}
		// In one step: a reader never finds half of it.
		if os.WriteFile(file+".new", []byte(server), 0o600) == nil && os.Rename(file+".new", file) == nil {
			return
		}
	}
	fmt.Fprintln(os.Stderr, "apiserver: kube-apiserver is not ready after", patience)
	os.Exit(1)
}
