import type { Denied } from '../decision/decision.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Grant } from './grant.ts';

/**
 * What became of a command: `evolve` folds these into the flow. They are neither what the engine tells (`onEvent`) nor its action log, which is
 * of what it commits (`EventRecord`). A host that calls `decide` itself may write a log of its own from them.
 */
export type FlowEvent =
  | { readonly type: 'factor-proved'; readonly evidence: Evidence }
  | { readonly type: 'factor-failed'; readonly method: Method | 'enrollment-code' }
  | { readonly type: 'factor-enrolled'; readonly factor: EnrollableMethod; readonly evidence: Evidence }
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'denied'; readonly reason: Denied['reason'] };
