/**
 * `@sallyport/express`: mounts the Sallyport HTTP contract in an Express app, and guards the app's own routes.
 *
 * @packageDocumentation
 */
export { InvalidDemand, NotGuarded, UnknownStrength } from '@sallyport/http';
export { type ExpressSallyport, sallyport, sessionOf } from './sallyport.ts';
