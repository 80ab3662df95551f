import type { Commit, MembershipRecord, SessionCheck, SessionLoaded } from '@sallyport/engine';
import { turns } from '../history/interleaving.ts';
import { later } from '../sample-records.ts';
import { type BrokenStores, writing } from './broken-store.test-support.ts';
import { atAnyVersion, breaking, claiming, type Organised } from './organisations.test-support.ts';

async function afterCurrent(change: Commit, sound: Organised): Promise<Commit> {
  const { tenant, guards, membership } = change;
  if (membership === undefined) return change;
  const { organisation, accountId } = membership;
  const current = await sound.readMembership(tenant, organisation, accountId);
  const { memberships: _, ...others } = guards;
  if (current === undefined) return { ...change, guards: others };
  const memberships = [{ organisation, accountId, version: current.version }];
  const next = { ...membership, version: current.version + 1 };
  return { ...change, guards: { ...others, memberships }, membership: next };
}

function joins({ membership }: Commit): boolean {
  return membership !== undefined;
}

/** Remembers every membership that was written, and answers those of an account. */
function remembering(
  caughtBy: string,
  answers: (remembered: readonly MembershipRecord[], found: readonly MembershipRecord[]) => boolean,
  claims: (change: Commit) => boolean,
): BrokenStores[string] {
  return breaking(caughtBy, (sound) => {
    const written: MembershipRecord[] = [];
    return {
      commit: async (change) => {
        const result = await sound.commit(change);
        if (change.membership !== undefined && (result.outcome === 'committed' || claims(change)))
          written.push(change.membership);
        return change.membership !== undefined && claims(change) ? { outcome: 'committed' } : result;
      },
      listMembershipsOf: async (tenant, accountId) => {
        const found = await sound.listMembershipsOf(tenant, accountId);
        const own = written.filter((one) => one.tenant === tenant && one.accountId === accountId);
        return answers(own, found) ? own : found;
      },
    };
  });
}

const NOW_ALONE = 'the membership and the organisation are those of now';
const NEWER = 'a session check brings the membership, and the organisation if it is newer';

function asking(
  caughtBy: string,
  other: (check: SessionCheck) => SessionCheck,
  answer: (loaded: SessionLoaded) => SessionLoaded = (loaded) => loaded,
): BrokenStores[string] {
  return breaking(caughtBy, (sound) => ({
    checkSession: async (check) => {
      const loaded = await sound.checkSession(other(check));
      return loaded && answer(loaded);
    },
  }));
}

function knowing({ in: entered, ...check }: SessionCheck, knownVersion: number): SessionCheck {
  return entered === undefined ? check : { ...check, in: { ...entered, knownVersion } };
}

/** Stores that lose memberships, keep too many, or confuse them in a check. */
export const brokenMemberships: BrokenStores = {
  'answers another instant of a membership': breaking(
    'a membership comes back as it was written, moves on from its version, and is removed',
    (sound) => ({
      readMembership: async (...asked) => {
        const found = await sound.readMembership(...asked);
        return found && { ...found, since: later(0) };
      },
    }),
  ),
  'writes the first membership of an account over another': atAnyVersion(
    'of 20 first memberships of an account at once, one is written',
    'membership',
    afterCurrent,
  ),
  'writes the next state of a membership at any version': atAnyVersion(
    'of 20 changes of a membership at once, one is written',
    'membership',
    afterCurrent,
  ),
  'takes a membership without an account': claiming(
    'a membership needs its account and its organisation, stored or in the same change',
    'account',
    joins,
  ),
  'takes a membership without an organisation': claiming(
    'a membership needs its account and its organisation, stored or in the same change',
    'organisation',
    joins,
  ),
  'guards the written membership alone': writing('a change rests on the memberships that it guards', (change) => {
    const { membership, removeMembership, guards } = change;
    const own = membership?.accountId ?? removeMembership?.accountId;
    const memberships = guards.memberships?.filter(({ accountId }) => accountId === own);
    return { ...change, guards: { ...guards, memberships } };
  }),
  'lets two owners at once remove each other': writing(
    'of two owners at once that remove each other, or leave and rest on the other, one stays',
    (change) => {
      const { memberships: _, ...guards } = change.guards;
      return change.removeMembership === undefined ? change : { ...change, guards };
    },
  ),
  'lists members of every role': breaking('members are listed by account, in pages, and by role', (sound) => ({
    listMemberships: (tenant, organisation, { role: _, ...page }) => sound.listMemberships(tenant, organisation, page),
  })),
  'takes any number of memberships': claiming(
    'an account has at most 1,000 memberships, also if 20 begin at once',
    'full',
    joins,
  ),
  'takes a membership less': breaking(
    'an account has at most 1,000 memberships, also if 20 begin at once',
    (sound) => ({
      commit: async (change) => {
        const { tenant, membership } = change;
        const held = membership && (await sound.listMembershipsOf(tenant, membership.accountId));
        return held?.length === 999 ? { outcome: 'conflict', with: 'full' } : sound.commit(change);
      },
    }),
  ),
  'leaves the memberships of a deleted account': remembering(
    'a deleted account leaves no membership, also beside 20 that begin',
    (own, found) => found.length === 0 && own.length > 0,
    () => false,
  ),
  'lets members into a removed organisation': remembering(
    'of 20 that begin beside the removal of their organisation, nobody is a member',
    (own, found) => found.length === 0 && own.length > 0,
    joins,
  ),
  'always brings the organisation': asking(NEWER, (check) => knowing(check, 0)),
  'never brings the organisation': asking(NEWER, (check) => knowing(check, 1_000)),
  'brings the organisation to members alone': asking(
    'who is no member gets the organisation alone, and in a removed one nobody is a member',
    (check) => check,
    ({ organisation, ...loaded }) =>
      loaded.membership === undefined || organisation === undefined ? loaded : { ...loaded, organisation },
  ),
  'remembers the membership of a session': breaking(NOW_ALONE, (sound) => {
    const seen = new Map<string, MembershipRecord>();
    return {
      checkSession: async (check) => {
        const loaded = await sound.checkSession(check);
        const key = JSON.stringify([check.tenant, check.tokenHash, check.in?.organisation]);
        const membership = seen.get(key) ?? loaded?.membership;
        if (loaded === undefined || membership === undefined) return loaded;
        seen.set(key, membership);
        return { ...loaded, membership };
      },
    };
  }),
  'takes the organisation of the first of several checks': breaking(
    'checks at once are answered each by its own organisation, beside checks that enter none',
    (sound) => {
      let first: SessionCheck | undefined;
      return {
        checkSession: async (check) => {
          first ??= check;
          const asked = { ...check, in: first.in };
          await turns(1);
          first = undefined;
          return sound.checkSession(asked);
        },
      };
    },
  ),
  'enters no organisation in a step': breaking(
    'a step brings the membership of its account, and the organisation if it is newer',
    (sound) => ({ beginStep: ({ in: _, ...step }) => sound.beginStep(step) }),
  ),
};
