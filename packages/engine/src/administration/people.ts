import { limitedRights } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import { deleteAccount } from '../accounts/delete-account.ts';
import { devicesOf, forgetDevice } from '../accounts/devices.ts';
import { exportAccount } from '../accounts/export-account.ts';
import { malformedIdentifier, rename } from '../accounts/rename.ts';
import { type Doer, doerOf, owner } from '../acts/doer.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { AccountRef, ActedBy, LiveSession, People, PersonView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { endSession } from '../sessions/end-session.ts';
import { takeRoles } from '../sessions/roles-reach.ts';
import { sessionsOf } from '../sessions/sessions.ts';
import { asLastKnown } from '../state/host-roles.ts';
import { normaliseAddress } from '../state/identifier.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { malformedAuthor, malformedText, namedAccount, refToText, tenantNamed } from './account-ref.ts';
import { createBy, setMethods, setRequiredStrength, setRoles } from './account-rules.ts';
import { adminView } from './admin-view.ts';
import { block, exposureOf, unblock, unlock } from './blocking.ts';
import { bootstrap } from './bootstrap.ts';
import { setExternalIds } from './external-ids.ts';
import { helpIn } from './help-in.ts';
import { endSessions, setEmail, setExternalId, setPassword } from './host-acts.ts';
import {
  malformedAsOf,
  malformedCreation,
  malformedEmail,
  malformedExternalIds,
  malformedFreeText,
  malformedHelpIn,
  malformedMethods,
  malformedPassword,
  malformedRoles,
  malformedStrength,
} from './host-input.ts';
import { importPeople } from './import-people.ts';
import { sendInvitation, withdrawInvitation } from './invitations.ts';
import { actOnMany, boundedInAll } from './many-acts.ts';
import { checkQuery, listPeople } from './people-list.ts';
import { remind } from './reminders.ts';
import { resetPasskeys, resetTwoStep, revokePasskey, vouch } from './resets.ts';

