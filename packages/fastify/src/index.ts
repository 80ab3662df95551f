/**
 * `@sallyport/fastify`: mounts the Sallyport HTTP contract in a Fastify app, and guards the app's own routes.
 *
 * @packageDocumentation
 */
export { InvalidDemand, NotGuarded, UnknownStrength } from '@sallyport/http';
export { type FastifySallyport, sallyport, sessionOf } from './sallyport.ts';
