import { SallyportConfigError } from '../../contract/configuration-error.ts';

/** The error of a helper that got something wrong: `outsideHours got no day.` */
export function badOption(helper: string, wayOut: string): (what: string) => SallyportConfigError {
  return (what) => new SallyportConfigError('bad-option', `${helper} got ${what}.`, wayOut);
}
