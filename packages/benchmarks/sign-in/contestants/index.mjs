import * as floor from './floor.mjs';
import * as sallyport from './sallyport.mjs';

/**
 * The servers under test. Each module exports `start({ pool, url, port, options })`, which returns the request handler and `seed(count)` to
 * create people. For the clients, each module exports `requests`, which builds requests, and `read`, which reads answers.
 */
export const CONTESTANTS = { floor, sallyport };
