import { conjoined, quoted } from '../findings/wording.ts';
import { type ThreatAccount, targetOf } from './accounts.ts';
import type { Further, FurtherAsked } from './find-by-search.ts';
import type { ThreatExample, ThreatFinding } from './finding.ts';
import { open } from './opened.ts';
import { search } from './search.ts';
import { shownBy } from './shown.ts';
import { handsOf, type Thief } from './thief.ts';
import { applies } from './thieves.ts';

const PASSWORD: Thief = { id: 'password', thefts: ['password'] };
const PHISHED: Thief = { id: 'password+mailbox', thefts: ['password', 'mailbox'] };

/** A way in that opens the set-up alone has the finding `one-theft-is-enough`. */
export function findPhished({ world, accounts, thieves, budget, memory }: FurtherAsked): Further {
  if (!PHISHED.thefts.every((theft) => thieves.some(({ id }) => id === theft))) return { findings: [], undecided: 0 };
  const opens = (thief: Thief, account: ThreatAccount): ReturnType<typeof open> => {
    const target = targetOf(account);
    return open(world, target, shownBy(world, handsOf(thief), target), false);
  };
  const found: ThreatExample[] = [];
  let undecided = 0;
  for (const account of accounts) {
    const target = targetOf(account);
    if (account.emergency === true || !applies(PHISHED, target)) continue;
    const { sessions, offers } = opens(PHISHED, account);
    if (sessions.length > 0 || offers.length === 0 || opens(PASSWORD, account).offers.length > 0) continue;
    const begin = { steps: [], target, held: [] };
    const asked = { world, hands: handsOf(PHISHED), begin, wanted: new Set(['keeps'] as const), budget, memory };
    const { reached, complete } = search(asked);
    const chain = reached.get('keeps');
    if (chain !== undefined) found.push({ thief: PHISHED.id, account, goal: 'keeps', chain });
    else if (!complete) undecided++;
  }
  return { findings: findingOf(found), undecided };
}

function findingOf(found: readonly ThreatExample[]): readonly ThreatFinding[] {
  const [example] = found;
  if (example === undefined) return [];
  const sets = found.flatMap(({ account: { roles, alike = [] } }) => [roles, ...alike.map((role) => [role])]);
  const roles = [...new Map(sets.map((set) => [set.join(), set])).values()];
  return [
    {
      code: 'phished-proofs-keep-account',
      severity: 'info',
      path: 'enrollment.firstFactor',
      message: `A phished password and a phished mail code set up the first strong factor of ${peopleText(
        roles.flat(),
        roles.some((set) => set.length === 0),
      )}, and the factor is the thief's. With 'vouched' in place of 'two-proofs', the first factor takes an administrator's code, and an administrator without a strong factor needs one too.`,
      roles,
      example,
    },
  ];
}

function peopleText(roles: readonly string[], withoutRole: boolean): string {
  const holders = roles.length === 0 ? '' : `people with the ${roles.length === 1 ? 'role' : 'roles'} ${quoted(roles)}`;
  return conjoined([...(withoutRole ? ['people without a role'] : []), ...(holders === '' ? [] : [holders])]);
}
