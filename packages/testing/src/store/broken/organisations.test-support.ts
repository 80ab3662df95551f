import type { Commit, MembershipRecord, OrganisationReports, Organisations, Store, TenantId } from '@sallyport/engine';
import { hasOrganisations } from '@sallyport/store';
import type { Obstacle } from '../scene.ts';
import { type BrokenStores, withVerbs, writing } from './broken-store.test-support.ts';

export type Organised = Store & Organisations & OrganisationReports;

/** A store with some methods replaced. */
export function breaking(caughtBy: string, verbs: (sound: Organised) => Partial<Store>): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) => {
      if (!hasOrganisations(sound)) throw new TypeError('the sound store has organisations');
      return withVerbs(sound, verbs(sound));
    },
  };
}

/** A store that writes at whatever version there is. */
export function atAnyVersion(
  caughtBy: string,
  obstacle: Obstacle,
  rewrite: (change: Commit, sound: Organised) => Promise<Commit>,
): BrokenStores[string] {
  return breaking(caughtBy, (sound) => ({
    commit: async (change) => {
      for (let tries = 1; ; tries++) {
        const result = await sound.commit(await rewrite(change, sound));
        if (result.outcome === 'committed' || result.with !== obstacle || tries === 50) return result;
      }
    },
  }));
}

/** A store that answers a conflict as a success. */
export function claiming(
  caughtBy: string,
  obstacle: Obstacle,
  isMeant: (change: Commit) => boolean,
): BrokenStores[string] {
  return breaking(caughtBy, (sound) => ({
    commit: async (change) => {
      const result = await sound.commit(change);
      if (result.outcome === 'committed' || result.with !== obstacle || !isMeant(change)) return result;
      return { outcome: 'committed' };
    },
  }));
}

async function afterNewest({ guards, organisation, ...change }: Commit, sound: Organised): Promise<Commit> {
  const { organisation: _, ...others } = guards;
  if (organisation === undefined) return { ...change, guards };
  const newest = await sound.readOrganisation(change.tenant, organisation.id);
  return { ...change, guards: others, organisation: { ...organisation, version: (newest?.version ?? 0) + 1 } };
}

/** A store whose ids of organisations are others in the database. */
function withIds(caughtBy: string, id: (id: string) => string): BrokenStores[string] {
  const inOf = (record: MembershipRecord | undefined): MembershipRecord | undefined =>
    record && { ...record, organisation: id(record.organisation) };
  return breaking(caughtBy, (sound) => ({
    commit: ({ organisation, membership, ...change }) =>
      sound.commit({
        ...change,
        organisation: organisation && { ...organisation, id: id(organisation.id) },
        membership: inOf(membership),
      }),
    readOrganisation: (tenant, asked, ...version) => sound.readOrganisation(tenant, id(asked), ...version),
    readMembership: (tenant, asked, account) => sound.readMembership(tenant, id(asked), account),
    listMemberships: (tenant, asked, page) => sound.listMemberships(tenant, id(asked), page),
    listOrganisationVersions: (tenant, asked, page) => sound.listOrganisationVersions(tenant, id(asked), page),
  }));
}

const GONE = 'nobody is a member of a removed organisation, before and after a sweep';
const ONCE = 'a removed organisation stays as its last version alone, and its id is never used again';

