import { anywhere, type Instant, instant, type Policy } from '@sallyport/core';
import { CliError } from './cli-error.ts';

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** The time of `--on`: a date in UTC, or a date with a time and a zone. */
export function onDate(written: string | undefined): Instant | undefined {
  if (written === undefined) return undefined;
  const time = DATE.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(time))
    throw new CliError(
      'usage',
      `'--on' takes a date such as 2026-12-15 or 2026-12-15T00:00:00+01:00, not '${written}'`,
    );
  return instant(time);
}

/** The policy with the rules that have begun by now. */
export function ofNow(policy: Policy): Policy {
  return anywhere(policy, instant(Date.now()));
}
