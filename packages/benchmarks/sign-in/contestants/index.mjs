import * as betterAuth from './better-auth.mjs';
import * as floor from './floor.mjs';
import * as sallyport from './sallyport.mjs';

/** Each exports `start({ pool, url, port, options })`, which returns the request handler and `seed(count)`, `requests` and `read`. */
export const CONTESTANTS = { floor, sallyport, 'better-auth': betterAuth };
