import type { State } from './state.ts';

/** Lists differences between the action log and the state (X18). The list is empty if each change has exactly one event. */
export function disagreements({ accounts, events, policyVersions, sessionsOf, eventsOf }: State): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, told: unknown, is: unknown): void => {
    if (told !== is) found.push(`${what}: the log tells ${told}, the state is ${is}`);
  };
  compare('event ids', new Set(events.map(({ id }) => id)).size, events.length);
  compare('accounts', events.filter(({ type }) => type === 'account.created').length, accounts.length);
  compare('policies', events.filter(({ type }) => type === 'policy.changed').length, policyVersions.length);
  compare('the newest policy', policyVersions.length, policyVersions[0]);
  for (const { id, identifiers, roles, block, passkeys, totp } of accounts) {
    const who = identifiers[0] ?? id;
    compare(`${who}: created`, eventsOf(id, 'account.created').length, 1);
    const blocks = eventsOf(id, 'account.blocked', 'account.unblocked');
    compare(`${who}: blocked`, blocks[0]?.type === 'account.blocked', block !== undefined);
    if (
      blocks.some(({ type }, index) => type === 'account.unblocked' && blocks[index + 1]?.type !== 'account.blocked')
    ) {
      found.push(`${who}: told that it was unblocked, and it was not blocked`);
    }
    const roleChanges = eventsOf(id, 'account.roles-changed');
    if (roleChanges[0] !== undefined) {
      compare(`${who}: roles`, JSON.stringify(roleChanges[0].detail?.['to']), JSON.stringify(roles));
    }
    for (const [index, change] of roleChanges.slice(0, -1).entries()) {
      const before = roleChanges[index + 1]?.detail?.['to'];
      compare(`${who}: roles before`, JSON.stringify(change.detail?.['from']), JSON.stringify(before));
    }
    const enrolled = eventsOf(id, 'factor.enrolled').map(({ method }) => method);
    compare(`${who}: passkeys`, enrolled.filter((method) => method === 'passkey').length, passkeys.length);
    compare(`${who}: TOTP`, enrolled.filter((method) => method === 'totp').length, totp === undefined ? 0 : 1);
    const revoked = eventsOf(id, 'session.revoked').length;
    compare(
      `${who}: sessions`,
      eventsOf(id, 'sign-in.succeeded').length - revoked,
      block !== undefined || eventsOf(id, 'account.blocked').length > 0 ? 0 : sessionsOf(id).length,
    );
  }
  return found;
}
