/**
 * `@sallyport/core/lockout`: the rules of the attempt counter, as pure functions. Stores follow them.
 *
 * @packageDocumentation
 */
export * from './clearing.ts';
export * from './lockout.ts';
export * from './own-budget.ts';
export * from './refused-at-directory.ts';
