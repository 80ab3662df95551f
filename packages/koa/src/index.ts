/**
 * `@sallyport/koa`: mounts the Sallyport HTTP contract in a Koa app, and guards the app's own routes.
 *
 * @packageDocumentation
 */
export { InvalidDemand, UnknownStrength } from '@sallyport/http';
export { type KoaSallyport, type RoutesOptions, type SallyportState, sallyport } from './sallyport.ts';
