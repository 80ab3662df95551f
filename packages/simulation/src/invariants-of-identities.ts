import type { AccountRecord } from '@sallyport/engine';
import { administers } from './ledger/facts.ts';
import type { Invariant } from './ledger/ledger.ts';
import { everyRole, provedBy } from './ledger/worn.ts';
import { TENANT } from './world/state.ts';

/** Milliseconds: a day after the provider's statement. */
const SAID_WITHIN = 86_400_000;

export const INVARIANTS_OF_IDENTITIES: readonly Invariant[] = [
  {
    says: 'A role from a provider counts only while the provider may give the role, and at most a day after the provider stated the role.',
    change({ run, actor, actorSession, change, policy, ledger, background }) {
      if (run?.administers === undefined || actor === undefined || background || ledger.world.hostRoles !== undefined)
        return undefined;
      if (actorSession === undefined || change.events.every(({ actor: by }) => by !== actor.id)) return undefined;
      const { providerRoles = {}, externalIds = [] } = actor;
      const counts = (provider: string): readonly string[] => {
        const link = externalIds.find((one) => one.provider === provider);
        const said = link && ledger.said.get(`${provider} ${link.subject}`);
        if (said === undefined || change.now - said > SAID_WITHIN) return [];
        const givable = ledger.givableSince(run.began);
        return (providerRoles[provider] ?? []).filter((role) => givable.has(role));
      };
      const proved = provedBy(actorSession.evidence, Object.keys(providerRoles));
      const worn = [...actor.roles, ...proved.flatMap(counts)];
      if (administers(policy, worn, run.administers) || !administers(policy, everyRole(actor), run.administers))
        return undefined;
      return `'${change.events.map(({ type }) => type).join(', ')}' was done with a role that no provider gives now`;
    },
  },
  {
    says: 'An import makes an account in one commit with one event, and changes no account. No two accounts have one name.',
    change({ before, after, change }) {
      const imports = change.events.filter(({ type }) => type === 'account.imported');
      if (imports.length === 0) return undefined;
      if (before !== undefined) return 'an import changed an account';
      if (after === undefined || after.id !== imports[0]?.accountId) return 'an import made no account, and says so';
      return change.events.length === 1 ? undefined : `an import has ${change.events.length} events`;
    },
    async end({ world }) {
      const names = new Set<string>();
      let cursor: string | undefined;
      do {
        const page = await world.store.listAccounts(TENANT, { limit: 100, cursor });
        for (const name of page.items.flatMap(({ identifiers }) => identifiers)) {
          if (names.has(name)) return `two accounts have the name ${name}`;
          names.add(name);
        }
        cursor = page.next;
      } while (cursor !== undefined);
      return undefined;
    },
  },
  {
    says: 'A role from a provider ends with the identity at the provider.',
    change({ after, ledger }) {
      if (after === undefined) return undefined;
      const orphaned = Object.keys(after.providerRoles ?? {}).find((provider) => !isLinked(after, provider));
      return orphaned && `${ledger.world.nameOf(after.id)} has roles of ${orphaned}, and no identity there`;
    },
  },
  {
    says: 'A session that rests on an identity passes only while the account has the identity.',
    pass({ session, account }) {
      const gone = session.evidence.find(
        (proof) =>
          (proof.method === 'sso' && proof.provider !== undefined && !isLinked(account, proof.provider)) ||
          (proof.method === 'ldap' && account.externalIds?.some(({ method }) => method === 'ldap') !== true),
      );
      return gone && `a session rests on ${gone.method}, and the account has no such identity`;
    },
  },
  {
    says: 'Linking by address skips an account that was unlinked there, has an identity there, or has a password and would be linked to the directory.',
    change({ before, after, actor, ledger }) {
      if (before === undefined || after === undefined || actor !== undefined) return undefined;
      const had = new Set((before.externalIds ?? []).map(({ id }) => id));
      const added = (after.externalIds ?? []).find(({ id }) => !had.has(id));
      if (added === undefined) return undefined;
      const name = ledger.world.nameOf(before.id);
      if (ledger.unlinked.has(`${before.id} ${added.provider}`)) return `${name} was unlinked, and is linked again`;
      if (isLinked(before, added.provider)) return `${name} is linked to a second identity`;
      return added.method === 'ldap' && before.password !== undefined
        ? `${name} has a password, and is linked to an entry of the directory`
        : undefined;
    },
  },
  {
    says: 'An owner takes no mail address as a name except the own mailbox, and no name of somebody else in the directory.',
    change({ before, after, actor, ledger }) {
      if (before === undefined || after === undefined || actor?.id !== before.id) return undefined;
      const name = after.identifiers.find((one) => !before.identifiers.includes(one));
      if (name === undefined) return undefined;
      const account = ledger.world.nameOf(before.id);
      if (name.includes('@') && name !== before.email?.address) return `${account} took the name ${name}`;
      const entry = [...(ledger.world.entries?.values() ?? [])].find(({ uid }) => uid === name);
      const isOwn = before.externalIds?.some(({ subject }) => subject === entry?.subject) === true;
      return entry === undefined || isOwn ? undefined : `${account} took the name ${name}, which finds an entry`;
    },
  },
  {
    says: 'The owner is told of each linked and each unlinked identity.',
    change({ change: { events } }) {
      const untold = events.find(({ type, recipients }) => type.startsWith('external-id.') && recipients === undefined);
      return untold && `the owner is not told of '${untold.type}'`;
    },
  },
];

function isLinked({ externalIds = [] }: AccountRecord, provider: string): boolean {
  return externalIds.some((one) => one.provider === provider);
}
