import { instant } from '@sallyport/core';
import type { FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Mail } from '../contract/index.ts';
import { sendCode } from './send-code.ts';
import {
  type Bench,
  bench,
  byPassword,
  client,
  DORA,
  dora,
  flowOfHers,
  guesses,
  inFlow,
  later,
  MINUTE,
  NOW,
  RULES,
  TENANT,
} from './step.test-support.ts';

const INVALID = { refused: 'invalid-credentials' };
const EXPIRED = { refused: 'flow-expired' };
const UNAVAILABLE = { refused: 'mail-unavailable' };
const MAILED = 'mail:email-code';
const id = expect.any(String);

/** A flow in which a code may be sent, and a mailer that keeps what it sends. */
async function mailing(
  flow: Partial<FlowRecord> = {},
  given: Parameters<typeof bench>[0] = {},
): Promise<Bench & { readonly mails: Mail[] }> {
  const mails: Mail[] = [];
  const sendMail = async (mail: Mail): Promise<void> => void mails.push(mail);
  const opened = flowOfHers({ evidence: [byPassword()], accepts: ['email-code'], started: true, ...flow });
  const parts = { sendMail, ...given?.parts };
  return Object.assign(await bench({ flow: opened, ...given, parts }), { mails });
}

describe('a code that is sent', () => {
  it('X3 is stored with the flow before it goes out, and is good for ten minutes', async () => {
    const at = await mailing({ version: 1 });
    const reply = await sendCode(at.kernel, inFlow(), 'email-code');
    const accept = [{ method: 'email-code', sentTo: id }];
    expect(reply).toEqual({
      answer: { status: 'continue', accept, because: [expect.objectContaining({ code: 'strength-required' })] },
      keep: { mode: 'token', flow: { token: 'flow-token', expiresAt: later(30 * MINUTE) } },
    });
    const mail = { tenant: TENANT, to: 'dora@example.org', kind: 'email-code', code: expect.stringMatching(/^\d{6}$/) };
    expect(at.mails).toEqual([mail]);
    const sentCode = { method: 'email-code', hash: id, expiresAt: later(10 * MINUTE) };
    const flow = flowOfHers({ evidence: [byPassword()], accepts: ['email-code'], started: true, version: 2, sentCode });
    const guards = { flow: { id: 'flow', version: 1 } };
    expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards, flow, events: [] }]);
    expect(JSON.stringify(at.commits)).not.toContain(at.mails[0]?.code);
    expect(at.steps[0]?.attempt).toMatchObject({ authenticator: MAILED, onlyIfAccepted: ['email-code'] });
    expect(await guesses(at)).toEqual([[MAILED, 1]]);
  });

  it('X13 in a recovery is answered as it began, with the address', async () => {
    const recovery = { passwordHash: 'new', tokenHash: 'link', rules: RULES };
    const evidence = [{ method: 'reset-token', at: NOW }] as const;
    const pending = { hash: 'link', expiresAt: later(MINUTE) };
    const at = await mailing({ purpose: 'recover', recovery, evidence }, { account: dora({ recovery: pending }) });
    expect(await sendCode(at.kernel, inFlow(), 'email-code')).toEqual({
      answer: { status: 'continue', accept: [{ method: 'email-code', sentTo: id }], because: [] },
      keep: { mode: 'token', flow: { token: 'flow-token', expiresAt: later(30 * MINUTE) } },
    });
    const over = await mailing({ purpose: 'recover', recovery, evidence });
    expect(await sendCode(over.kernel, inFlow(), 'email-code')).toEqual({
      ...EXPIRED,
      keep: { mode: 'token', flow: null },
    });
    expect([over.mails, await guesses(over)]).toEqual([[], []]);
  });
});

