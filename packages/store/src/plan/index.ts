/**
 * `@sallyport/store/plan`: a commit as a list of guarded writes, for authors of a store.
 * @packageDocumentation
 */

export { afterReset, type CounterReset, resetOf } from './counter-resets.ts';
export { MalformedCommit } from './malformed-commit.ts';
export type * from './plan.ts';
export { writesOf } from './plan.ts';
export { planCommit } from './plan-commit.ts';
