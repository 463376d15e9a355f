package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	apiserveradmission "k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/apis/apiserver"
	apiserverv1 "k8s.io/apiserver/pkg/apis/apiserver/v1"
	apiserverv1alpha1 "k8s.io/apiserver/pkg/apis/apiserver/v1alpha1"
	"k8s.io/pod-security-admission/admission"
	admissionapi "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/admission/api/load"
)

const pluginName = "PodSecurity"

// configRequest requests kube-apiserver's reading of a configuration file, by the path or the text of the file.
type configRequest struct {
	File string  `json:"file"`
	Text *string `json:"text"`
	// The kind of the file: AdmissionConfiguration or PodSecurityConfiguration.
	As string `json:"as"`
}

// configResponse is the configuration in force, or the reason why the API server does not start: Refused is its message, and Cause the part of the
// message about the configuration.
type configResponse struct {
	Defaults   *defaults   `json:"defaults,omitempty"`
	Exemptions *exemptions `json:"exemptions,omitempty"`
	Refused    string      `json:"refused,omitempty"`
	Cause      string      `json:"cause,omitempty"`
}

func config(request configRequest) (configResponse, error) {
	file := request.File
	if request.Text != nil {
		directory, err := os.MkdirTemp("", "referee")
		if err != nil {
			return configResponse{}, err
		}
		defer os.RemoveAll(directory)
		file = filepath.Join(directory, "configuration.yaml")
		if err := os.WriteFile(file, []byte(*request.Text), 0o600); err != nil {
			return configResponse{}, err
		}
	}
	var configuration *admissionapi.PodSecurityConfiguration
	var err error
	switch request.As {
	case "AdmissionConfiguration":
		configuration, err = loadAdmissionConfiguration(file)
	case "PodSecurityConfiguration":
		configuration, err = load.LoadFromFile(file)
		if err != nil {
			err = notInitialized{"couldn't init", err}
		}
	default:
		return configResponse{}, fmt.Errorf("as is neither AdmissionConfiguration nor PodSecurityConfiguration but %q", request.As)
	}
	if err == nil {
		err = validate(configuration)
	}
	if err != nil {
		return refusal(err), nil
	}
	return configResponse{
		Defaults:   (*defaults)(&configuration.Defaults),
		Exemptions: (*exemptions)(&configuration.Exemptions),
	}, nil
}

// admissionScheme contains the versions of AdmissionConfiguration that kube-apiserver registers
// (pkg/server/options/admission.go of k8s.io/apiserver).
var admissionScheme = runtime.NewScheme()

func init() {
	utilruntime.Must(apiserver.AddToScheme(admissionScheme))
	utilruntime.Must(apiserverv1alpha1.AddToScheme(admissionScheme))
	utilruntime.Must(apiserverv1.AddToScheme(admissionScheme))
}

// loadAdmissionConfiguration reads the plugin's part of an AdmissionConfiguration.
func loadAdmissionConfiguration(file string) (*admissionapi.PodSecurityConfiguration, error) {
	provider, err := apiserveradmission.ReadAdmissionConfiguration([]string{pluginName}, file, admissionScheme)
	if err != nil {
		return nil, fmt.Errorf("failed to read plugin config: %w", err)
	}
	reader, err := pluginConfiguration(provider)
	if err != nil {
		return nil, err
	}
	configuration, err := load.LoadFromReader(reader)
	if err != nil {
		return nil, notInitialized{"couldn't init", err}
	}
	return configuration, nil
}

// pluginConfiguration opens the plugin's part. If that part is in an unreadable file, the library prints a stack trace and exits: main turns the exit
// into a panic.
func pluginConfiguration(provider apiserveradmission.ConfigProvider) (reader io.Reader, err error) {
	stderr := os.Stderr
	os.Stderr, _ = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	defer func() {
		_ = os.Stderr.Close()
		os.Stderr = stderr
		if problem := recover(); problem == errFatal {
			err = errors.New("the plugin's configuration file cannot be read")
		} else if problem != nil {
			panic(problem)
		}
	}()
	return provider.ConfigFor(pluginName)
}

// validate follows the plugin's ValidateInitialization
// (plugin/pkg/admission/security/podsecurity/admission.go of k8s.io/kubernetes).
func validate(configuration *admissionapi.PodSecurityConfiguration) error {
	evaluator, err := evaluatorFor(nil)
	if err != nil {
		return err
	}
	plugin := &admission.Admission{
		Configuration:   configuration,
		Evaluator:       evaluator,
		Metrics:         noMetrics{},
		NamespaceGetter: namespaces{},
		PodLister:       podList{},
	}
	if err := plugin.CompleteConfiguration(); err != nil {
		return notInitialized{"failed to initialize", fmt.Errorf("%s configuration error: %w", pluginName, err)}
	}
	if err := plugin.ValidateConfiguration(); err != nil {
		return notInitialized{"failed to initialize", fmt.Errorf("%s invalid: %w", pluginName, err)}
	}
	return nil
}

// notInitialized returns an error in the plugin's own configuration, in the words of pkg/admission/plugins.go of k8s.io/apiserver.
type notInitialized struct {
	step  string
	cause error
}

func (e notInitialized) Error() string {
	return fmt.Sprintf("%s admission plugin %q: %v", e.step, pluginName, e.cause)
}

func (e notInitialized) Unwrap() error { return e.cause }

func refusal(err error) configResponse {
	cause := err
	if inner := errors.Unwrap(err); inner != nil {
		cause = inner
	}
	return configResponse{Refused: err.Error(), Cause: cause.Error()}
}
