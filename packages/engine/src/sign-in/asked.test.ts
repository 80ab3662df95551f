import type { FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { FactorAttempt, Verifying } from '../factors/proof.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import {
  APP,
  bench,
  byApp,
  byPassword,
  client,
  DORA,
  dora,
  flowOfHers,
  granted,
  inFlow,
  NOW,
  opensWith,
  sessionOf,
  shows,
  TENANT,
} from './step.test-support.ts';
import { takeStep } from './take-step.ts';

const SINGLE = { requiredStrength: 'single' } as const;

describe('what a step asks of the store', () => {
  it('X4 is the flow, the device, and the guess that is about to be made if the flow takes it, at once', async () => {
    const at = await bench({ flow: flowOfHers() });
    const caller = inFlow({ deviceTokens: ['device', 'other'] });
    await takeStep(at.kernel, caller, shows(byPassword(), {}, { guess: { authenticator: 'its-own' } }));
    const { lockout } = at.kernel.policies.known(TENANT).policy;
    expect(at.steps).toEqual([
      {
        ...{ tenant: TENANT, now: NOW, knownPolicy: 0 },
        ...{ flowHash: tokenHash('flow-token'), deviceHashes: [tokenHash('device'), tokenHash('other')] },
        attempt: { authenticator: 'its-own', limits: lockout, perDevice: true, onlyIfAccepted: ['password'] },
      },
    ]);
  });

  it('X4 in a step that begins a sign-in is the account, and the guess whatever flow there is', async () => {
    const at = await bench();
    const guess = { authenticator: 'password', subjectIfUnknown: 'unknown:x' };
    await takeStep(at.kernel, client(), opensWith(byPassword(), {}, { guess }));
    const { lockout } = at.kernel.policies.known(TENANT).policy;
    expect(at.steps).toEqual([
      {
        ...{ tenant: TENANT, now: NOW, knownPolicy: 0 },
        account: { kind: 'identifier', value: 'dora@example.org' },
        attempt: { authenticator: 'password', limits: lockout, perDevice: true, subjectIfUnknown: 'unknown:x' },
      },
    ]);
  });

  it('is no guess of what cannot be guessed', async () => {
    const at = await bench({ flow: flowOfHers() });
    const { guess: _, ...unguessable } = shows(byPassword());
    await takeStep(at.kernel, inFlow(), unguessable);
    expect(at.steps[0]?.attempt).toBeUndefined();
  });

  it('is no flow where the step begins one anew, whatever the client has open', async () => {
    const at = await bench({ flow: flowOfHers({ accountId: undefined, subject: 'unknown:x' }) });
    const anew = opensWith(byPassword(), {}, { beginsSignIn: { anew: true } });
    const { keep } = granted(await takeStep(at.kernel, inFlow(), anew));
    expect(at.steps[0]?.flowHash).toBeUndefined();
    expect(keep.flow?.token).not.toBe('flow-token');
    const goesOn = opensWith(byPassword());
    const there = granted(await takeStep(at.kernel, inFlow(), goesOn));
    expect(at.steps[1]?.flowHash).toBe(tokenHash('flow-token'));
    expect(there.keep.flow?.token).toBe('flow-token');
  });

  it.each<[string, FactorAttempt]>([
    ['a password', opensWith(byPassword())],
    ['an app', opensWith(byApp())],
  ])('X5 counts guesses of %s at a device that proved it apart', async (_, factor) => {
    const at = await bench({ policy: SINGLE, account: dora({ totp: APP }) });
    await takeStep(at.kernel, client(), factor);
    expect(at.steps[0]?.attempt?.perDevice).toBe(true);
  });
});

