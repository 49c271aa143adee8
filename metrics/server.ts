import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

export interface MetricsServer {
  close(): Promise<void>;
}

/**
 * Serves this process's metrics at /metrics on a port of their own; from then on they are counted. Without a port nothing is served,
 * and what is counted is counted by nobody.
 */
export async function serveMetrics(host: string, port: number | undefined): Promise<MetricsServer> {
  if (port === undefined) return { close: async () => {} };
  const exporter = new PrometheusExporter({
    host,
    port,
    preventServerStart: true,
    withoutScopeInfo: true,
    withoutTargetInfo: true,
  });
  const provider = new MeterProvider({ readers: [exporter] });
  await exporter.startServer();
  metrics.setGlobalMeterProvider(provider);
  return {
    async close() {
      metrics.disable();
      await provider.shutdown();
    },
  };
}
