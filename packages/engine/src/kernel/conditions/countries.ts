import { badOption } from './bad-option.ts';
import type { Condition } from './told-where.ts';

/**
 * The condition "from another country". The host brings the database. A request without an address, and an address that the database does not know,
 * are outside.
 * @param countries codes of ISO 3166-1 alpha-2, such as `'AT'`, in capital letters
 * @param countryOf the code of the country of an address. It has less than half a second: look addresses up in memory
 * @throws SallyportConfigError `bad-option`, if a text is no code, or if there is none
 */
export function outsideCountries(
  countries: readonly string[],
  countryOf: (ip: string) => string | undefined | Promise<string | undefined>,
): Condition {
  if (countries.length === 0) throw noCode('no country');
  for (const country of countries)
    if (!/^[A-Z]{2}$/.test(country)) throw noCode(`'${country}', which is no code of a country`);
  const inside = new Set(countries);
  return async ({ ip }) => {
    const country = ip === undefined ? undefined : await countryOf(ip);
    return country === undefined || !inside.has(country);
  };
}

const noCode = badOption('outsideCountries', "Write codes of ISO 3166-1 alpha-2, such as 'AT'.");
