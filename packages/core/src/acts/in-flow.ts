import type { Denied } from '../decision/decision.ts';
import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { mayHavePassword, mayUse } from '../requirements/may-use.ts';
import type { Act, Actor, Verdict } from './act.ts';
import { restrictions, withinLimits } from './limits.ts';
import { mayRecover, recoveryAccepts } from './recovery.ts';
import { ALLOWED, refused } from './verdict.ts';

type InFlow = Extract<Actor, { kind: 'flow' }>;

export function inFlow(policy: Policy, act: Act, question: Question, actor: InFlow): Verdict {
  switch (act.type) {
    case 'enroll':
      return enrolls(policy, act, question, actor);
    case 'create':
      return signsUp(policy, act, question, actor.purpose);
    case 'recover':
      return recovers(policy, question, actor.purpose);
    case 'set-password':
      return choosesPassword(policy, question);
    default:
      return refused('not-permitted');
  }
}

function enrolls(
  policy: Policy,
  act: Extract<Act, { type: 'enroll' }>,
  question: Question,
  { purpose, demand }: InFlow,
): Verdict {
  const decision = evaluate(policy, {
    ...question,
    local: true,
    // Only recent evidence opens enrollment. A session's evidence can be older.
    demand: demand ?? (purpose === 'step-up' ? WHATEVER_IS_REQUIRED : undefined),
    isFirstSignIn: purpose === 'sign-up',
  });
  if (decision.outcome === 'denied') return refusedAs(decision);
  if (decision.outcome === 'enrollment-required' && decision.offer.includes(act.factor))
    return withinLimits(act, question.account);
  return refused('method-not-allowed', decision.because);
}

function signsUp(
  policy: Policy,
  { roles, emergency }: Extract<Act, { type: 'create' }>,
  question: Question,
  purpose: InFlow['purpose'],
): Verdict {
  const isProved = question.evidence.some(({ method }) => method === 'email-code');
  if (purpose !== 'sign-up' || !isProved || roles.length > 0 || emergency) return refused('not-permitted');
  const { account } = question;
  if (account.factors.password !== undefined && !mayUse(policy, account, 'password'))
    return refused('method-not-allowed', restrictions(policy, account));
  // The proof of the address is evidence, so the person is not sent to a preferred provider.
  const decision = evaluate(policy, { ...question, isFirstSignIn: true });
  return decision.outcome === 'denied' ? refusedAs(decision) : ALLOWED;
}

function refusedAs({ reason, because }: Denied): Verdict {
  return refused(reason === 'no-way-in' ? 'no-way-in' : 'method-not-allowed', because);
}

/** If `recoveryAccepts` lists further factors, the person proves one of them too. */
function recovers(policy: Policy, { account: target, evidence }: Question, purpose: InFlow['purpose']): Verdict {
  if (purpose !== 'recover' || !evidence.some(({ method }) => method === 'reset-token'))
    return refused('not-permitted');
  if (!mayRecover(policy, target)) return refused('method-not-allowed', restrictions(policy, target));
  const accept = recoveryAccepts(policy, target);
  if (
    accept.length === 0 ||
    evidence.some(({ method, helpsIn }) => helpsIn !== undefined || accept.some((other) => other === method))
  )
    return ALLOWED;
  return { outcome: 'refused', reason: 'method-not-allowed', because: [], accept };
}

function choosesPassword(policy: Policy, { account, evidence }: Question): Verdict {
  const isHelped = evidence.some(({ helpsIn }) => helpsIn === 'first');
  if (!isHelped || account.factors.password !== undefined) return refused('not-permitted');
  return mayHavePassword(policy, account) ? ALLOWED : refused('method-not-allowed', restrictions(policy, account));
}

const WHATEVER_IS_REQUIRED: NonNullable<InFlow['demand']> = { strengths: [] };
