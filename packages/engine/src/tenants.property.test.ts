import { hostCode } from '@sallyport/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PASSWORD } from './embedded.test-support.ts';
import {
  BEN,
  CALLBACK,
  EVA,
  NAMES,
  type Name,
  POLICY,
  type TwoTenants,
  twoTenants,
  Visitor,
} from './tenants.test-support.ts';

/** What is done: at which tenant, and with a name or a token of which tenant. */
interface Doing {
  readonly world: TwoTenants;
  readonly visitor: Visitor;
  /** The visitor of either tenant: the state of a journey is taken from here. */
  readonly other: Visitor;
  readonly named: Name;
}

/** Everything that reaches a part of a tenant. Each answers what its caller is answered. */
const ACTS: Readonly<Record<string, (doing: Doing) => Promise<unknown>>> = {
  async beginsSso({ visitor, named }) {
    return visitor.keeps(await visitor.auth.sso.begin(visitor.caller, `${named}-idp`, { callback: CALLBACK }));
  },
  async beginsSaml({ visitor, named }) {
    return visitor.keeps(await visitor.auth.sso.begin(visitor.caller, `${named}-saml`, { callback: CALLBACK }));
  },
  async beginsAtCorp({ visitor }) {
    return visitor.keeps(await visitor.auth.sso.begin(visitor.caller, 'corp', { callback: CALLBACK }));
  },
  async comesFromCorp({ visitor }) {
    const { auth } = visitor;
    visitor.keeps(await auth.sso.begin(visitor.caller, 'corp', { callback: CALLBACK }));
    const back = { callback: CALLBACK, parameters: { state: visitor.state, code: 'ada' } };
    return visitor.keeps((await auth.sso.finish(visitor.caller, 'corp', back)).result);
  },
  async links({ visitor, named }) {
    const session = await visitor.session();
    const at = { callback: CALLBACK };
    return session && visitor.keeps(await visitor.auth.sso.beginLink(visitor.caller, session, `${named}-idp`, at));
  },
  async returns({ visitor, other, named }) {
    const back = { callback: CALLBACK, parameters: { state: other.state, RelayState: other.state, code: 'ben' } };
    const answers: unknown[] = [];
    for (const provider of [`${named}-idp`, `${named}-saml`, 'corp']) {
      const { result } = await visitor.auth.sso.finish(visitor.caller, provider, back);
      answers.push(visitor.keeps(result));
    }
    return answers;
  },
  posts: ({ visitor, other, named }) =>
    visitor.auth.sso.keepResponse(visitor.caller, `${named}-saml`, { RelayState: other.state, SAMLResponse: 'ben' }),
  metadata: ({ visitor, named }) => visitor.auth.sso.metadata(visitor.caller.tenant, `${named}-saml`, CALLBACK),
  async signsOut({ visitor }) {
    const session = await visitor.session();
    return session && visitor.auth.sessions.end(visitor.caller, session, { returnTo: CALLBACK });
  },
  signsIn: ({ visitor }) => visitor.signsIn(),
  provesTwice: ({ visitor, world }) => visitor.provesTwice(world.given),
  async asksDirectory({ visitor }) {
    const typed = { identifier: EVA, password: PASSWORD, method: 'ldap' } as const;
    return visitor.keeps(await visitor.auth.signIn.begin(visitor.caller, typed));
  },
  async typesPassword({ visitor }) {
    return visitor.keeps(await visitor.auth.signIn.password(visitor.caller, { password: PASSWORD }));
  },
  async opens({ visitor }) {
    return visitor.keeps(await visitor.auth.signIn.begin(visitor.caller, { identifier: BEN }));
  },
  status: ({ visitor }) => visitor.auth.signIn.status(visitor.caller, { local: true }),
  async stepsUp({ visitor }) {
    const session = await visitor.session();
    return (
      session && visitor.keeps(await visitor.auth.signIn.stepUp(visitor.caller, session, { strength: 'baseline' }))
    );
  },
  async mailsCode({ visitor }) {
    return visitor.keeps(await visitor.auth.signIn.sendCode(visitor.caller, 'email-code'));
  },
  async sendsCode({ visitor, named }) {
    return visitor.keeps(await visitor.auth.signIn.sendCode(visitor.caller, `${named}-code`));
  },
  async enrollsCode({ visitor, named }) {
    return [
      await visitor.auth.enroll.code(visitor.caller, `${named}-code`, { address: '+15550112' }),
      await visitor.auth.enroll.code(visitor.caller, 'sms-code', { address: '+15550112' }),
    ];
  },
  async confirmsCode({ world, visitor, named }) {
    const { caller, auth } = visitor;
    await auth.enroll.code(caller, `${named}-code`, { address: '+15550112' });
    const { code = '' } = world.given.at(-1) ?? {};
    return visitor.keeps(await auth.enroll.confirmCode(caller, `${named}-code`, { code }));
  },
  recovers: ({ visitor }) => visitor.auth.recovery.begin(visitor.caller, { identifier: BEN }),
  async changesAddress({ visitor }) {
    const session = await visitor.session();
    return session && visitor.auth.me(session).requestEmail('ben@example.net');
  },
  async seesVault({ visitor }) {
    const session = await visitor.session();
    return session && visitor.auth.vault.view(session);
  },
  sees: async ({ visitor }) => visitor.auth.brings(visitor.caller.tenant),
};

