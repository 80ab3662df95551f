import { reachOf } from '../analysis/reach.ts';
import type { Reason } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../requirements/account-facts.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { Evidence } from '../strength/evidence.ts';
import { methodBit } from '../strength/method.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { Act, Actor, ActQuestion, ActRefusal, Verdict } from './act.ts';
import { administers, isAbovePeople, wornRoles } from './administration.ts';
import { administratorsDemand, meetsDemand, ownersDemand, type ProofDemand } from './recent-proof.ts';
import { mayRecover, recoveryAccepts } from './recovery.ts';

/** The most passkeys an account may have. Each session check reads them all. */
export const MOST_PASSKEYS = 25;

/**
 * Whether an actor may make an act. Pure: the engine asks on committed state, and again in each round of the commit.
 *
 * `judge` asks `evaluate` and `enrollmentGate`, and repeats no rule of theirs. Every act that gives the account something to show (a factor,
 * a link, an address, a first password) is a set-up, and asks `enrollmentGate` with recent evidence.
 */
export function judge(policy: Policy, act: Act, question: ActQuestion): Verdict {
  const { actor } = question;
  switch (actor.kind) {
    case 'session':
      return byOwner(policy, act, question);
    case 'flow':
      return inFlow(policy, act, question, actor);
    case 'administrator':
      return byAdministrator(policy, act, question, actor);
    case 'voucher':
      return byVoucher(policy, act, question, actor);
    case 'host':
      return byHost(policy, act, question);
    case 'provider':
    case 'directory':
      return byProvider(policy, act, question, actor);
    case 'system':
      return bySystem(policy, act, question);
  }
}

/** A person in a session, on their own account. */
function byOwner(policy: Policy, act: Act, { target, evidence, now }: ActQuestion): Verdict {
  if (target === undefined) return refused('not-permitted');
  if (target.blocked === true) return refused('account-blocked');
  switch (act.type) {
    case 'end-sessions':
    case 'forget-device':
      return ALLOWED;
    case 'rename-passkey':
    case 'issue-backup-codes':
    case 'write-vault':
    case 'delete':
    case 'set-identifier':
      return withRecentProof(policy, target, evidence, now);
    case 'remove':
    case 'unlink':
      return first(withRecentProof(policy, target, evidence, now), () =>
        isStranded(policy, act.leaves.account, act.leaves.vouched) ? refused('no-way-in-left') : ALLOWED,
      );
    case 'set-password':
      if (!mayHavePassword(policy, target)) return refused('method-not-allowed');
      return target.factors.password === undefined
        ? setUp(policy, target, evidence, now)
        : withRecentProof(policy, target, evidence, now);
    case 'enroll':
      return first(setUp(policy, target, evidence, now), () => withinLimits(act, target));
    case 'link':
    case 'set-address':
      return setUp(policy, target, evidence, now);
    default:
      return refused('not-permitted');
  }
}

/** A person in a flow, on the account that the flow is for. A step-up flow brings its session's evidence. */
function inFlow(
  policy: Policy,
  act: Act,
  { target, evidence, now }: ActQuestion,
  { purpose, demand }: Extract<Actor, { kind: 'flow' }>,
): Verdict {
  if (target === undefined) return refused('not-permitted');
  if (target.blocked === true) return refused('account-blocked');
  switch (act.type) {
    case 'enroll': {
      const decision = evaluate(policy, { account: target, evidence, now, demand, local: true });
      if (decision.outcome !== 'enrollment-required' || !decision.offer.includes(act.factor))
        return refused(
          decision.outcome === 'denied' && decision.reason === 'no-way-in' ? 'no-way-in' : 'method-not-allowed',
          decision.because,
        );
      return withinLimits(act, target);
    }
    case 'recover':
      return recovers(policy, target, evidence, purpose);
    default:
      return refused('not-permitted');
  }
}

