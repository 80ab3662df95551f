import {
  type Act,
  backupCodesCouldHelp,
  ENROLLABLE_METHODS,
  type EnrollableMethod,
  type Instant,
  maskOf,
  methodsOf,
  type Policy,
} from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import { refusedInSession } from '../acts/refused-act.ts';
import type { AccountView, ClosedSetUp, OwnAccountView } from '../contract/account.ts';
import { factorsOf, factsOf, hasStrongFactor } from '../factors/facts.ts';
import { othersOf } from '../factors/held.ts';
import { FACTORS } from '../factors/index.ts';
import { passkeyNameOf } from '../factors/passkey-registration.ts';
import { usablePassword } from '../factors/password.ts';
import { externalIdBinding } from '../factors/sso-and-ldap.ts';
import type { Kernel, TenantParts } from '../kernel/kernel.ts';
import { shownIdentifier } from '../state/identifier.ts';
import { rolesOf } from '../state/roles.ts';

export function ownView(
  kernel: Kernel,
  { evidence }: Pick<SessionRecord, 'evidence'>,
  account: AccountRecord,
): OwnAccountView {
  const { policies, now } = kernel;
  const { userHandle, pendingEmail } = account;
  const at = now();
  const { policy } = policies.known(account.tenant);
  return {
    ...accountView(kernel, account, evidence),
    passkeyUser: { rpId: kernel.siteOf(account.tenant).relyingParty.id, userHandle, name: passkeyNameOf(account) },
    pendingEmail:
      pendingEmail === undefined || pendingEmail.expiresAt <= at
        ? undefined
        : { address: pendingEmail.address, expiresAt: pendingEmail.expiresAt },
    emergency: account.emergency === true ? (true as const) : undefined,
    closedSetUps: closedSetUps(policy, account, { evidence, now: at }),
    recentProofSeconds: policy.recentProof / 1000,
    // A forgotten optional member does not compile.
  } satisfies Record<Exclude<keyof OwnAccountView, keyof AccountView>, unknown>;
}

function closedSetUps(
  policy: Policy,
  account: AccountRecord,
  session: Parameters<typeof refusedInSession>[3],
): readonly ClosedSetUp[] {
  const factors: readonly EnrollableMethod[] = [...ENROLLABLE_METHODS, ...policy.codes];
  const setUps: readonly (readonly [ClosedSetUp['kind'], Act])[] = [
    ...factors.map((factor) => [factor, { type: 'enroll', factor }] as const),
    ['backup-codes', { type: 'issue-backup-codes' }],
    ['email', { type: 'set-address' }],
    ...(policy.broughtProviders ?? [])
      .slice(0, 1)
      .map((provider) => ['external-ids', { type: 'link', method: 'sso', provider }] as const),
    // The present password proves its own change, which this session has not seen yet.
    ...(usablePassword(account, policy) === undefined ? [['password', { type: 'set-password' }] as const] : []),
  ];
  return setUps.flatMap(([kind, act]) => {
    const { refused, because = [] } = refusedInSession(policy, act, account, session) ?? {};
    return refused === 'no-way-in' ? [{ kind, because }] : [];
  });
}

export function accountView(
  kernel: Pick<Kernel, 'of' | 'policies' | 'now'>,
  account: AccountRecord,
  evidence: SessionRecord['evidence'] = [],
): AccountView {
  const factors = factorsOf(account);
  const parts = kernel.of(account.tenant);
  const { policy } = kernel.policies.known(account.tenant);
  return {
    accountId: account.id,
    identifiers: account.identifiers.map(shownIdentifier),
    email: account.email && shownIdentifier(account.email.address),
    roles: rolesOf(account, policy.gives),
    factors: Object.assign({}, ...FACTORS.map(({ view }) => view(account, factors, policy)), othersOf(account)),
    externalIds: (account.externalIds ?? []).map(({ id, provider, method, subject, address, linkedAt }) => ({
      provider,
      method,
      name: providerName(parts, provider, method),
      subject,
      address,
      linkedAt,
      provedAt: evidence.findLast(({ binding }) => binding === externalIdBinding(id))?.at,
    })),
    recommendations: recommendations(policy, account, kernel.now()),
  } satisfies Record<keyof AccountView, unknown>;
}

/** @param method absent: of whichever part has the id */
export function providerName(
  { providers, directory }: TenantParts,
  id: string,
  method?: 'sso' | 'ldap',
): string | undefined {
  if (directory?.id === id && method !== 'sso') return directory.name;
  return method === 'ldap' ? undefined : providers.get(id)?.name;
}

function recommendations(policy: Policy, account: AccountRecord, now: Instant): { code: string; message: string }[] {
  const { passkeys, backupCodes: { hashes: codes } = { hashes: [] } } = account;
  const said: { code: string; message: string }[] = [];
  const roaming = (transports: readonly string[]): boolean =>
    transports.some((transport) => transport === 'usb' || transport === 'nfc' || transport === 'ble');
  const isStrong = hasStrongFactor(account);
  if (!isStrong) {
    said.push({ code: 'add-passkey', message: 'Add a passkey: it is quicker than a password and cannot be phished.' });
  } else if (passkeys.length === 1) {
    said.push({
      code: 'add-second-passkey',
      message: 'Add a second passkey, so that losing one device does not lock you out.',
    });
  } else if (passkeys.length > 1 && passkeys.every(({ transports }) => roaming(transports))) {
    said.push({
      code: 'add-device-passkey',
      message: 'All your passkeys are on security keys: add one on a device you carry.',
    });
  } else if (passkeys.length > 1 && !passkeys.some(({ transports }) => roaming(transports))) {
    said.push({
      code: 'add-roaming-passkey',
      message: 'All your passkeys are on your devices: add one on a security key you keep elsewhere.',
    });
  }
  if (isStrong && codes.length < 3 && backupCodesCouldHelp(policy, factsOf(account, policy, now))) {
    said.push({ code: 'renew-backup-codes', message: 'You have few or no backup codes: make new ones.' });
  }
  return said;
}

export function ownMethods(account: AccountRecord): ReturnType<typeof methodsOf> | null {
  return account.methods === undefined ? null : methodsOf(maskOf(account.methods));
}
