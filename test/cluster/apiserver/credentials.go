package main

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// The group whose members may do everything without RBAC rules.
const masters = "system:masters"

// Users with a token; each is in one group. The tests grant rights to all users outside of this group.
var tokenUsers = []struct{ name, group string }{
	{"admin", masters},
	{"operator", masters},
	{"auditor", "auditors"},
	{"reader", "readers"},
	{"tenant", "tenants"},
	{"stranger", "strangers"},
}

// Users with a client certificate, and its validity from now.
var certificateUsers = []struct {
	name, group string
	validFor    time.Duration
}{
	{"certified", masters, 24 * time.Hour},
	{"expired", masters, -time.Hour},
}

// writeCredentials writes a certificate authority, the server's certificate, and the users' credentials and kubeconfigs.
func writeCredentials(directory, server string) (*x509.CertPool, error) {
	authority, err := newAuthority()
	if err != nil {
		return nil, err
	}
	serving, err := authority.issue(&x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		DNSNames:    []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, 24*time.Hour)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"ca.crt": authority.pem(), "server.crt": serving.certificate, "server.key": serving.key}

	var tokens bytes.Buffer
	for _, user := range tokenUsers {
		token := user.name + "-token"
		fmt.Fprintf(&tokens, "%s,%s,%s,%s\n", token, user.name, user.name, user.group)
		files[user.name+".kubeconfig"] = kubeconfig(server, authority, user.name, map[string]any{"token": token})
	}
	files["tokens.csv"] = tokens.Bytes()

	for _, user := range certificateUsers {
		issued, err := authority.issue(&x509.Certificate{
			Subject:     pkix.Name{CommonName: user.name, Organization: []string{user.group}},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}, user.validFor)
		if err != nil {
			return nil, err
		}
		credentials := map[string]any{"client-certificate-data": issued.certificate, "client-key-data": issued.key}
		files[user.name+".kubeconfig"] = kubeconfig(server, authority, user.name, credentials)
	}

	for name, content := range files {
		if err := os.WriteFile(filepath.Join(directory, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	trust := x509.NewCertPool()
	trust.AddCert(authority.certificate)
	return trust, nil
}

// kubeconfig returns a kubeconfig in JSON, which is valid YAML. JSON encodes bytes in base64, as a kubeconfig requires.
func kubeconfig(server string, authority *authority, user string, credentials map[string]any) []byte {
	type named map[string]any
	content, _ := json.MarshalIndent(map[string]any{
		"apiVersion":      "v1",
		"kind":            "Config",
		"clusters":        []named{{"name": "test", "cluster": named{"server": server, "certificate-authority-data": authority.pem()}}},
		"users":           []named{{"name": user, "user": credentials}},
		"contexts":        []named{{"name": "test", "context": named{"cluster": "test", "user": user}}},
		"current-context": "test",
	}, "", "  ")
	return content
}

type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// A certificate and its key, as PEM.
type issued struct{ certificate, key []byte }

func newAuthority() (*authority, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "kubectl-pss tests"},
		NotBefore:             time.Now().Add(-48 * time.Hour),
		NotAfter:              time.Now().Add(48 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate, key}, err
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// issue signs a certificate for a new key, valid since a day ago.
func (a *authority) issue(template *x509.Certificate, validFor time.Duration) (issued, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return issued{}, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return issued{}, err
	}
	template.SerialNumber = serial
	template.NotBefore = time.Now().Add(-24 * time.Hour)
	template.NotAfter = time.Now().Add(validFor)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return issued{}, err
	}
	return issued{
		certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		key:         pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}),
	}, nil
}