/** The link is a proof of the mailbox. With another factor on the account, that factor has to be proved beside it. */
function recovers(
  policy: Policy,
  target: AccountFacts,
  evidence: readonly Evidence[],
  purpose: Extract<Actor, { kind: 'flow' }>['purpose'],
): Verdict {
  if (purpose !== 'recover' || !evidence.some(({ method }) => method === 'reset-token'))
    return refused('not-permitted');
  if (!mayRecover(policy, target)) return refused('method-not-allowed');
  const accept = recoveryAccepts(policy, target);
  if (accept.length === 0 || evidence.some(({ method }) => accept.some((other) => other === method))) return ALLOWED;
  return { outcome: 'refused', reason: 'method-not-allowed', because: [], accept };
}

/** An administrator in a session. What the session may do goes by the roles that it wears. */
function byAdministrator(
  policy: Policy,
  act: Act,
  { target, evidence, now }: ActQuestion,
  { account, isTarget }: Extract<Actor, { kind: 'administrator' }>,
): Verdict {
  if (account.blocked === true) return refused('not-permitted');
  const worn = wornRoles(policy, account, evidence, now);
  const right = rightOf(policy, act, target, worn, account.emergency === true, isTarget);
  if (right !== undefined) return right;
  const demand = administratorsDemand(policy, account);
  if (!meetsDemand(policy, account, evidence, now, demand)) return short(demand);
  return leavesWayIn(policy, act, target);
}

/** The first right that the worn roles lack; `undefined` if they have all. */
function rightOf(
  policy: Policy,
  act: Act,
  target: AccountFacts | undefined,
  worn: readonly string[],
  isEmergency: boolean,
  isTarget: boolean,
): Verdict | undefined {
  if (!ADMINISTRATIVE.has(act.type)) return refused('not-permitted');
  if (!administers(policy, worn, act.type === 'change-policy' ? 'policy' : 'people')) return refused('not-permitted');
  // An attacker with an administrator's session could guess at that account's other factors without end.
  if (act.type === 'unlock' && isTarget) return refused('not-permitted');
  if (act.type === 'open-vault-in-emergency' && !isEmergency) return refused('not-permitted');
  if (administers(policy, worn, 'policy')) return undefined;
  const grants = act.type === 'create' || act.type === 'set-roles' ? act.roles : [];
  const isAbove =
    (target !== undefined && isAbovePeople(policy, target)) ||
    (act.type === 'create' && act.emergency) ||
    administers(policy, grants, 'policy');
  return isAbove ? refused('not-permitted') : undefined;
}

/** An administrator's word holds while the administrator has the right to give it, in whatever session it was given. */
function byVoucher(
  policy: Policy,
  act: Act,
  { target }: ActQuestion,
  { account }: Extract<Actor, { kind: 'voucher' }>,
): Verdict {
  if (act.type !== 'use-vouching' || account.blocked === true) return refused('not-permitted');
  return rightOf(policy, { type: 'vouch' }, target, account.roles, account.emergency === true, false) ?? ALLOWED;
}

/** Host code may do everything that leaves its account a way in. */
function byHost(policy: Policy, act: Act, { target }: ActQuestion): Verdict {
  // A link to a mailbox is followed by a person, never by code.
  if (act.type === 'recover') return refused('not-permitted');
  if (target === undefined && !UNTARGETED.has(act.type)) return refused('not-permitted');
  return leavesWayIn(policy, act, target);
}

/** What follows from the policy in force, from the code that is deployed, or from the host's word. */
function bySystem(policy: Policy, act: Act, { target }: ActQuestion): Verdict {
  switch (act.type) {
    case 'change-policy':
      return ALLOWED;
    case 'end-sessions':
    case 'take-roles':
      return target === undefined ? refused('not-permitted') : ALLOWED;
    case 'offer-recovery':
      return target !== undefined && target.blocked !== true && mayRecover(policy, target)
        ? ALLOWED
        : refused('not-permitted');
    default:
      return refused('not-permitted');
  }
}

/**
 * A provider or the directory asserts an identity that no account is linked to. It is linked to the account that has the asserted address
 * only where the policy says that the provider owns the address's domain. An emergency account, and an account that administers the
 * policy, is linked by a policy administrator only.
 */
