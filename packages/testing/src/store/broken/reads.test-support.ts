import type { AccountRecord, Commit, SessionLoaded, Store, TenantId } from '@sallyport/engine';
import { later, tenantId } from '../sample-records.ts';
import { answering, type BrokenStores, withVerbs } from './broken-store.test-support.ts';

/** Puts all tenants into one. */
function inOneTenant(sound: Store, name: TenantId = tenantId('all')): Store {
  const move = <Moved extends { readonly tenant: TenantId }>(record: Moved): Moved => ({ ...record, tenant: name });
  return withVerbs(sound, {
    beginStep: (step) => sound.beginStep(move(step)),
    commit: (change) =>
      sound.commit({
        ...move(change),
        flow: change.flow && move(change.flow),
        samlRequest: change.samlRequest && move(change.samlRequest),
        account: change.account && move(change.account),
        vault: change.vault && move(change.vault),
        newSession: change.newSession && { ...change.newSession, session: move(change.newSession.session) },
        session: change.session && move(change.session),
        policy: change.policy && move(change.policy),
        administrators: change.administrators && move(change.administrators),
        events: change.events.map(move),
      }),
    checkSession: (check) => sound.checkSession(move(check)),
    readAccount: (_, id) => sound.readAccount(name, id),
    readVault: (_, id) => sound.readVault(name, id),
    readSamlRequest: (_, id, now) => sound.readSamlRequest(name, id, now),
    listVaultWays: (_, page) => sound.listVaultWays(name, page),
    readPolicy: () => sound.readPolicy(name),
    readAdministrators: () => sound.readAdministrators(name),
    listCounters: (_, subjects) => sound.listCounters(name, subjects),
    listAccounts: (_, page) => sound.listAccounts(name, page),
  });
}

/** Returns its own records, which callers can change. */
function handingOutItsOwn(sound: Store): Store {
  const own = new Map<string, AccountRecord>();
  return withVerbs(sound, {
    commit: async (change: Commit) => {
      const result = await sound.commit(change);
      if (result.outcome === 'committed' && change.account) own.set(change.account.id, structuredClone(change.account));
      return result;
    },
    readAccount: async (tenant, id) => (await sound.readAccount(tenant, id)) && own.get(id),
  });
}

/** Caches the first result for each token. */
function remembering(sound: Store, part: 'session' | 'account'): Store {
  const found = new Map<string, SessionLoaded>();
  return withVerbs(sound, {
    checkSession: async (check) => {
      const now = await sound.checkSession(check);
      const key = `${check.tenant} ${check.tokenHash}`;
      const first = found.get(key) ?? now;
      if (now === undefined || first === undefined) return undefined;
      found.set(key, first);
      return { ...now, [part]: first[part] };
    },
  });
}

/** Stores with a fault in a read. */
export const brokenReads: BrokenStores = {
  'keeps all tenants in one': {
    caughtBy: 'what is in one is absent from the other',
    over: (sound) => inOneTenant(sound),
  },
  'hands out its own records': {
    caughtBy: 'changing a record that was handed out, or in, changes nothing in the store',
    over: handingOutItsOwn,
  },
  'remembers a session by its token': {
    caughtBy: 'a session may move on under the token that it has',
    over: (sound) => remembering(sound, 'session'),
  },
  'remembers the account of a session': {
    caughtBy: 'the account is the one of now',
    over: (sound) => remembering(sound, 'account'),
  },
  'knows the policy better than to say so': answering(
    'where the policy changed, the answer brings it and nothing is counted',
    (sound) => ({
      beginStep: async (step) => {
        const version = (await sound.readPolicy(step.tenant))?.version ?? 0;
        return sound.beginStep({ ...step, knownPolicy: version });
      },
    }),
  ),
  'always brings the policy': answering('the policy comes where it is newer, and only there', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, knownPolicy: 0 }),
  })),
  'never brings the policy': answering('the policy comes where it is newer, and only there', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, knownPolicy: 1_000 }),
  })),
  'sees every session anew each time': answering('a session is seen again only after a while', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, touchAfter: -1e9 }),
  })),
  'never sees a session again': answering('being seen begins the silence anew', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, touchAfter: 1e12 }),
  })),
  'moves the version of a session that is seen': answering(
    'being seen moves no version: who read the session before may still write',
    (sound) => ({
      checkSession: async (check) => {
        const loaded = await sound.checkSession(check);
        return loaded && { ...loaded, session: { ...loaded.session, version: loaded.session.version + 1 } };
      },
    }),
  ),
  'answers the account as it first saw it': answering('the account is the one of now', (sound) => {
    const seen = new Map<string, AccountRecord>();
    return {
      commit: async (change) => {
        const { account } = change;
        if (account && !seen.has(account.id)) seen.set(account.id, account);
        return sound.commit(change);
      },
      checkSession: async (check) => {
        const loaded = await sound.checkSession(check);
        return loaded && { ...loaded, account: seen.get(loaded.account.id) ?? loaded.account };
      },
    };
  }),
  'finds every session, even the ended': answering(
    'a session that ends beside 100 checks does not come back',
    (sound) => {
      const seen = new Map<string, Awaited<ReturnType<Store['checkSession']>>>();
      return {
        checkSession: async (check) => {
          const key = `${check.tenant}\n${check.tokenHash}`;
          const loaded = (await sound.checkSession(check)) ?? seen.get(key);
          if (loaded) seen.set(key, loaded);
          return loaded;
        },
      };
    },
  ),
  'finds any session for any token': answering('an unknown token, and an id in its place, is no session', (sound) => ({
    checkSession: (check) => sound.checkSession({ ...check, tokenHash: 'token-of-s1' }),
  })),
  'finds no session': answering('session and account come together, whatever the account’s epoch', () => ({
    checkSession: async () => undefined,
  })),
  'finds no flow and no account': answering('a flow, whole, by its token', (sound) => ({
    beginStep: async (step) => ({ attempt: (await sound.beginStep(step)).attempt }),
  })),
  'finds the account that is named, whatever the flow says': answering(
    'counted is the account of the flow, though another is named',
    (sound) => ({
      beginStep: (step) => {
        const { flowHash: _, ...withoutFlow } = step;
        return sound.beginStep(step.account ? withoutFlow : step);
      },
    }),
  ),
  'loses everything when it is opened again': answering('opening it again, twice at once, loses nothing', (sound) => {
    let opened = 0;
    return {
      open: async () => {
        opened += 1;
      },
      readAccount: async (tenant, id) => (opened > 1 ? undefined : sound.readAccount(tenant, id)),
    };
  }),
  'invents what is absent': answering(
    'an absent record is undefined, an absent member is left out, and an empty list is a list',
    () => ({
      readPolicy: async (tenant) => ({ tenant, version: 1, document: {}, changedAt: later(0), changedBy: 'nobody' }),
    }),
  ),
};