export function people(kernel: Kernel): Undeclared<People> {
  type Operation<Answer> = (by: Doer, id: AccountId) => Promise<Answer | Refusal>;

  type Check = () => Refusal | undefined;

  async function acted<Answer>(
    who: AccountRef,
    input: ActedBy,
    operation: Operation<Answer>,
    check?: Check,
  ): Promise<Answer | Refusal> {
    const malformed = malformedAuthor(input) ?? check?.();
    if (malformed !== undefined) return malformed;
    const { by } = input;
    const named = await namedAccount(kernel, who, by);
    if (isRefusal(named)) return named;
    if (named === undefined) kernel.taken?.();
    const doer = named && doerOf(by, named.tenant);
    // A session finds no account of another tenant.
    if (doer === undefined || doer.tenant !== named?.tenant) return { refused: 'not-found' };
    return operation(doer, named.id);
  }

  async function changed(
    who: AccountRef,
    input: ActedBy,
    operation: Operation<AccountRecord>,
    check?: Check,
  ): Promise<PersonView | Refusal> {
    const account = await acted(who, input, operation, check);
    return isRefusal(account) ? account : personView(kernel, account);
  }

  async function seen<Answer>(
    who: AccountRef,
    read: (account: AccountRecord) => Promise<Answer>,
  ): Promise<Answer | Refusal> {
    const named = await namedAccount(kernel, who);
    if (isRefusal(named)) return named;
    const account = named && (named.account ?? (await kernel.store.readAccount(named.tenant, named.id)));
    return account === undefined ? { refused: 'not-found' } : read(account);
  }

  const operations: Undeclared<Omit<People, 'actOnMany'>> = {
    async create(input) {
      const { tenant, by, ...facts } = input;
      const malformed =
        malformedAuthor(input) ?? malformedText('externalId', facts.externalId) ?? malformedCreation(facts);
      if (malformed !== undefined) return malformed;
      const named = tenantNamed(kernel, tenant, by);
      const doer = doerOf(by, named);
      if (doer.tenant !== named) return { refused: 'not-permitted' };
      // The host's key is the host's: only host code gives it.
      if (doer.kind !== 'host' && facts.externalId !== undefined) return { refused: 'not-permitted' };
      let unmailed: { readonly notMailed?: true } = {};
      const onUnmailed = (): void => {
        unmailed = { notMailed: true };
      };
      const created = await createBy(kernel, doer, facts, { onUnmailed });
      if (isRefusal(created)) return created;
      const { invitation, ...view } = await personView(kernel, created);
      if (invitation === undefined) return view;
      return { ...view, invitation: { ...invitation, ...unmailed } };
    },
    import: (rows, options) => importPeople(kernel, rows, options),
    async find(who) {
      const named = await namedAccount(kernel, who);
      if (isRefusal(named)) {
        const [{ path, message }] = named.errors;
        throw new TypeError(`${path} ${message}`);
      }
      const account = named && (named.account ?? (await kernel.store.readAccount(named.tenant, named.id)));
      return account && personView(kernel, account);
    },
    async show(who, { by }) {
      const named = await namedAccount(kernel, who, by);
      if (isRefusal(named)) return named;
      if (named === undefined || named.tenant !== by.tenant) return { refused: 'not-found' };
      const account = named.account ?? (await kernel.store.readAccount(named.tenant, named.id));
      return account === undefined ? { refused: 'not-found' } : shownTo(kernel, by, account);
    },
    async list({ tenant, by, ...query } = {}) {
      checkQuery(query);
      return listPeople(kernel, tenantNamed(kernel, tenant, by), query, by);
    },
    setRoles: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setRoles(kernel, by, id, input),
        () =>
          malformedRoles(input.roles) ?? (input.from === undefined ? undefined : malformedRoles(input.from, 'from')),
      ),
    setMethods: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setMethods(kernel, by, id, input),
        () =>
          (input.methods === null ? undefined : malformedMethods(input.methods)) ??
          (input.from === undefined || input.from === null ? undefined : malformedMethods(input.from, 'from')),
      ),
    setRequiredStrength: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setRequiredStrength(kernel, by, id, input),
        // `undefined` does not count as `null`: a strength that the host forgot to pass removes nothing.
        () => (input.requiredStrength === null ? undefined : malformedStrength(input.requiredStrength)),
      ),
    setExternalIds: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setExternalIds(kernel, by, id, input.externalIds, input.from),
        () =>
          malformedExternalIds(input.externalIds) ??
          (input.from === undefined ? undefined : malformedExternalIds(input.from, 'from')),
      ),
    setExternalId: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setExternalId(kernel, by, id, input.externalId),
        // `undefined` does not count as `null`.
        () => (input.externalId === null ? undefined : malformedText('externalId', input.externalId ?? '')),
      ),
    rename: (who, input) =>
      changed(
        who,
        input,
        (by, id) => rename(kernel, by, id, input.identifier),
        () => malformedIdentifier(input.identifier),
      ),
    block: (who, input) =>
      changed(
        who,
        input,
        (by, id) => block(kernel, by, id, input.reason),
        () => malformedFreeText(input.reason),
      ),
    unblock: (who, input) =>
      changed(
        who,
        input,
        (by, id) => unblock(kernel, by, id, input),
        () => malformedAsOf(input.asOf) ?? (input.reason === undefined ? undefined : malformedFreeText(input.reason)),
      ),
    unlock: (who, input) => changed(who, input, (by, id) => unlock(kernel, by, id)),
    resetTwoStep: (who, input) => acted(who, input, (by, id) => resetTwoStep(kernel, by, id)),
    resetPasskeys: (who, input) => changed(who, input, (by, id) => resetPasskeys(kernel, by, id)),
    revokePasskey: (who, input) => changed(who, input, (by, id) => revokePasskey(kernel, by, id, input.passkeyId)),
    bootstrap: async (input) => {
      const first = await bootstrap(kernel, input);
      if (isRefusal(first)) return first;
      const { account, ...handedOver } = first;
      return { person: await personView(kernel, account), ...handedOver };
    },
    vouch: (who, input) => acted(who, input, (by, id) => vouch(kernel, by, id)),
    helpIn: (who, input) =>
      acted(
        who,
        input,
        (by, id) => helpIn(kernel, by, id, input),
        () => malformedHelpIn(input),
      ),
    setEmail: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setEmail(kernel, by, id, input.email === null ? undefined : normaliseAddress(input.email)),
        // `undefined` does not count as `null`.
        () => (input.email === null ? undefined : malformedEmail(input.email)),
      ),
    setPassword: (who, input) =>
      changed(
        who,
        input,
        (by, id) => setPassword(kernel, by, id, input.password),
        () => malformedPassword(input.password),
      ),
    remind: (who, input) => acted(who, input, (by, id) => remind(kernel, by, id)),
    invite: (who, input) => changed(who, input, (by, id) => sendInvitation(kernel, by, id)),
    withdrawInvitation: (who, input) => acted(who, input, (by, id) => withdrawInvitation(kernel, by, id)),
    sessions: (who) => seen(who, (account) => sessionsOf(kernel, account)),
    devices: (who) => seen(who, (account) => devicesOf(kernel, account)),
    endSession: (who, input) => acted(who, input, (by, id) => endSession(kernel, by, id, input.sessionId)),
    forgetDevice: (who, input) => acted(who, input, (by, id) => forgetDevice(kernel, by, id, input.deviceId)),
    endSessions: (who, input) => changed(who, input, (by, id) => endSessions(kernel, by, id)),
    export: (who, input) => acted(who, input, (by, id) => exportAccount(kernel, asOwnerOf(id, by), id)),
    delete: (who, input) => acted(who, input, (by, id) => deleteAccount(kernel, asOwnerOf(id, by), id)),
    rolesChanged(who, input) {
      if (kernel.resolveSubject === undefined) {
        throw new SallyportConfigError(
          'roles-kept-here',
          'rolesChanged: there is no `resolveSubject` to ask for roles.',
          'Give `resolveSubject`, or set the roles with `people.setRoles`.',
        );
      }
      return changed(refToText(who), input, async (by, id) => {
        const taken = (await takeRoles(kernel, by, id)) ?? (await kernel.store.readAccount(by.tenant, id));
        return taken ?? { refused: 'not-found' };
      });
    },
    async exposure(who) {
      const named = await namedAccount(kernel, who);
      if (isRefusal(named)) return named;
      return named === undefined ? { refused: 'not-found' } : exposureOf(kernel, named.tenant, named.id);
    },
  };
  return { ...operations, actOnMany: (input) => actOnMany(kernel, people(boundedInAll(kernel)), input) };
}

async function shownTo(kernel: Kernel, { roles }: LiveSession, account: AccountRecord): Promise<PersonView | Refusal> {
  const { policy } = await readPolicyInForce(kernel, account.tenant);
  const may = limitedRights(policy, roles, factsOf(await asLastKnown(kernel, account), policy, kernel.now()));
  if (may === undefined) return personView(kernel, account);
  return may.length === 0 ? { refused: 'not-permitted' } : { ...(await personView(kernel, account)), may };
}

function asOwnerOf(id: AccountId, by: Doer): Doer {
  return by.kind === 'administrator' && by.accountId === id ? owner(by.session) : by;
}

async function personView(kernel: Kernel, account: AccountRecord): Promise<PersonView> {
  const { externalId, requiredStrength } = account;
  return {
    ...(await adminView(kernel, account)),
    ...(externalId !== undefined && { externalId }),
    ...(requiredStrength !== undefined && { requiredStrength }),
  };
}
