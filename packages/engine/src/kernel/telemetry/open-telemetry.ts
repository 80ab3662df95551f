import type { Tracer } from '@opentelemetry/api';
import { isRefusal } from '../../contract/refusal.ts';
import type { Telemetry, WaitingLine } from '../../contract/telemetry.ts';
import { type Instruments, instruments } from './instruments.ts';
import { carried, seenRequest } from './seen-request.ts';
import { seenStore } from './seen-store.ts';
import { type Ended, type OpenTelemetryApi, secondsSince, seenPart, watch } from './watch.ts';

const SCOPE = '@sallyport/engine';

/** These calls run long after their request, often about other people. */
const LATER: ReadonlySet<string> = new Set(['notifyOwner', 'afterDeletion', 'onEvent', 'onLogHead']);

/**
 * Spans and metrics by OpenTelemetry, for the option `telemetry`. The host's SDK exports them. Without an SDK they are dropped.
 * `docs/guide/observability.md` describes each span and metric.
 *
 * @example
 * ```ts
 * import * as api from '@opentelemetry/api';
 * import { createSallyport } from '@sallyport/engine';
 * import { openTelemetry } from '@sallyport/engine/telemetry';
 * import { memoryStore } from '@sallyport/storage-memory';
 *
 * const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: [process.env['SALLYPORT_SECRET'] ?? ''],
 *   store: memoryStore(),
 *   telemetry: openTelemetry(api),
 * });
 * ```
 */
export function openTelemetry(api: OpenTelemetryApi): Telemetry {
  const tracer = api.trace.getTracer(SCOPE);
  const levels = { hashing: new Set<Level>(), flows: new Set<Level>(), notices: new Set<Level>() };
  const measured = instruments(api.metrics.getMeter(SCOPE), {
    hashingWaiting: () => sum(levels.hashing),
    flowsOpen: () => sum(levels.flows),
    noticesWaiting: () => sum(levels.notices),
  });

  const hostCall = <Answer>(name: string, provider: string | undefined, call: () => Answer): Answer => {
    const attributes = {
      'sallyport.host.call': name,
      ...(provider === undefined ? {} : { 'sallyport.provider': provider }),
    };
    const options = { root: LATER.has(name) };
    return watch(tracer, { name: `sallyport.host.${name}`, attributes, options, duration: measured.hostCalls }, call);
  };
  return {
    store(given, now) {
      const { store, flowsOpen, noticesWaiting } = seenStore(tracer, measured, given, now);
      levels.flows.add(flowsOpen);
      levels.notices.add(noticesWaiting);
      return store;
    },
    operations: (part, given) =>
      seenPart(given, (name, call) => {
        const operation = `${part}.${name}`;
        const attributes = { 'sallyport.operation': operation };
        return watch(
          tracer,
          { name: `sallyport.${operation}`, attributes, duration: measured.operations, also: outcomeOf },
          call,
        );
      }),
    provider: (id, given) => seenPart(given, (name, call) => hostCall(`provider.${name}`, id, call)),
    hostCall:
      (name, call) =>
      (...asked) =>
        hostCall(name, undefined, () => call(...asked)),
    hashing(given) {
      const { line, waiting } = seenHashing(tracer, measured, given);
      levels.hashing.add(waiting);
      return line;
    },
    request: (request, answer) => seenRequest(api, tracer, measured, request, answer),
    carried: (headers, work) => carried(api, headers, work),
  };
}

type Level = () => number;

const sum = (levels: ReadonlySet<Level>): number => [...levels].reduce((total, level) => total + level(), 0);

interface SeenHashing<Turn> {
  readonly line: WaitingLine<Turn>;
  readonly waiting: () => number;
}

function seenHashing<Turn extends { readonly queue: string }>(
  tracer: Tracer,
  measured: Instruments,
  line: WaitingLine<Turn>,
): SeenHashing<Turn> {
  let waiting = 0;
  return {
    waiting: () => waiting,
    line: async (turn, job) => {
      const attributes = { 'sallyport.hashing.queue': turn.queue };
      const asked = performance.now();
      let waits = true;
      waiting += 1;
      const leave = (): void => {
        if (waits) waiting -= 1;
        waits = false;
      };
      try {
        return await line(turn, () => {
          leave();
          measured.hashingWaits.record(secondsSince(asked), attributes);
          return watch(tracer, { name: 'sallyport.hashing', attributes, duration: measured.hashing }, job);
        });
      } finally {
        leave();
      }
    },
  };
}

function outcomeOf(how: Ended): { readonly 'sallyport.outcome': string } | undefined {
  if ('fault' in how) return undefined;
  const { answer } = how;
  if (isRefusal(answer)) return { 'sallyport.outcome': answer.refused };
  return { 'sallyport.outcome': statusOf(answer) ?? 'done' };
}

function statusOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('answer' in answer)) return undefined;
  const { answer: flow } = answer;
  if (typeof flow !== 'object' || flow === null || !('status' in flow)) return undefined;
  return FLOWS.find((status) => status === flow.status);
}

const FLOWS: readonly string[] = ['open', 'continue', 'enroll', 'redirect', 'complete', 'recovered'];
