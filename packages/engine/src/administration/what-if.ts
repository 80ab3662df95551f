import { type AccountFacts, type Decision, type Evidence, evaluate, type Instant } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import type { Refusal, WhatIfAsked, WhatIfView } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { questionInFlow } from '../factors/question.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { acceptsAfter } from '../sign-in/flow-record.ts';
import { answerTo } from '../sign-in/reply.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { namedAccount } from './account-ref.ts';
import { compiledPolicy, wordedForAdministrator } from './policy-impact.ts';

const MOST_PROOFS = 20;

export async function whatIf(
  kernel: UnplacedKernel,
  tenant: TenantId,
  { evidence: words, policy: draft, ...who }: WhatIfAsked,
): Promise<WhatIfView | Refusal> {
  const policy =
    draft === undefined ? (await readPolicyInForce(kernel, tenant)).policy : compiledPolicy(kernel, tenant, draft);
  if (isRefusal(policy)) return policy;
  const named = await namedAccount(kernel, { ...who, tenant });
  if (named !== undefined && isRefusal(named)) return named;
  const record = named && (named.account ?? (await kernel.store.readAccount(tenant, named.id)));
  if (record === undefined) return { refused: 'not-found' };
  const now = kernel.now();
  const account = clearedForItsRoles(policy, record, now);
  const question = questionInFlow(policy, { evidence: [], now }, account, {});
  const proofs = await proofsOf(words, account, question.account, now);
  if (isRefusal(proofs)) return proofs;
  const decisionAfter = (evidence: readonly Evidence[]): Decision => evaluate(policy, { ...question, evidence });
  const decision = decisionAfter(
    accepted(proofs, (given) => acceptsAfter(decisionAfter(given), account, undefined, now)),
  );
  return { ...answered(kernel, decision, account), because: wordedForAdministrator(decision.because) };
}

function accepted(
  proofs: readonly Evidence[],
  acceptsNext: (given: readonly Evidence[]) => readonly string[],
): readonly Evidence[] {
  const given: Evidence[] = [];
  for (const proof of proofs) {
    if (given.length === 0 || proof.method === 'sso' || acceptsNext(given).includes(proof.method)) given.push(proof);
  }
  return given;
}

function answered(kernel: Kernel, decision: Decision, account: AccountRecord): Omit<WhatIfView, 'because'> {
  if (decision.outcome === 'granted') return { status: 'complete', strength: decision.strength };
  const { because: _, ...answer } = answerTo(kernel, decision, account);
  return 'refused' in answer ? { status: 'denied', code: answer.refused } : answer;
}

async function proofsOf(
  words: unknown,
  account: AccountRecord,
  { factors }: AccountFacts,
  now: Instant,
): Promise<readonly Evidence[] | Refusal> {
  const { proofOfWord, WordError } = await import('../kernel/policy-analysis.ts');
  if (!Array.isArray(words) || words.length > MOST_PROOFS)
    return malformed('evidence', `is no list of at most ${MOST_PROOFS} methods`);
  const evidence: Evidence[] = [];
  for (const [place, word] of words.entries()) {
    if (typeof word !== 'string') return malformed(`evidence.${place}`, 'is no text');
    try {
      evidence.push(asLastSaid(proofOfWord(withProvider(word, account), factors, now), account));
    } catch (fault) {
      if (!(fault instanceof WordError)) throw fault;
      const message = fault.lacking === undefined ? fault.message : `'${word}': the account cannot give this proof`;
      return malformed(`evidence.${place}`, message);
    }
  }
  return evidence;
}

function withProvider(word: string, { externalIds = [] }: AccountRecord): string {
  const provider = externalIds.find(({ method }) => method === 'sso')?.provider;
  return word === 'sso' && provider !== undefined ? `sso:${provider}` : word;
}

/** A provider asserts the same as at the last sign-in, unless the word says more. */
function asLastSaid(proof: Evidence, { externalIds = [] }: AccountRecord): Evidence {
  if (proof.method !== 'sso' || proof.acr !== undefined || proof.amr !== undefined) return proof;
  const { said } = externalIds.find(({ method, provider }) => method === 'sso' && provider === proof.provider) ?? {};
  return { ...proof, ...said };
}

function malformed(path: string, message: string): Refusal<'malformed-input'> {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}
