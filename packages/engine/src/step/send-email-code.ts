import { instant } from '@sallyport/core';
import type { Caller, FlowReply, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { mailBudget, sendCounted } from '../attempts/counted-mail.ts';
import { load } from '../attempts/load.ts';
import { countedIn, giveBackUnjudged, judging } from '../attempts/unjudged.ts';
import { emailCodeText } from '../factors/codes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { digitsCode } from '../secrets/codes.ts';
import { tokenHash } from '../secrets/token.ts';
import type { FlowRecord } from '../store/records.ts';
import { standing } from './standing.ts';

/**
 * Mails a code that is good in this flow. It voids the one before it, and refills no budget of guesses. The code is stored before
 * it is sent; where the mailer fails, the person is told to ask again.
 */
export async function sendEmailCode(kernel: Kernel, caller: Caller): Promise<FlowReply | Refusal> {
  if (caller.flowToken === undefined) return { refused: 'flow-expired' };
  const loaded = await load(kernel, {
    tenant: caller.tenant,
    flowHash: tokenHash(caller.flowToken),
    attempt: () => ({ ...mailBudget('email-code'), onlyIfAccepted: ['email-code'] }),
  });
  const { flow, account, attempt, now } = loaded;
  const place = countedIn(attempt);
  if (flow === undefined || flow.mode !== caller.mode) {
    await giveBackUnjudged(kernel, caller.tenant, place);
    return { refused: 'flow-expired' };
  }
  if (!flow.accepts.includes('email-code'))
    return { refused: flow.evidence.length === 0 ? 'invalid-credentials' : 'method-not-allowed' };
  if (attempt.outcome === 'locked') return { refused: 'too-many-mails', until: attempt.until };
  const to = account?.email?.address;
  if (account === undefined || to === undefined || kernel.sendMail === undefined) {
    await giveBackUnjudged(kernel, caller.tenant, place);
    return { refused: 'mail-unavailable' };
  }

  const code = digitsCode(kernel.random);
  const next: FlowRecord = {
    ...flow,
    version: flow.version + 1,
    emailCode: {
      hash: kernel.ring.hash('code', emailCodeText(flow.id, to, code)),
      expiresAt: instant(now + LIFETIMES.emailCode),
    },
  };
  const { tenant } = caller;
  const result = await judging(kernel, tenant, place, () =>
    kernel.commit({
      tenant,
      now,
      guards: { flow: { id: flow.id, version: flow.version } },
      flow: next,
      events: [],
    }),
  );
  if (result.outcome !== 'committed') {
    await giveBackUnjudged(kernel, tenant, place);
    return { refused: 'flow-conflict' };
  }
  if (!(await sendCounted(kernel, { tenant, to, kind: 'email-code', code }, place)))
    return { refused: 'mail-unavailable' };
  return standing(kernel, caller, { loaded, flow: next, token: caller.flowToken, fresh: false }, account);
}