/** Stores that lose versions of organisations, or keep what is removed. */
export const brokenOrganisations: BrokenStores = {
  'knows the newest version of an organisation alone': breaking(
    'an organisation comes back as it was written, at its newest version or at another',
    (sound) => ({ readOrganisation: (tenant, id) => sound.readOrganisation(tenant, id) }),
  ),
  'lists the versions of an organisation without pages': breaking(
    'an organisation comes back as it was written, at its newest version or at another',
    (sound) => ({
      listOrganisationVersions: (tenant, id) => sound.listOrganisationVersions(tenant, id, { limit: 100 }),
    }),
  ),
  'founds an organisation whose id is taken': atAnyVersion(
    'of 20 organisations at once with the same id, one comes to be',
    'organisation',
    afterNewest,
  ),
  'overwrites the next version of an organisation': atAnyVersion(
    'of 20 next versions of an organisation at once, one is written',
    'organisation',
    async (change, sound) => (change.organisation?.version === 1 ? change : afterNewest(change, sound)),
  ),
  'guards no organisation': writing(
    'a version follows the version before it, and a guard holds at one version',
    ({ guards: { organisation: _, ...guards }, ...change }) => ({ ...change, guards }),
  ),
  'lists organisations that were removed': breaking(
    'organisations are listed by id, in pages, without removed ones',
    (sound) => {
      const removed = new Map<TenantId, NonNullable<Commit['organisation']>[]>();
      return {
        commit: async (change) => {
          const { tenant, organisation } = change;
          if (organisation?.removedAt !== undefined)
            removed.set(tenant, [...(removed.get(tenant) ?? []), organisation]);
          return sound.commit(change);
        },
        listOrganisations: async (tenant, page) => {
          const { items, ...rest } = await sound.listOrganisations(tenant, page);
          return { items: [...(removed.get(tenant) ?? []), ...items], ...rest };
        },
      };
    },
  ),
  'lists the first organisations again and again': breaking(
    'organisations are listed by id, in pages, without removed ones',
    (sound) => ({ listOrganisations: (tenant, { limit }) => sound.listOrganisations(tenant, { limit }) }),
  ),
  'uses the id of a removed organisation again': breaking(ONCE, (sound) => ({
    commit: async (change) => {
      const { tenant, organisation } = change;
      const before = organisation && (await sound.readOrganisation(tenant, organisation.id));
      return organisation?.version === 1 && before?.removedAt !== undefined
        ? { outcome: 'committed' }
        : sound.commit(change);
    },
  })),
  'forgets a removed organisation': breaking(ONCE, (sound) => ({
    readOrganisation: async (...asked) => {
      const found = await sound.readOrganisation(...asked);
      return found?.removedAt === undefined ? found : undefined;
    },
  })),
  'answers the members of a removed organisation': breaking(GONE, (sound) => {
    const members: MembershipRecord[] = [];
    return {
      commit: async (change) => {
        if (change.membership !== undefined) members.push(change.membership);
        return sound.commit(change);
      },
      readMembership: async (tenant, organisation, account) => {
        const { removedAt } = (await sound.readOrganisation(tenant, organisation)) ?? {};
        if (removedAt === undefined) return sound.readMembership(tenant, organisation, account);
        return members.find((one) => one.organisation === organisation && one.accountId === account);
      },
    };
  }),
  'sweeps the members of every organisation when one is removed': breaking(GONE, (sound) => {
    let isRemoved = false;
    let isSwept = false;
    return {
      commit: async (change) => {
        isRemoved ||= change.organisation?.removedAt !== undefined;
        return sound.commit(change);
      },
      sweep: async (...asked) => {
        isSwept = isRemoved;
        return sound.sweep(...asked);
      },
      listMembershipsOf: async (...asked) => (isSwept ? [] : sound.listMembershipsOf(...asked)),
    };
  }),
  'compares the ids of organisations in any case': withIds('ids of any shape are ids of their own', (id) =>
    id.toLowerCase(),
  ),
  'compares the ids of organisations without white space': withIds('ids of any shape are ids of their own', (id) =>
    id.trim(),
  ),
  'composes the characters of an id': withIds('ids of any shape are ids of their own', (id) => id.normalize('NFC')),
  'cuts an id at NUL': withIds('an id that the database cannot store is refused, or is an id of its own', (id) =>
    id.replace(/\0.*/su, '').toWellFormed(),
  ),
  'answers an organisation of any tenant': breaking(
    'another tenant sees nothing of an organisation, and has its own',
    (sound) => ({
      readOrganisation: async (tenant, ...asked) =>
        (await sound.readOrganisation(tenant, ...asked)) ??
        sound.readOrganisation((tenant === 'acme' ? 'globex' : 'acme') as TenantId, ...asked),
    }),
  ),
  'writes an organisation before it looks at the guards': breaking(
    'a change that is refused leaves nothing of an organisation and its members',
    (sound) => ({
      commit: async (change) => {
        const { tenant, now, organisation, membership, guards, ...rest } = change;
        if (organisation === undefined || guards.account === undefined) return sound.commit(change);
        const first = await sound.commit({ tenant, now, guards: {}, events: [], organisation });
        if (first.outcome === 'conflict') return first;
        return sound.commit({ ...rest, tenant, now, membership, guards });
      },
    }),
  ),
  'carries out a change of an organisation that contradicts itself': breaking(
    'a change of an organisation that contradicts itself is malformed',
    (sound) => ({
      commit: async (change) => {
        try {
          return await sound.commit(change);
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          return { outcome: 'committed' };
        }
      },
    }),
  ),
};
