import type { Decision, PolicyInput } from '@sallyport/core';
import type { Caller, FlowReply, Refusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { account, enrolls, fails, opensSignIn, proves, scenario, testSallyport, totpApp } from '../index.ts';

/** The engine's answer to a decision, without explanations. */
function told(decision: Decision): unknown {
  switch (decision.outcome) {
    case 'granted':
      return { complete: decision.strength };
    case 'factor-required':
      return { accept: decision.accept };
    case 'enrollment-required':
      return { enroll: decision.offer };
    case 'redirect':
      return { redirect: decision.provider };
    case 'denied':
      return { refused: decision.reason };
  }
}

function answered(reply: FlowReply | Refusal): unknown {
  if ('refused' in reply) return { refused: reply.refused };
  const { answer } = reply;
  if (answer.status === 'complete') return { complete: answer.session.strength };
  if (answer.status === 'enroll') return { enroll: answer.offer.map(({ method }) => method) };
  if (answer.status === 'redirect') return { redirect: answer.provider };
  return { accept: answer.accept.map(({ method }) => method) };
}

const policies: Record<string, PolicyInput<string>> = {
  'the default': {},
  enhanced: { requiredStrength: 'enhanced' },
  'codes always': { emailCodes: { offer: 'always' } },
  'passkeys alone': { requiredStrength: 'phishing-resistant' },
};

describe('a scenario says what the engine answers', () => {
  it.each(Object.entries(policies))('N1 N8 step by step, under %s', async (_, policy) => {
    const { auth, clock, mails, accountWith, close } = await testSallyport({ store: memoryStore(), policy });
    const person = await accountWith();
    const opened: Caller = { tenant: forAdapters(auth).tenantOf({ headers: {}, path: '/' }), mode: 'token' };
    let caller = opened;
    const answers: unknown[] = [];
    const hears = (reply: FlowReply | Refusal): FlowReply | Refusal => {
      answers.push(answered(reply));
      const token = reply.keep?.flow?.token;
      if (token !== undefined) caller = { ...caller, flowToken: token };
      return reply;
    };
    const begins = () => auth.signIn.begin(opened, { identifier: person.identifier, password: person.password });

    hears(await begins());
    hears(await auth.signIn.code(caller, 'totp', { code: '000000' }));
    await auth.signIn.sendCode(caller, 'email-code');
    const last = hears(await auth.signIn.code(caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
    const story = scenario(policy).given(account({ factors: ['password', { email: 'person@app.example' }] }));
    const acts = [proves('password'), fails('totp'), proves('email-code')];

    if (!('refused' in last) && last.answer.status === 'enroll') {
      const begun = await auth.enroll.secret(caller, 'totp');
      const app = 'refused' in begun ? undefined : totpApp(begun.secret);
      hears(await auth.enroll.confirmCode(caller, 'totp', { code: (await app?.code(clock.now())) ?? '000000' }));
      if (policy.requiredStrength !== 'phishing-resistant') {
        hears(await begins());
        acts.push(enrolls('totp'), opensSignIn(), proves('password'));
      } else acts.push(enrolls('totp'));
    }

    const heard: unknown[] = [];
    let stage = story;
    for (const act of acts) {
      const happened = stage.when(act);
      heard.push(told(happened.decision));
      stage = happened.after('1s');
    }
    expect(heard.filter((_, place) => acts[place]?.type !== 'opens')).toEqual(answers);
    expect(answers.length).toBeGreaterThan(2);
    await close();
  });
});
