/**
 * `@sallyport/next`: the Sallyport HTTP contract as route handlers of Next.js, with guards for the app's own routes and for server
 * components.
 *
 * @packageDocumentation
 */
export { type FetchBegun, InvalidDemand, type StepUpDemand, UnknownStrength } from '@sallyport/http';
export { type Checked, type NextOptions, type NextSallyport, type RouteHandlers, sallyport } from './sallyport.ts';
