import type { Denied } from '../decision/decision.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { EnrollableMethod, Method } from '../strength/method.ts';
import type { Grant } from './grant.ts';

/**
 * The events of a command; `evolve` applies them to the flow. The engine has separate events for its host (`onEvent`) and its
 * action log (`EventRecord`). A host that calls `decide` itself may log these events.
 */
export type FlowEvent =
  | { readonly type: 'factor-proved'; readonly evidence: Evidence }
  | { readonly type: 'factor-failed'; readonly method: Method | 'enrollment-code' }
  | { readonly type: 'factor-enrolled'; readonly factor: EnrollableMethod; readonly evidence: Evidence }
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'denied'; readonly reason: Denied['reason'] };
