import { createRequire } from 'node:module';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';

// Node resolves the packages here, because Vite would choose the builds for bundlers, and Node cannot load those builds.
const fromHere = createRequire(import.meta.url);
const api: typeof import('@opentelemetry/api') = fromHere('@opentelemetry/api');
const { AsyncLocalStorageContextManager }: typeof import('@opentelemetry/context-async-hooks') = fromHere(
  '@opentelemetry/context-async-hooks',
);
const { W3CTraceContextPropagator }: typeof import('@opentelemetry/core') = fromHere('@opentelemetry/core');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
}: typeof import('@opentelemetry/sdk-metrics') = fromHere('@opentelemetry/sdk-metrics');
const {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
}: typeof import('@opentelemetry/sdk-trace-base') = fromHere('@opentelemetry/sdk-trace-base');

/** A measured value with its attributes. For a histogram, `value` is the sum, `count` is the number of values, and `bounds` divide the values. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
  readonly count?: number;
  readonly bounds?: readonly number[];
}

/** OpenTelemetry's SDK, registered as in a host, for one test. */
export interface Registered {
  readonly api: typeof api;
  spans(): readonly ReadableSpan[];
  metrics(): Promise<readonly Measured[]>;
  /** All data that the SDK would export: the spans as one text, and the metrics as a second text. */
  everything(): Promise<readonly [string, string]>;
}

export function registerOpenTelemetry(): Registered {
  const exporter = new InMemorySpanExporter();
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meters = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 2 ** 30 })],
  });
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  api.metrics.setGlobalMeterProvider(meters);
  onTestFinished(async () => {
    for (const part of [api.context, api.propagation, api.trace, api.metrics]) part.disable();
    await meters.shutdown();
  });

  const metrics = async (): Promise<readonly Measured[]> => {
    measured.reset();
    await meters.forceFlush();
    return measured
      .getMetrics()
      .flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap((scope) =>
          scope.metrics.flatMap(({ descriptor: { name, unit }, dataPoints }) =>
            dataPoints.map(({ attributes, value }) => ({ name, unit, attributes, ...valuesOf(value) })),
          ),
        ),
      );
  };
  return {
    api,
    spans: () => exporter.getFinishedSpans(),
    metrics,
    everything: async () => {
      const spans = exporter
        .getFinishedSpans()
        .map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
      return [JSON.stringify(spans), JSON.stringify(await metrics())];
    },
  };
}

/** @param value of a counter or gauge, or the object of a histogram */
function valuesOf(value: unknown): Pick<Measured, 'value' | 'count' | 'bounds'> {
  if (typeof value === 'number') return { value };
  const { sum, count, buckets } = Object(value);
  return { value: Number(sum), count: Number(count), bounds: buckets.boundaries };
}
