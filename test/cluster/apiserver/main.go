// A real Kubernetes API server for the tests: kube-apiserver with RBAC and Pod Security Admission, and its own etcd, in one process that listens only
// on the loopback interface. By default nothing else runs: pods stay Pending, and a Deployment makes no pods.
//
//	apiserver [-controllers] DIRECTORY [flags of kube-apiserver]
//
// DIRECTORY gets a kubeconfig for each user (NAME.kubeconfig), the data of the servers and, when the server is ready, the file "ready" with the URL.
// The process ends when its standard input is closed, so that it ends with its test. With -controllers, Kubernetes' own controllers make the pods of
// Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs, and each pod starts at once.
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

// The timeout for the start of etcd, and of kube-apiserver.
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
		// It would reject every pod, because no controller creates the account "default".
		"--disable-admission-plugins=ServiceAccount",
	}, more...))
	prepare := func() error { return nil }
	if hasControllers {
		prepare = func() error { return startControllers(context.Background(), in("admin.kubeconfig")) }
	}
	go announce("https://"+address, trust, prepare, in("ready"))
	return command.Execute()
}

// endWithStandardInput shuts the servers down with a signal when standard input is closed.
func endWithStandardInput() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
}

// startEtcd listens on sockets in the directory. etcd has no password, so the permissions of the directory protect it.
func startEtcd(directory string) (*embed.Etcd, error) {
	config := embed.NewConfig()
	config.Dir = filepath.Join(directory, "etcd")
	// Errors of the start are returned. At its end, etcd would log three errors.
	config.LogLevel = "fatal"
	// The data of a test need not survive a power failure.
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

// freePort returns a free port. Another process may take it before kube-apiserver does, so the caller tries twice.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// announce waits until the server is ready, prepares the cluster, and writes the file. The test that waits for the file has its own timeout.
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
		// A rename is atomic, so a reader never sees a partial file.
		if os.WriteFile(file+".new", []byte(server), 0o600) == nil && os.Rename(file+".new", file) == nil {
			return
		}
	}
	fmt.Fprintln(os.Stderr, "apiserver: kube-apiserver is not ready after", patience)
	os.Exit(1)
}
