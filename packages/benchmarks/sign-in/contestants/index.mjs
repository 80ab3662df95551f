import * as floor from './floor.mjs';
import * as sallyport from './sallyport.mjs';

/**
 * Each exports `start({ pool, url, port, options })`, which returns the request handler and `seed(count)`; for the clients, `requests` builds
 * requests, and `read` reads answers.
 */
export const CONTESTANTS = { floor, sallyport };
