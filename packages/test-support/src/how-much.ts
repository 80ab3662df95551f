/** CI tries the whole amount. A local `npm test` tries less, to stay short. */
export function inCi<Amount>(whole: Amount, locally: Amount): Amount {
  return process.env['CI'] === undefined ? locally : whole;
}
