import { instant } from '@sallyport/core';
import type { FlowRecord, TenantId } from '@sallyport/store';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { codeAddress, emailCode, sentCode } from '../factors/delivered-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { digitsCode } from '../kernel/secrets/codes.ts';
import { mailedHash } from '../kernel/secrets/mailed-secret.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget, sendCodeCounted } from '../state/counted-mail.ts';
import { flowStatus } from './flow-status.ts';
import { loadInFlow } from './load-in-flow.ts';
import { openingAnswer } from './reply.ts';
import { refusedStep } from './take-step.ts';

export function isSendable(kernel: Kernel, tenant: TenantId, method: string): method is `${string}-code` {
  return emailCode.is(method) || kernel.of(tenant).codes.has(method);
}

/** A new code voids the last code, and refills no budget of guesses. */
export async function sendCode(kernel: Kernel, caller: Caller, method: string): Promise<FlowReply | Refusal> {
  if (!isSendable(kernel, caller.tenant, method)) return { refused: 'not-found' };
  if (caller.flowToken === undefined) return { refused: 'flow-expired' };
  const loaded = await loadInFlow(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    guess: () => ({ ...mailBudget(method), onlyIfAccepted: [method] }),
  });
  const { flow, account, guess, now } = loaded;
  await using counted = countedIn(guess);
  if (flow === undefined || flow.mode !== caller.mode) return { refused: 'flow-expired' };
  if (guess.outcome === 'locked') return { refused: 'too-many-mails', until: guess.until };
  const refused = await refusedStep(kernel, caller, loaded, { method });
  if (refused !== undefined) return refused;
  if (account === undefined) return { refused: 'invalid-credentials' };
  const to = codeAddress(account, method)?.address;
  if (to === undefined) return { refused: 'invalid-credentials' };
  const { sendMail } = kernel.of(caller.tenant);
  if (emailCode.is(method) && sendMail === undefined) return { refused: 'mail-unavailable' };

  const code = digitsCode(kernel.random);
  const hash = mailedHash(kernel.ring, sentCode(flow, account, method, to), code);
  const next: FlowRecord = {
    ...flow,
    version: flow.version + 1,
    sentCode: { method, hash, expiresAt: instant(now + LIFETIMES.sentCode) },
  };
  const { tenant } = caller;
  const result = await kernel.commit({
    tenant,
    now,
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: next,
    events: [],
  });
  if (result.outcome !== 'committed') return { refused: 'flow-conflict' };
  if (!(await sendCodeCounted(kernel, { tenant, to, code, method }, counted))) return { refused: 'mail-unavailable' };
  if (flow.recovery !== undefined) {
    const keep = { mode: flow.mode, flow: { token: caller.flowToken, expiresAt: flow.expiresAt } };
    return { answer: openingAnswer(kernel, next, account), keep };
  }
  return flowStatus(kernel, caller, { loaded, flow: next, token: caller.flowToken, isNewFlow: false }, account);
}
