module kubectl-pss/test/cluster/export/kyverno

go 1.26.2

require github.com/kyverno/api v0.0.1-alpha.3.0.20260723090831-fb2785727f98
