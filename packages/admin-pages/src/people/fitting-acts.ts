import type { AdminAccount } from '@sallyport/browser';
import { button, type Child } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { hasRight } from '../parts/helpdesk.ts';
import { type Act, canUseCode, unlock, vouch } from './acts.ts';
import { type Invitation, sendInvitation } from './invitation.ts';
import type { KeptCodes } from './kept-codes.ts';
import type { State } from './state.ts';
import { words } from './words.ts';

const { actions: says } = words.administration;

export type FittingAct = 'unblock' | 'unlock' | 'invite' | 'give-code' | 'help-in';

/**
 * The first act fits the state best.
 *
 * @param isOwn a help-in would end the reader's session before the page shows the code
 */
export function fittingActs(
  account: AdminAccount,
  invitation: Invitation | undefined,
  state: State,
  isOwn = false,
): readonly FittingAct[] {
  const { status, deviceLock, may } = account;
  const isBlocked = status === 'blocked';
  const acts: readonly (readonly [FittingAct, boolean])[] = [
    ['unblock', isBlocked && may === undefined],
    ['unlock', (status === 'locked' || deviceLock !== undefined) && hasRight(account, 'unlock')],
    ['invite', invitation !== undefined && !isBlocked && hasRight(account, 'vouch')],
    ['give-code', needsCode(account, state)],
    ['help-in', !isOwn && hasRight(account, 'reset')],
  ];
  return acts.flatMap(([act, fits]) => (fits ? [act] : []));
}

export function needsCode(account: AdminAccount, state: State): boolean {
  return state === 'needsCode' && canUseCode(account) && hasRight(account, 'vouch');
}

export interface ActButtonsInput {
  readonly account: AdminAccount;
  readonly invitation: Invitation | undefined;
  readonly state: State;
  readonly isOwn: boolean;
  readonly act: Act;
  readonly codes: KeptCodes;
}

/** The first is the main button, unless the person only has to use a code. */
export function actButtons({ account, invitation, state, isOwn, act, codes }: ActButtonsInput): Child {
  const { enrollmentCode: code } = account;
  const hasCode = code?.used === false || code?.setUpUntil !== undefined;
  const asked = () => import('./asked-acts.ts');
  const made = (label: Child, testid: string, run: () => Promise<Child>, look: string): HTMLElement =>
    button({ label, testid, look, run: () => act(run) });
  return fittingActs(account, invitation, state, isOwn).map((name, place) => {
    const endsLock = name === 'unblock' || name === 'unlock';
    const look = place === 0 && (endsLock || !hasCode) ? 'primary' : '';
    switch (name) {
      case 'unblock':
        return made(
          says.unblockAsk,
          name,
          async () => (await asked()).unblock(account, invitation !== undefined),
          look,
        );
      case 'unlock':
        return made(says.unlock, name, () => unlock(account), look);
      case 'invite': {
        const { send, sendNew } = words.person.invitation;
        const label = invitation?.state === 'open' ? send : sendNew;
        return made(label, 'send-invitation', () => sendInvitation(account), look);
      }
      case 'give-code':
        return made(says.giveCode, 'vouch', () => vouch(account, codes), look);
      default:
        return made(
          [icon('key', 's'), words.helpIn.open],
          name,
          async () => (await import('./help-in.ts')).helpIn(account, codes),
          look,
        );
    }
  });
}
