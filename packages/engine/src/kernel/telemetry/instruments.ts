import type { Counter, Histogram, Meter } from '@opentelemetry/api';

export interface Instruments {
  readonly requests: Histogram;
  readonly operations: Histogram;
  readonly storeCalls: Histogram;
  readonly storeErrors: Counter;
  readonly hostCalls: Histogram;
  readonly hashing: Histogram;
  readonly hashingWaits: Histogram;
  readonly signIns: Counter;
  readonly lockouts: Counter;
  readonly events: Counter;
}

export interface Levels {
  readonly hashingWaiting: () => number;
  readonly flowsOpen: () => number;
  readonly noticesWaiting: () => number;
}

/** Seconds: `http.server.request.duration` of the semantic conventions, and finer bounds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export function instruments(meter: Meter, levels: Levels): Instruments {
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: BOUNDS } });
  const level = (name: string, unit: string, description: string, read: () => number): void => {
    meter.createObservableGauge(name, { description, unit }).addCallback((seen) => seen.observe(read()));
  };
  level('sallyport.hashing.waiting', '{password}', 'Passwords that wait to be hashed', levels.hashingWaiting);
  level('sallyport.flows.open', '{flow}', 'Flows that this process opened and that are not over', levels.flowsOpen);
  level(
    'sallyport.notices.waiting',
    '{notice}',
    'Notices to owners, and deletions that the host is still to be told',
    levels.noticesWaiting,
  );
  return {
    requests: duration('sallyport.request.duration', 'Requests of the HTTP contract'),
    operations: duration('sallyport.operation.duration', 'Operations of the engine'),
    storeCalls: duration('sallyport.store.duration', 'Calls of the store'),
    storeErrors: meter.createCounter('sallyport.store.errors', {
      description: 'Calls of the store that failed',
      unit: '{error}',
    }),
    hostCalls: duration('sallyport.host.duration', 'Calls of what the host brings: mails, roles, providers'),
    hashing: duration('sallyport.hashing.duration', 'Hashing of one password, without the wait before it'),
    hashingWaits: duration('sallyport.hashing.wait', 'The wait of one password before it is hashed'),
    signIns: meter.createCounter('sallyport.sign_ins', { description: 'How sign-ins ended', unit: '{sign_in}' }),
    lockouts: meter.createCounter('sallyport.lockouts', {
      description: 'Authenticators that were locked',
      unit: '{lockout}',
    }),
    events: meter.createCounter('sallyport.events', { description: 'Events of the action log', unit: '{event}' }),
  };
}