describe('a code that is not sent', () => {
  const refused = async (at: Awaited<ReturnType<typeof mailing>>, caller = inFlow(), method = 'email-code') => {
    const reply = await sendCode(at.kernel, caller, method);
    expect(at.mails).toEqual([]);
    expect(at.commits.every(({ flow }) => flow === undefined)).toBe(true);
    return reply;
  };

  it('X7 of no method that is sent asks the store for nothing', async () => {
    const at = await mailing();
    for (const method of ['totp', 'sms-code', 'password'])
      expect(await refused(at, inFlow(), method)).toEqual({ refused: 'not-found' });
    expect(await refused(at, client())).toEqual(EXPIRED);
    expect(at.steps).toEqual([]);
  });

  it('X7 in a flow that is over, or another client’s, takes nothing of the budget', async () => {
    const over = await mailing({ expiresAt: NOW });
    expect(await refused(over)).toEqual(EXPIRED);
    const at = await mailing();
    expect(await refused(at, inFlow({ mode: 'cookie' }))).toEqual(EXPIRED);
    expect(at.commits).toMatchObject([{ giveBack: { authenticator: MAILED }, events: [] }]);
    expect(await guesses(at)).toEqual([]);
  });

  it('X6 where the flow takes none is told after a proof alone', async () => {
    expect(await refused(await mailing({ evidence: [], accepts: ['password'] }))).toEqual(INVALID);
    const at = await mailing({ accepts: ['totp'] });
    expect(await refused(at)).toEqual({ refused: 'method-not-allowed' });
    expect(await guesses(at)).toEqual([]);
  });

  it('X4 where the budget is used up says until when', async () => {
    const at = await mailing();
    for (let sent = 0; sent < 5; sent++)
      expect(await sendCode(at.kernel, inFlow(), 'email-code')).toMatchObject({ keep: {} });
    const until = instant(NOW + 60 * MINUTE);
    expect(await sendCode(at.kernel, inFlow(), 'email-code')).toEqual({ refused: 'too-many-mails', until });
    expect(at.mails).toHaveLength(5);
  });

  it('X7 since the account or its address is gone does not come back by asking again', async () => {
    const { email: _, ...account } = dora();
    const without = await mailing({}, { account });
    expect(await refused(without)).toEqual(INVALID);
    expect(await guesses(without)).toEqual([]);
    const nobodys = await mailing({ accountId: undefined, subject: 'unknown:x' });
    expect(await refused(nobodys)).toEqual(INVALID);
    expect(await guesses(nobodys)).toEqual([]);
  });

  it('X7 since nobody sends mail is unavailable', async () => {
    const at = await mailing({}, { parts: { sendMail: undefined } });
    expect(await refused(at)).toEqual(UNAVAILABLE);
    expect(await guesses(at)).toEqual([]);
    expect(at.logged).toEqual([]);
  });

  it('X7 since the flow moved on meanwhile is a conflict, and takes nothing of the budget', async () => {
    const at = await mailing();
    at.loses(1, 'flow');
    expect(await sendCode(at.kernel, inFlow(), 'email-code')).toEqual({ refused: 'flow-conflict' });
    expect(at.mails).toEqual([]);
    expect(at.commits).toMatchObject([{ flow: { version: 2 } }, { giveBack: { authenticator: MAILED } }]);
    expect(await guesses(at)).toEqual([]);
  });

  it('X4 since the store failed takes nothing of the budget, and the fault is thrown on', async () => {
    const at = await mailing();
    const fault = new Error('gone');
    at.beforeTheNext('commit', () => Promise.reject(fault));
    await expect(sendCode(at.kernel, inFlow(), 'email-code')).rejects.toBe(fault);
    expect(await guesses(at)).toEqual([]);
  });

  it('X4 since the mailer failed takes nothing of the budget, and the host is told why in a word', async () => {
    const sendMail = async (): Promise<void> => {
      throw Object.assign(new Error('no route to dora@example.org'), { code: 'ECONNREFUSED' });
    };
    const at = await mailing({}, { parts: { sendMail } });
    expect(await sendCode(at.kernel, inFlow(), 'email-code')).toEqual(UNAVAILABLE);
    expect(at.logged).toEqual([['the mailer failed', { kind: 'email-code', because: 'ECONNREFUSED' }]]);
    expect(await guesses(at)).toEqual([]);
    expect((await at.account())?.id).toBe(DORA);
  });
});
