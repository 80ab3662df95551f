import type { ContextAPI, MetricsAPI, PropagationAPI, TraceAPI } from '@opentelemetry/api';

/** What is used of `@opentelemetry/api`: hand the whole module over. */
export interface OpenTelemetryApi {
  readonly trace: Pick<TraceAPI, 'getTracer' | 'getSpan'>;
  readonly context: Pick<ContextAPI, 'active' | 'with'>;
  readonly propagation: Pick<PropagationAPI, 'extract'>;
  readonly metrics: Pick<MetricsAPI, 'getMeter'>;
}