describe('what a factor is verified against', () => {
  it('is what is committed, and what the policy may know of it', async () => {
    const flow = flowOfHers();
    const at = await bench({ flow });
    const seen: Verifying[] = [];
    await takeStep(at.kernel, inFlow(), shows(byPassword(), {}, { seen }));
    expect(seen).toEqual([
      {
        ...{ flow, account: dora(), now: NOW, policy: at.kernel.policies.known(TENANT).policy },
        facts: expect.objectContaining({ roles: [], blocked: false, emergency: false }),
        turn: { queue: 'stranger', subject: DORA },
      },
    ]);
  });

  it('X6 is nobody where nobody has the identifier', async () => {
    const at = await bench();
    const seen: Verifying[] = [];
    const account = { kind: 'identifier', value: 'nobody' } as const;
    const guess = { authenticator: 'password', subjectIfUnknown: 'unknown:x' };
    const tried = { ...shows(byPassword(), {}, { seen, guess, account }), beginsSignIn: {} };
    await takeStep(at.kernel, client(), tried);
    expect(seen).toMatchObject([{ turn: { queue: 'stranger', subject: 'unknown:x' } }]);
    expect(seen[0]?.account).toBeUndefined();
    expect(seen[0]?.facts).toBeUndefined();
    const { guess: _, ...unguessable } = tried;
    await takeStep(at.kernel, client(), unguessable);
    expect(seen[1]?.turn).toEqual({ queue: 'stranger', subject: '' });
  });

  it('X5 waits in the line of whom the flow is of, of a device that is known, or of an open session', async () => {
    const turns = async (flow: Partial<FlowRecord>, known: boolean) => {
      const at = await bench({ policy: SINGLE, account: dora({ totp: APP }) });
      const { session, caller } = await sessionOf(at, client(), opensWith(byPassword()));
      const raises = flow.purpose === 'step-up' ? { session, strengths: ['enhanced'] } : undefined;
      const opened = flowOfHers({ accepts: ['totp'], raises, ...flow });
      await at.store.commit({ tenant: TENANT, now: NOW, guards: {}, flow: opened, events: [] });
      const seen: Verifying[] = [];
      const { deviceTokens: _, ...stranger } = caller;
      const from = { ...(known ? caller : stranger), flowToken: 'flow-token' };
      await takeStep(
        at.kernel,
        from,
        shows(byApp(), {}, { seen, guess: { authenticator: 'totp', subjectIfUnknown: 'y' } }),
      );
      return seen.map(({ turn }) => turn);
    };
    expect(await turns({}, false)).toEqual([{ queue: 'stranger', subject: DORA }]);
    expect(await turns({}, true)).toEqual([{ queue: 'known-device', subject: DORA }]);
    expect(await turns({ purpose: 'step-up' }, false)).toEqual([{ queue: 'own', subject: DORA }]);
    expect(await turns({ purpose: 'step-up' }, true)).toEqual([{ queue: 'own', subject: DORA }]);
    const nobody = { accountId: undefined, subject: 'unknown:z' };
    expect(await turns(nobody, false)).toEqual([{ queue: 'stranger', subject: 'unknown:z' }]);
  });
});

describe('a proof that brings roles', () => {
  it('P12 of a policy administrator writes who they are, under its guard and that of the policy', async () => {
    const policy = { requiredStrength: 'single', administrators: { policy: ['chief'] }, roles: { chief: {} } } as const;
    const at = await bench({ policy });
    const CORP = { id: 'x1', method: 'sso', provider: 'corp', subject: 's1', linkedAt: NOW } as const;
    const applyTo: Parameters<typeof shows>[1] = {
      applyTo: (account) => ({ ...account, externalIds: [CORP], providerRoles: { corp: ['chief'] } }),
    };
    granted(await takeStep(at.kernel, client(), opensWith(byPassword(), applyTo)));
    expect(at.commits).toMatchObject([
      {
        guards: { account: { id: DORA, version: 1 }, administrators: 0, policy: 0 },
        administrators: { tenant: TENANT, version: 1, accountIds: [DORA] },
        account: { version: 2, providerRoles: { corp: ['chief'] } },
      },
    ]);
    expect(await at.store.readAdministrators(TENANT)).toMatchObject({ accountIds: [DORA] });
  });
});
