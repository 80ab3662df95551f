import { placeOfRule } from '@sallyport/assurance';
import { listed } from '../terminal/wrap.ts';
import type { ChangedLimits, OpenSessions } from './report.ts';

/** `roles.contractor.session`; `idle 30d, absolute 30d`. */
export interface LimitsTexts {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

export function limitsTexts({ source, before, after }: ChangedLimits): LimitsTexts {
  const text = ({ idle, absolute }: ChangedLimits['before']): string =>
    [...(idle === undefined ? [] : [`idle ${idle}`]), ...(absolute === undefined ? [] : [`absolute ${absolute}`])].join(
      ', ',
    );
  return { place: placeOfRule({ source, member: 'session' }), before: text(before), after: text(after) };
}

/** Of a changed limit that no rule has. */
export const FOLLOWS = 'follows from requiredStrength';

export function openSessionsText({ act, after, people }: OpenSessions): string {
  if (act === 'next-sign-in') {
    const groups = [...new Set(people.map(({ longest }) => longest))].map((longest) => {
      const some = people.filter((each) => each.longest === longest);
      return `of ${peopleText(some)} at most ${longest} after the sign-in`;
    });
    return `Open sessions go on until their own limits: ${listed(groups)}. The new policy counts from the next sign-in on ('onTighten' is next-sign-in).`;
  }
  const written = after === undefined ? act : `{ after: '${after}', then: '${act}' }`;
  const grace = after === undefined ? '' : `go on for ${after} after the policy comes in force, and then `;
  return `Open sessions of ${peopleText(people)} that do not meet the new policy ${grace}${ENDS[act][after === undefined ? 'now' : 'later']} ('onTighten' is ${written}).`;
}

const ENDS = {
  'next-request': { now: 'are refused from their next request on', later: 'are refused' },
  'step-up': { now: 'are asked for what is missing at their next request', later: 'are asked for what is missing' },
  revoke: { now: 'end at once', later: 'end' },
} as const;

function peopleText(people: readonly Pick<OpenSessions['people'][number], 'source'>[]): string {
  const roles = people.flatMap(({ source }) => (source === 'tenant' ? [] : [`'${source.role}'`]));
  const without = people.length > roles.length;
  const holders = roles.length === 0 ? '' : `with the ${roles.length === 1 ? 'role' : 'roles'} ${listed(roles)}`;
  if (!without) return `people ${holders}`;
  return holders === '' ? 'people without a role' : `people without a role or ${holders}`;
}