function byProvider(
  policy: Policy,
  act: Act,
  { target }: ActQuestion,
  { kind, provider, domain }: Extract<Actor, { kind: 'provider' | 'directory' }>,
): Verdict {
  const said = policy.providers.get(provider);
  if (act.type === 'create') return said?.createAccounts === true ? ALLOWED : refused('not-permitted');
  if (act.type === 'take-roles') return ALLOWED;
  if (act.type !== 'link' || target === undefined || domain === undefined) return refused('not-permitted');
  const owns = said?.mailDomains?.some((name) => name.toLowerCase() === domain) === true;
  if (!owns || isAbovePeople(policy, target)) return refused('not-permitted');
  // An account has one source of passwords.
  if (kind === 'directory' && target.factors.password !== undefined) return refused('not-permitted');
  return ALLOWED;
}

/** A set-up: recent proof at the account's strongest level, and the enrollment gate is open for the recent evidence. */
function setUp(policy: Policy, target: AccountFacts, evidence: readonly Evidence[], now: Instant): Verdict {
  return first(withRecentProof(policy, target, evidence, now), () => {
    const { methods } = requirementsOf(policy, target).rule;
    const gate = enrollmentGate(policy, target, recentEvidence(evidence, now, policy.recentProof), methods);
    if (gate.state === 'open') return ALLOWED;
    if (gate.state === 'needs-vouching') return refused('no-way-in');
    // A step-up to `enhanced` is the flow in which the missing proof is given.
    return { ...short({ strengths: ['enhanced'], within: policy.recentProof }), accept: gate.accept };
  });
}

function withRecentProof(policy: Policy, target: AccountFacts, evidence: readonly Evidence[], now: Instant): Verdict {
  const demand = ownersDemand(policy, target);
  return meetsDemand(policy, target, evidence, now, demand) ? ALLOWED : short(demand);
}

/** A password is not set where it could not be used (P9), nor beside the directory's: an account has one source of passwords. */
export function mayHavePassword(policy: Policy, target: AccountFacts): boolean {
  return target.factors.ldap !== true && (requirementsOf(policy, target).rule.methods & methodBit('password')) !== 0;
}

function withinLimits(act: Extract<Act, { type: 'enroll' }>, { factors }: AccountFacts): Verdict {
  return act.factor === 'passkey' && factors.passkeys.length >= MOST_PASSKEYS ? refused('too-many-passkeys') : ALLOWED;
}

/** An act of an administrator or of host code takes no account its last way in, unless the act is forced. */
function leavesWayIn(policy: Policy, act: Act, target: AccountFacts | undefined): Verdict {
  if (!('leaves' in act) || act.leaves === undefined || ('forced' in act && act.forced)) return ALLOWED;
  const { account, vouched } = act.leaves;
  if (!isStranded(policy, account, vouched)) return ALLOWED;
  return target !== undefined && isStranded(policy, target, vouched) ? ALLOWED : refused('no-way-in-left');
}

/** Whether an account could not sign in by itself any more. */
export function isStranded(policy: Policy, account: AccountFacts, vouched: boolean): boolean {
  return reachOf(policy, account, vouched).impact === 'stranded';
}

function first(verdict: Verdict, next: () => Verdict): Verdict {
  return verdict.outcome === 'allowed' ? next() : verdict;
}

function refused(reason: ActRefusal, because: readonly Reason[] = []): Verdict {
  return { outcome: 'refused', reason, because };
}

/** More proof is needed, or a fresher one. */
function short(demand: ProofDemand): Verdict & { readonly outcome: 'refused' } {
  return { outcome: 'refused', reason: 'insufficient-strength', because: [], demand };
}

const ALLOWED: Verdict = { outcome: 'allowed' };

/** What administrators do. Everything else is the owner's, or host code's. */
const ADMINISTRATIVE: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'create',
  'block',
  'unblock',
  'unlock',
  'delete',
  'set-roles',
  'set-methods',
  'link',
  'reset-two-step',
  'reset-passkeys',
  'revoke-passkey',
  'vouch',
  'change-policy',
  'open-vault-in-emergency',
]);
/** Acts on no account that there is. */
const UNTARGETED: ReadonlySet<Act['type']> = new Set<Act['type']>(['create', 'change-policy']);
