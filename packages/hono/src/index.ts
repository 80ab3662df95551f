/**
 * `@sallyport/hono`: mounts the Sallyport HTTP contract in a Hono app, and guards the app's own routes.
 *
 * @packageDocumentation
 */
export { InvalidDemand, UnknownStrength } from '@sallyport/http';
export {
  type HonoBegun,
  type HonoOptions,
  type HonoSallyport,
  type RoutesOptions,
  type SallyportVariables,
  sallyport,
} from './sallyport.ts';
