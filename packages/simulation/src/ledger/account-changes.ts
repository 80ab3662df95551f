import type { AccountRecord, EventType } from '@sallyport/engine';

/** Exactly one event of a type in `told` reports the change. */
export interface AccountChange {
  readonly what: string;
  readonly told: readonly EventType[];
}

/** An account that gains administration loses the factors that another person set up. */
const GAIN = 'account.roles-changed';

function gone(piece: unknown): EventType[] {
  return piece === undefined ? [GAIN] : [];
}

function ofFirstSignIn({ password, enrollmentCode }: AccountRecord): EventType[] {
  return password === undefined && enrollmentCode?.mailed === true ? ['sign-in.succeeded'] : [];
}

function linkIds({ externalIds = [] }: AccountRecord): readonly string[] {
  return externalIds.map(({ id }) => id);
}

export function accountChanges(before: AccountRecord | undefined, after: AccountRecord | undefined): AccountChange[] {
  const changes: AccountChange[] = [];
  const add = (changed: boolean, what: string, ...told: EventType[]): void => {
    if (changed) changes.push({ what, told });
  };
  if (before === undefined) return changes;
  if (after === undefined) return [{ what: 'existence', told: ['account.deleted'] }];
  add(
    before.password?.id !== after.password?.id,
    'password',
    'password.changed',
    'password.reset',
    ...gone(after.password),
    ...ofFirstSignIn(before),
  );
  add(before.email?.address !== after.email?.address, 'mailbox', 'account.email-changed', ...gone(after.email));
  add(before.block === undefined && after.block !== undefined, 'block', 'account.blocked');
  add(before.block !== undefined && after.block === undefined, 'block', 'account.unblocked');
  const totp = [before.totp?.enrolledAt, after.totp?.enrolledAt] as const;
  add(after.totp !== undefined && totp[0] !== totp[1], 'authenticator app', 'factor.enrolled');
  add(
    before.totp !== undefined && after.totp === undefined,
    'authenticator app',
    'factor.removed',
    'two-step.reset',
    GAIN,
  );
  const [had, has] = [before.passkeys.map(({ id }) => id), after.passkeys.map(({ id }) => id)];
  add(
    has.some((id) => !had.includes(id)),
    'passkeys',
    'factor.enrolled',
  );
  add(
    had.some((id) => !has.includes(id)),
    'passkeys',
    'passkey.revoked',
    'passkeys.reset',
    GAIN,
  );
  add(`${before.methods ?? ''}` !== `${after.methods ?? ''}`, 'methods', 'account.methods-changed');
  add(before.requiredStrength !== after.requiredStrength, 'required strength', 'account.methods-changed');
  const [links, now] = [linkIds(before), linkIds(after)];
  add(
    now.some((id) => !links.includes(id)),
    'identities',
    'external-id.linked',
  );
  add(
    links.some((id) => !now.includes(id)),
    'identities',
    'external-id.unlinked',
    GAIN,
  );
  const fromHost = after.rolesAt !== undefined;
  add(!fromHost && `${before.roles}` !== `${after.roles}`, 'roles', 'account.roles-changed');
  return changes;
}
