import { type Instant, instant, type Policy, parsePolicy } from '@sallyport/core';
import type { AccountId, AccountRecord, Commit, PolicyRecord } from '@sallyport/engine';
import { eventsWritten } from '@sallyport/store';
import { noteInvitations } from '../invariants-of-organisations.ts';
import type { Witness } from '../ports/store.ts';
import { TENANT, type WorldState } from '../world/state.ts';
import { administers, grants } from './facts.ts';
import type { Ledger } from './ledger.ts';
import { linksOf, piecesOf } from './pieces.ts';
import type { Run } from './run.ts';
import { everyRole } from './worn.ts';

const compiled = new Map<string, Policy>();
const known = new WeakMap<object, Policy>();

export function policyOf(record: PolicyRecord): Policy {
  const at = known.get(record.document);
  if (at !== undefined) return at;
  const key = JSON.stringify(record.document);
  const policy = compiled.get(key) ?? parsePolicy(record.document);
  compiled.set(key, policy);
  known.set(record.document, policy);
  return policy;
}

export function witness(ledger: Ledger): Witness {
  const { world, invariants } = ledger;
  const { store } = world;
  return {
    async change(change, work) {
      const run = ledger.runOf(work);
      const id = accountOf(change);
      const inForce = await store.readPolicy(TENANT);
      if (inForce === undefined || run === undefined) return async () => {};
      const policy = policyOf(inForce);
      const before = id === undefined ? undefined : await store.readAccount(TENANT, id);
      const actorId = change.events.find(({ actor }) => actor !== undefined && actor !== 'system')?.actor;
      const actor = typeof actorId !== 'string' ? undefined : await store.readAccount(TENANT, accountId(actorId));
      const counted = await administratorsIn(world, change, policy);
      return async (result) => {
        const { judged } = change;
        if (result.locked && judged !== undefined) {
          for (const { says, locked } of invariants) ledger.breaks(says, await locked?.(ledger, judged, change.now));
        }
        const events = eventsWritten(change, result);
        if (events.length === 0 && result.outcome !== 'committed') return;
        const after = id === undefined ? undefined : await store.readAccount(TENANT, id);
        const orElse =
          change.account === undefined && change.deleteAccount === undefined ? formerOf(ledger, id, run) : [];
        for (const event of events) {
          ledger.written.set(event.id, event.at);
          if (isTold(event) && event.accountId !== undefined) {
            const account = world.nameOf(event.accountId);
            const address = before?.email?.address;
            ledger.toTell.set(event.id, { type: event.type, account, address, orElse, told: false });
          }
        }
        if (result.outcome !== 'committed') return;
        const administrators =
          counted === undefined ? undefined : { before: counted, after: (await administratorsNow(world)) ?? 0 };
        const { newSession, now } = change;
        if (newSession !== undefined && newSession.session.createdAt === now)
          ledger.opened.add(newSession.session.tokenHash);
        const whose = after ?? before;
        if (newSession !== undefined && whose !== undefined && grants(policy, whose, newSession.session.evidence, now))
          ledger.met.set(newSession.session.id, inForce.version);
        if (before?.email !== undefined && before.email.address !== after?.email?.address) {
          const { address } = before.email;
          ledger.formerMailboxes.push({ account: world.nameOf(before.id), until: ledger.tick(), address });
        }
        const background = work.after !== undefined;
        const actorSession = ledger.checked.get((work.after ?? work).id)?.session;
        if (after !== undefined && before !== undefined) learnsName(world, before, after);
        if (before?.id !== actor?.id || run.knows.isPlanted === true) plants(ledger, before, after, run);
        if (actor !== undefined && !administers(policy, everyRole(actor), 'policy'))
          plantsLinks(ledger, before, after, run);
        const live =
          newSession === undefined ? undefined : await liveSessions(world, newSession.session.accountId, now, whose);
        const record = { ledger, change, run, background, before, after, actor, actorSession, policy, administrators };
        const written = { ...record, live };
        for (const { says, change: check } of invariants) ledger.breaks(says, check?.(written));
        noteInvitations(written);
        if (whose !== undefined) ledger.passwords.set(whose.id, passwordsOf(ledger, before, after));
        for (const { type, detail } of events) {
          const at = `${id} ${detail?.['provider']}`;
          if (type === 'external-id.unlinked') ledger.unlinked.add(at);
          if (type === 'external-id.linked') ledger.unlinked.delete(at);
        }
        for (const { type: what, detail } of events) {
          const endsAll = what === 'session.revoked' && detail?.['all'] !== undefined;
          if (id !== undefined && id !== actor?.id && (endsAll || RESETS.has(what)))
            ledger.overtaking.push({ account: world.nameOf(id), at: ledger.tick(), what });
          const isReset = RESETS.has(what) || (what === 'session.revoked' && detail?.['all'] === 'others');
          if (isReset && id !== undefined)
            ledger.resets.push({
              account: world.nameOf(id),
              at: ledger.tick(),
              by: run.client.name,
              what,
              keeps: keptBy(ledger, run, before),
            });
        }
      };
    },
    async check({ tokenHash, now }, work) {
      // A request can check the session twice.
      ledger.checked.delete(work.id);
      const session = await sessionOf(world, tokenHash, instant(now));
      if (session === undefined) return;
      const { items: versions } = await store.listPolicyVersions(TENANT, { limit: 50 });
      const [inForce] = versions;
      const account = await store.readAccount(TENANT, session.accountId);
      if (inForce === undefined || account === undefined) return;
      ledger.checked.set(work.id, {
        session,
        account,
        policy: policyOf(inForce),
        versions,
        met: ledger.met.get(session.id),
        now,
      });
    },
  };
}

