import type { AccountEntry } from '@sallyport/browser';
import { h } from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { icon } from '../parts/frame.ts';
import { words } from './words.ts';

/**
 * Blocked and locked come before the group of the policy. `codeOut`: a code of a help-in was not used yet. `codeIn`: an administrator's code was
 * entered. `needsCode`: lost nothing, and has to set up a passkey or an app with a code.
 */
export type State =
  | AccountEntry['group']
  | AccountEntry['status']
  | 'invitationOpen'
  | 'invitationOver'
  | 'codeOut'
  | 'codeIn'
  | 'needsCode';

const looks: Readonly<Record<State, { readonly icon: IconName; readonly look: string }>> = {
  active: { icon: 'tick', look: 'go' },
  meets: { icon: 'tick', look: 'go' },
  mustEnroll: { icon: 'wait', look: 'warn' },
  noWayIn: { icon: 'cross', look: 'stop' },
  locked: { icon: 'password', look: 'warn' },
  blocked: { icon: 'none', look: 'stop' },
  invitationOpen: { icon: 'mail', look: '' },
  invitationOver: { icon: 'mail', look: 'warn' },
  codeOut: { icon: 'key', look: 'warn' },
  codeIn: { icon: 'wait', look: 'warn' },
  needsCode: { icon: 'key', look: 'stop' },
};

export function stateBadge(state: State): HTMLElement {
  const { icon: name, look } = looks[state];
  return h('span', { class: `badge ${look}`.trim(), 'data-testid': 'status' }, icon(name), words.people.states[state]);
}

/** A list of one group shows the group of each person, also of an invited one. */
export function stateOf(
  { status, group, factors, invited, invitation, helpInCode, settingUp }: AccountEntry,
  listed: string | undefined,
): State {
  if (status !== 'active') return status;
  if (group === 'noWayIn' && helpInCode !== undefined) return 'codeOut';
  if (group === 'noWayIn' && settingUp !== undefined) return 'codeIn';
  if (invited === undefined && group === 'noWayIn' && begins(factors)) return 'needsCode';
  if (invited === undefined || (group === listed && group !== 'noWayIn')) return group;
  return invitation === undefined ? 'invitationOver' : 'invitationOpen';
}

function begins(factors: readonly string[]): boolean {
  const has = (...names: readonly string[]): boolean => names.some((name) => factors.includes(name));
  return has('password', 'sso', 'ldap') && !has('passkey', 'totp');
}
