import type { ContextAPI, MetricsAPI, PropagationAPI, TraceAPI } from '@opentelemetry/api';

/** The used members of `@opentelemetry/api`. Pass the whole module. */
export interface OpenTelemetryApi {
  readonly trace: Pick<TraceAPI, 'getTracer' | 'getSpan'>;
  readonly context: Pick<ContextAPI, 'active' | 'with'>;
  readonly propagation: Pick<PropagationAPI, 'extract'>;
  readonly metrics: Pick<MetricsAPI, 'getMeter'>;
}
