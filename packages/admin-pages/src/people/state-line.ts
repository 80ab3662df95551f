import type { AccountEntry, AdminAccount, PolicyDocument } from '@sallyport/browser';
import { when } from '@sallyport/pages/parts';
import { hasRight } from '../parts/helpdesk.ts';
import { counted } from '../parts/numbers.ts';
import { ownStrengths } from '../policy/built-in-strengths.ts';
import { strongDemand } from '../policy/policy-roles.ts';
import { trustedProviders } from '../policy/trusted-providers.ts';
import { strengthDemand } from '../reasons-line.ts';
import type { Block } from './asked-acts.ts';
import { needsCode } from './fitting-acts.ts';
import type { Invitation } from './invitation.ts';
import type { State } from './state.ts';
import { words } from './words.ts';

const { person: says } = words;

function missingWay({ roles, factors }: AdminAccount, policy: PolicyDocument | undefined): string | undefined {
  if (policy === undefined || ownStrengths(policy).length > 0 || factors.passkeys.length > 0) return undefined;
  const demand = strongDemand(policy, roles);
  return demand === undefined || (demand === 'enhanced' && factors.totp) ? undefined : strengthDemand(demand);
}

interface LineInput {
  readonly account: AdminAccount;
  readonly listed: AccountEntry | undefined;
  readonly policy: PolicyDocument | undefined;
  readonly invitation: Invitation | undefined;
  readonly block: Block | undefined;
  readonly state: State;
}

function groupLine({ account, listed, policy, invitation, state }: LineInput): string | undefined {
  if (listed === undefined) return undefined;
  const missing = missingWay(account, policy);
  if (invitation?.state === 'open')
    return missing === undefined ? says.invited : `${says.invited} ${says.invitedMustSetUp(missing)}`;
  const { group, helpInCode, settingUp } = listed;
  if (needsCode(account, state)) return says.needsCode;
  // The note about the invitation says what lets the person in.
  if (group === 'noWayIn' && invitation !== undefined && helpInCode === undefined) return undefined;
  // A sentence below says that the person entered a code.
  if (group === 'noWayIn' && (helpInCode ?? settingUp)) return helpInCode && says.byCode(when(helpInCode.expiresAt));
  return listed.group === 'mustEnroll' && missing !== undefined ? says.mustSetUp(missing) : says.group[listed.group];
}

/** For a person who never signed in: the server does not know the report yet. */
function providerOnTrust({ account, listed, policy }: LineInput): string | undefined {
  if (policy === undefined || listed?.group !== 'meets' || listed.lastSignInAt !== undefined) return undefined;
  const trusted = trustedProviders(policy);
  return account.externalIds.find(({ provider }) => trusted.includes(provider))?.name;
}

function fullLine({ account: { status, sessions, sessionsFull } }: LineInput): string | undefined {
  if (sessionsFull === undefined || status === 'blocked') return undefined;
  const { most } = sessionsFull;
  const ends = sessions - most + 1;
  return says.full(sessions, counted(sessions), counted(most), ends, counted(ends));
}

export function lineOf(input: LineInput): string {
  const { account, listed, block } = input;
  const { status, until, deviceLock, blockedReason } = account;
  const { lastSignInAt } = listed ?? {};
  const onTrust = status === 'blocked' ? undefined : providerOnTrust(input);
  const isLocked = status === 'locked' || deviceLock !== undefined;
  return [
    block === undefined ? undefined : says.blockedBy(block.by, when(block.at)),
    status === 'blocked' && blockedReason !== undefined ? says.blockedBecause(blockedReason) : undefined,
    until === undefined ? undefined : words.administration.lockedUntil(when(until)),
    deviceLock === undefined ? undefined : words.administration.deviceLockedUntil(when(deviceLock.until)),
    isLocked && hasRight(account, 'unlock') ? says.unlockHelps : undefined,
    isLocked && account.email !== undefined && account.factors.password ? says.forgotten : undefined,
    // A blocked person has no next sign-in.
    status === 'blocked' ? undefined : groupLine(input),
    fullLine(input),
    listed === undefined
      ? undefined
      : lastSignInAt === undefined
        ? says.neverSignedIn
        : says.lastSignIn(when(lastSignInAt)),
    onTrust === undefined ? undefined : says.countsByTrust(onTrust),
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
