/** Writes manifests of any size, the same in each run. */

/** A Deployment of about 2.7 kB, like that of a web service's chart. */
function deployment(index: number): string {
  const env = Array.from({ length: 18 }, (_, number) => [
    `            - name: SETTING_${number}`,
    `              value: "some value number ${number} for deployment ${index}"`,
  ]).flat();
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: team-${index % 50}
  labels:
    app.kubernetes.io/name: app-${index}
    app.kubernetes.io/part-of: shop
  annotations:
    example.com/description: "The deployment number ${index} of a large cluster, with a sentence that is long enough to matter"
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: app-${index}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app-${index}
    spec:
      serviceAccountName: app
      containers:
        - name: main
          image: registry.example.com/shop/app-${index}:1.2.3
          ports:
            - containerPort: 8080
          env:
${env.join("\n")}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {cpu: "1", memory: 256Mi}
          livenessProbe:
            httpGet: {path: /healthz, port: 8080}
          volumeMounts:
            - name: config
              mountPath: /etc/app
      volumes:
        - name: config
          configMap:
            name: app-${index}
`;
}

/** Some Deployments, one document each. */
export function deployments(count: number): string {
  return Array.from({ length: count }, (_, index) => deployment(index)).join("---\n");
}
