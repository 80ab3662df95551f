import type { ThreatGoal } from '@sallyport/assurance';
import { BUILT_IN_STRENGTHS } from '@sallyport/core';
import type { PersonView } from '@sallyport/engine';
import { prfOf } from './owners.ts';
import { note, type Party, type Session, takeIn } from './party.ts';
import { isDone } from './requests.ts';
import type { World } from './world.ts';

export async function goalsShown(party: Party): Promise<Set<ThreatGoal>> {
  const { world, target, own } = party;
  const goals = new Set<ThreatGoal>();
  const view = await world.viewOf(target);
  if (view === undefined) return goals.add('deletes');
  if (keeps(party, view)) goals.add('keeps');
  if (view.externalIds.some(({ subject }) => subject === own.subject || subject === own.entry?.subject))
    goals.add('link');
  if (view.email === own.address) goals.add('address');
  if (own.password !== undefined && view.factors.password) goals.add('password');
  if (ownersAreGone(party, view)) goals.add('factors-gone');
  for (const session of party.sessions) for (const goal of await strengthsOf(party, session)) goals.add(goal);
  return goals;
}

function keeps({ own, codes }: Party, { factors }: PersonView): boolean {
  return (
    (own.app !== undefined && factors.totp) ||
    (own.backupCodes.length > 0 && factors.backupCodes.remaining > 0) ||
    factors.passkeys.some(({ id }) =>
      own.passkeys.some(({ credentials }) => credentials.some((key) => key.id === id)),
    ) ||
    factors.codes.some(({ method }) => codes.has(method))
  );
}

function ownersAreGone({ own, ownersStrong }: Party, { factors }: PersonView): boolean {
  const { app, passkeys } = ownersStrong;
  if (!app && passkeys.length === 0) return false;
  const hasApp = app && factors.totp && own.app === undefined;
  return !hasApp && !factors.passkeys.some(({ id }) => passkeys.includes(id));
}

async function strengthsOf({ world }: Party, { token }: Session): Promise<readonly ThreatGoal[]> {
  const told = await world.ask('GET /session', undefined, { session: token });
  const place = BUILT_IN_STRENGTHS.findIndex((name) => isDone(told) && name === told.body.session?.strength);
  return BUILT_IN_STRENGTHS.slice(0, place + 1).map((name) => `session-${name}` as const);
}

export async function carriesOut(
  party: Party,
  goal: 'helpdesk' | 'people' | 'policy' | 'vault-spoiled' | 'vault-opened' | 'deletes',
): Promise<boolean> {
  for (const session of party.sessions) if (await inSession(party, goal, session)) return true;
  return false;
}

export function administersPeople({ bystander }: World): string {
  return `POST /admin/accounts/${bystander('').accountId}/enrollment-code`;
}

const HELPS = { unlock: 'unlock', vouch: 'enrollment-code', reset: 'reset-two-step' } as const;

export function helpsPeople({ bystander, policy }: World, roles: readonly string[]): readonly string[] {
  const { helpdesk = [] } = policy.administrators ?? {};
  return helpdesk
    .filter((desk) => desk.roles.some((role) => roles.includes(role)))
    .map(
      ({ over: [first = ''], may: [right = 'unlock'] }) =>
        `POST /admin/accounts/${bystander(first).accountId}/${HELPS[right]}`,
    );
}

/** Without the helpdesks whose sessions the party holds. */
export async function newHelpdesks({ world, target, administrators }: Party): Promise<readonly string[]> {
  const roles = (await world.viewOf(target))?.roles ?? [];
  return roles.filter((role) => !administrators.has(`helpdesk:${role}`));
}

async function inSession(party: Party, goal: Parameters<typeof carriesOut>[1], session: Session): Promise<boolean> {
  const { world } = party;
  const ask = async (line: string, json?: object, headers?: Record<string, string>): Promise<boolean> => {
    const told = await world.ask(line, json, { session: session.token }, headers);
    note(party, told);
    return isDone(told);
  };
  switch (goal) {
    case 'helpdesk':
      for (const line of helpsPeople(world, await newHelpdesks(party))) if (await ask(line, {})) return true;
      return false;
    case 'people':
      return ask(administersPeople(world), {});
    case 'policy': {
      const { version } = await world.auth.policy.current(world.tenant);
      return ask('PUT /admin/policy', { policy: world.policy }, { 'if-match': `"${version}"` });
    }
    case 'deletes':
      return (await ask('DELETE /account')) && (await world.viewOf(party.target)) === undefined;
    case 'vault-spoiled': {
      const told = await world.ask('GET /account/vault', undefined, { session: session.token });
      const envelopes = [{ kind: 'secret', sealed: 'BBBB' }];
      return ask('PUT /account/vault', { keyId: 'other', envelopes }, { 'if-match': `"${told.body.version ?? 0}"` });
    }
    case 'vault-opened': {
      const told = await world.ask('GET /account/vault', undefined, { session: session.token });
      takeIn(party, told);
      for (const { passkeyId, sealed } of told.body.envelopes ?? [])
        if (passkeyId !== undefined && (await prfOf(party, passkeyId)) === sealed) return true;
      return false;
    }
  }
}