function passwordsOf(
  { passwords }: Ledger,
  before: AccountRecord | undefined,
  after: AccountRecord | undefined,
): readonly string[] {
  const had = passwords.get(before?.id ?? '') ?? (before?.password === undefined ? [] : [before.password.hash]);
  const isNew = after?.password !== undefined && after.password.id !== before?.password?.id;
  return isNew ? [after.password.hash, ...had] : had;
}

function keptBy(ledger: Ledger, { session }: Run, account: AccountRecord | undefined): number | undefined {
  const lineage = ledger.lineageOf(session);
  return lineage?.account === ledger.world.nameOf(account?.id) ? lineage?.id : undefined;
}

const RESETS: ReadonlySet<string> = new Set([
  'password.reset',
  'password.changed',
  'two-step.reset',
  'passkeys.reset',
  'account.blocked',
  'account.email-changed',
]);

function plants(ledger: Ledger, before: AccountRecord | undefined, after: AccountRecord | undefined, run: Run): void {
  if (after === undefined || (run.administers !== 'people' && run.knows.isPlanted !== true)) return;
  const had = new Set((before === undefined ? [] : piecesOf(before)).map(({ key }) => key));
  for (const { key } of piecesOf(after)) if (!had.has(key)) ledger.planted.add(key);
}

function learnsName(world: WorldState, before: AccountRecord, after: AccountRecord): void {
  const [name] = after.identifiers;
  if (name === undefined || name === before.identifiers[0]) return;
  for (const known of world.knowledge.values()) if (known.account === world.nameOf(after.id)) known.identifier = name;
}

function plantsLinks(
  ledger: Ledger,
  before: AccountRecord | undefined,
  after: AccountRecord | undefined,
  run: Run,
): void {
  if (after === undefined || run.administers !== 'people') return;
  const had = new Set((before === undefined ? [] : linksOf(before)).map(({ key }) => key));
  for (const { key } of linksOf(after)) if (!had.has(key)) ledger.planted.add(key);
}

/** @param now the time of the check: the engine read the clock before */
async function sessionOf({ store, accounts }: WorldState, tokenHash: string, now: Instant) {
  for (const id of accounts.values()) {
    const sessions = await store.listSessions(TENANT, id, now);
    const found = sessions.find((session) => session.tokenHash === tokenHash);
    if (found !== undefined) return found;
  }
  return undefined;
}

function accountOf({ account, deleteAccount, guards, newSession, events }: Commit): AccountId | undefined {
  return (
    account?.id ??
    deleteAccount?.id ??
    guards.account?.id ??
    newSession?.session.accountId ??
    events.find((event) => event.accountId !== undefined)?.accountId
  );
}

function formerOf({ world, formerMailboxes }: Ledger, id: AccountId | undefined, { began }: Run): string[] {
  return formerMailboxes
    .filter(({ account, until }) => account === world.nameOf(id) && until > began)
    .map(({ address }) => address);
}

function isTold({ recipients }: { readonly recipients?: unknown }): boolean {
  return recipients !== undefined && recipients !== false;
}

async function administratorsIn(world: WorldState, change: Commit, policy: Policy): Promise<number | undefined> {
  const touches = change.account !== undefined || change.deleteAccount !== undefined || change.policy !== undefined;
  return touches && world.hostRoles === undefined ? count(world, policy) : undefined;
}

async function administratorsNow(world: WorldState): Promise<number | undefined> {
  const inForce = await world.store.readPolicy(TENANT);
  return inForce === undefined ? undefined : count(world, policyOf(inForce));
}

async function count({ store }: WorldState, policy: Policy): Promise<number> {
  const { items } = await store.listAccounts(TENANT, { limit: 500 });
  return items.filter((account) => account.block === undefined && administers(policy, everyRole(account), 'policy'))
    .length;
}

function accountId(text: string): AccountId {
  return text as AccountId;
}

async function liveSessions(
  { store }: WorldState,
  id: AccountId,
  now: Commit['now'],
  account: AccountRecord | undefined,
): Promise<number> {
  const sessions = await store.listSessions(TENANT, id, now);
  return sessions.filter(({ epoch }) => epoch === account?.epoch).length;
}