/** A step with names and cookies of its own tenant. */
const own = (act: string, at: Name) => ({ act, at, named: at, state: at, cookies: 'own' });

const steps = fc.array(
  fc.record({
    act: fc.constantFrom(...Object.keys(ACTS)),
    at: fc.constantFrom(...NAMES),
    named: fc.constantFrom(...NAMES),
    /** Whose state comes back, and whose cookies are sent. */
    state: fc.constantFrom(...NAMES),
    cookies: fc.constantFrom('own', 'own', 'own', 'others'),
  }),
  { minLength: 10, maxLength: 40 },
);

it('X39 no part of a tenant is ever given a request of another tenant, nor shown to it', {
  timeout: 120_000,
}, async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const world = await twoTenants();
      for (const name of NAMES) {
        const makes = { createAccounts: true };
        const providers = { corp: makes, [`${name}-idp`]: makes, [`${name}-saml`]: makes, [`${name}-ldap`]: makes };
        await world.auth.policy.set(name, { ...POLICY, providers }, { ifVersion: 0, by: hostCode('host') });
      }
      const visitors = { north: new Visitor(world, 'north'), south: new Visitor(world, 'south') };
      for (const { act, at, named, state, cookies } of walk) {
        const visitor = visitors[at];
        const stranger = at === 'north' ? 'south' : 'north';
        if (cookies === 'others') visitor.caller = { ...visitors[stranger].caller, tenant: visitor.caller.tenant };
        world.given.length = 0;
        const answer = await ACTS[act]?.({ world, visitor, other: visitors[state], named });
        await world.auth.runBackgroundWork();
        expect(
          world.given.filter(({ of }) => of !== at),
          act,
        ).toEqual([]);
        for (const { part } of world.given) reached.add(part);
        expect(JSON.stringify(answer) ?? '', act).not.toContain(stranger);
      }
      await world.auth.close();
    }),
    {
      numRuns: 120,
      examples: [
        // A session of a provider is rare by chance, and only such a session is signed out there.
        [NAMES.flatMap((at) => ['comesFromCorp', 'signsOut'].map((act) => own(act, at)))],
        // A session of two proofs is rare too, and only such a session sets up an address for codes.
        [NAMES.flatMap((at) => ['provesTwice', 'enrollsCode', 'confirmsCode'].map((act) => own(act, at)))],
      ],
    },
  );
  // The walks reach every part that a request can reach.
  expect([...reached].toSorted()).toEqual([
    ...[
      'begin',
      'codes.north',
      'codes.sms',
      'codes.south',
      'find',
      'finish',
      'logout',
      'metadata',
      'sendMail',
      'verify',
    ],
  ]);
});
