import * as z from 'zod/mini';
import { parseDuration } from '../time/duration.ts';
import type { DurationText } from './policy-input.ts';

interface Bound {
  readonly length: DurationText;
  readonly because: string;
}

interface Bounds {
  readonly least?: Bound;
  readonly most?: Bound;
}

/** Anybody can lock an account by failing on purpose. Only an administrator can block without end, and the log names the administrator. */
const LONGEST_LOCK: Bound = {
  length: '30d',
  because: 'anybody can set a lock by guessing wrong, and only an administrator should keep people out for longer',
};

/** Outside the bounds people could not work under the policy, and no administrator could undo it. */
export const BOUNDS: {
  readonly idle: Bounds;
  readonly absolute: Bounds;
  readonly recentProof: Bounds;
  readonly providerStrengthWithin: Bounds;
  readonly window: Bounds;
  readonly lock: Bounds;
  readonly dormant: Bounds;
} = {
  dormant: { least: { length: '1d', because: 'a shorter time blocks people who work here every day' } },
  idle: { least: { length: '1m', because: 'a shorter limit ends sessions while people read a page' } },
  absolute: {
    least: { length: '5m', because: 'a shorter limit ends sessions before people finish what they signed in for' },
  },
  recentProof: {
    least: { length: '1m', because: 'with a shorter limit a proof is too old before the change that needs it is sent' },
  },
  providerStrengthWithin: {
    least: { length: '1d', because: 'within a shorter time people do not come back to their provider' },
    most: { length: '365d', because: 'people whose provider reports less for good set up nothing for as long' },
  },
  window: {
    least: { length: '1m', because: 'a shorter window forgets guesses before the next one is made' },
    most: { length: '30d', because: 'a longer window locks people who mistype now and then' },
  },
  lock: { most: LONGEST_LOCK },
};

/** People mistype, and anybody can guess wrong on purpose. */
export const FEWEST_FAILURES = 3;
export const FEWEST_FAILURES_TEXT: string = `is at least ${FEWEST_FAILURES}: people mistype, and anybody can lock an account by guessing wrong`;

const isDuration = z.refine<string>(
  (text) => parseDuration(text) !== undefined,
  "a duration is a whole number and a unit, such as '3s', '15m', '12h' or '30d'",
);

const PATTERN = { pattern: '^[1-9][0-9]{0,5}[smhd]$', examples: ['15m', '12h', '30d'] };

export function durationWithin({ least, most }: Bounds = {}): z.ZodMiniType<DurationText, DurationText> {
  const said = [
    ...(least === undefined ? [] : [`at least ${least.length}`]),
    ...(most === undefined ? [] : [`at most ${most.length}`]),
  ];
  const text = z.string().check(
    isDuration,
    z.refine(
      (text) => least === undefined || !isShorter(text, least.length),
      `is at least '${least?.length}': ${least?.because}`,
    ),
    z.refine(
      (text) => most === undefined || !isShorter(most.length, text),
      `is at most '${most?.length}': ${most?.because}`,
    ),
    z.meta(said.length === 0 ? PATTERN : { ...PATTERN, description: said.join(', ') }),
  );
  // The check `isDuration` says at run time what the type says.
  return text as unknown as z.ZodMiniType<DurationText, DurationText>;
}

/** False if a text is not a duration: the schema reports that fault already. */
function isShorter(text: string, other: string): boolean {
  return (parseDuration(text) ?? Number.NaN) < (parseDuration(other) ?? Number.NaN);
}
