/** `npm run test:thorough`, for a night: tries what no other run has the time for. */
export const THOROUGH: boolean = process.env['SALLYPORT_THOROUGH'] === '1';

/** A thorough run tries the whole amount, and every other run less. */
export function thoroughly<Amount>(whole: Amount, otherwise: Amount): Amount {
  return THOROUGH ? whole : otherwise;
}

/** CI tries the whole amount. A local `npm test` tries less, to stay short. */
export function inCi<Amount>(whole: Amount, locally: Amount): Amount {
  return process.env['CI'] === undefined ? locally : whole;
}
