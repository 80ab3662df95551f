import * as floor from './floor.mjs';
import * as sallyport from './sallyport.mjs';

/**
 * Who signs people in. Each is `start({ pool, url, port, options })`, which answers the handler of its requests and a `seed(count)` that
 * makes people, and then, for whoever asks it, `requests` and `read`.
 */
export const CONTESTANTS = { floor, sallyport };
