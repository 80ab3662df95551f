import type { ThreatHost } from '@sallyport/assurance';
import { type DeliveredCode, definePolicy, METHODS, type Policy, type PolicyInput } from '@sallyport/core';
import {
  type AccountRecord,
  createSallyport,
  hostCode,
  type PersonView,
  type Sallyport,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { type VirtualClock, virtualClock } from '@sallyport/testing';
import {
  type AttestationAuthority,
  createAttestationAuthority,
  createAuthenticator,
  type SoftwareAuthenticator,
} from '@sallyport/testing/authenticator';
import { deliveries, directory, type Entry, type Post, provider } from './outside.ts';
import { type Ask, asker, ORIGIN } from './requests.ts';

export interface Setting {
  readonly policy: PolicyInput<string>;
  readonly host: ThreatHost;
}

export interface Target {
  readonly accountId: string;
  readonly identifier: string;
}

export interface Word {
  readonly acr?: string;
  readonly amr?: readonly string[];
}

export interface World extends Setting {
  readonly compiled: Policy;
  readonly tenant: string;
  readonly auth: Sallyport;
  readonly ask: Ask;
  readonly clock: VirtualClock;
  readonly post: Post;
  readonly entries: Entry[];
  /** The target of administration: with a role that a helpdesk is over, or without a role (`''`). */
  bystander(role: string): Pick<Target, 'accountId'>;
  counted(): number;
  readonly demands: readonly object[];
  /** The strongest claims that the policy's patterns know. */
  wordsOf(on: string): readonly Word[];
  dates(on: string): boolean;
  newKey(model?: KeyModel): Promise<SoftwareAuthenticator>;
  viewOf(target: Pick<Target, 'accountId'>): Promise<PersonView | undefined>;
  recordOf(target: Pick<Target, 'accountId'>): Promise<AccountRecord | undefined>;
  amend(target: Target, change: (account: AccountRecord) => AccountRecord): Promise<void>;
  /** Resolves to false if the engine refuses the policy, because every administrator would depend on a provider. */
  begin(): Promise<boolean>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface KeyModel {
  readonly aaguid: string;
  readonly attested: boolean;
  readonly deviceBound: boolean;
  readonly userVerified: boolean;
}

const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const PLAIN: KeyModel = { aaguid: NO_MODEL, attested: false, deviceBound: true, userVerified: true };

let authority: Promise<AttestationAuthority> | undefined;

export function compiledFor({ policy, host }: Setting): Policy {
  const { providers = {}, directory: entries, codes = [], vault = true } = host;
  const gives = Object.fromEntries(
    [...Object.entries(providers), ...(entries === undefined ? [] : [[entries.name, entries] as const])].map(
      ([name, one]) => [name, one.gives ?? []],
    ),
  );
  const names = Object.keys(providers);
  return definePolicy(policy, {
    methods: METHODS.filter((method) =>
      method === 'sso' ? names.length > 0 : method !== 'ldap' || entries !== undefined,
    ),
    providers: names,
    ...(entries === undefined ? {} : { directory: entries.name }),
    gives,
    codes: [...codes],
    vault,
    attestedModels: 'any',
  });
}

export async function worldOf(setting: Setting, store: Store, tenant: string): Promise<World> {
  const { policy, host } = setting;
  const compiled = compiledFor(setting);
  authority ??= createAttestationAuthority();
  const maker = await authority;
  const clock = virtualClock();
  const post: Post = { mails: [], codes: [] };
  const entries: Entry[] = [];
  const models = modelsIn(compiled);
  const named: readonly DeliveredCode[] = host.codes ?? [];
  const parts = {
    sendMail: (mail: Post['mails'][number]) => void post.mails.push(mail),
    codes: deliveries(named, post),
    providers: Object.entries(host.providers ?? {}).map(([id, { gives = [] }]) => provider(id, gives)),
    ...(host.directory === undefined
      ? {}
      : { directory: directory(host.directory.name, host.directory.gives ?? [], entries) }),
    ...(host.vault === false ? {} : { vault: {} }),
    attestationRoots: [
      { certificate: maker.rootPem, formats: ['packed' as const], models: [NO_MODEL, ...models.map((m) => m.aaguid)] },
    ],
  };
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['for thieves of the simulation alone: this is no secret'],
    store,
    tenant: () => tenant,
    tenants: { [tenant]: parts },
    policy: asksForLittle(policy),
    policySource: 'store',
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    clock: clock.now,
    logger: { warn: () => {}, error: () => {} },
  });
  await auth.ready();
  let count = 0;
  let hasBegun = false;
  const recordOf: World['recordOf'] = ({ accountId }) =>
    store.readAccount(tenantId(tenant), accountId as AccountRecord['id']);
  const words = new Map(Object.keys(host.providers ?? {}).map((name) => [name, wordsIn(compiled, name)]));
  return {
    ...setting,
    ...{ compiled, tenant, auth, clock, post, entries },
    ask: asker(auth),
    bystander: await bystandersIn(auth, tenant, policy),
    counted: () => ++count,
    demands: demandsOf(compiled),
    wordsOf: (on) => words.get(on) ?? [{}],
    dates: (on) => !hasBegun || host.providers?.[on]?.dates !== false,
    newKey: async (model = models[0] ?? PLAIN) =>
      createAuthenticator({
        aaguid: model.aaguid,
        backupEligible: !model.deviceBound,
        userVerification: model.userVerified,
        attestation: model.attested ? { format: 'packed', authority: maker } : 'none',
      }),
    viewOf: ({ accountId }) => auth.people.find({ tenant, accountId }),
    recordOf,
    async amend(target, change) {
      const account = await recordOf(target);
      if (account === undefined) return;
      await store.commit({
        tenant: tenantId(tenant),
        now: clock.now(),
        guards: { account: { id: account.id, version: account.version } },
        account: { ...change(account), version: account.version + 1 },
        events: [],
      });
    },
    async begin() {
      const set = await auth.policy.set(tenant, policy, {
        ifVersion: (await auth.policy.current(tenant)).version,
        by: hostCode('host'),
      });
      hasBegun = true;
      if (!('refused' in set)) return true;
      if (set.refused === 'policy-strands-administrators') return false;
      throw new Error(`the policy is not in force: ${JSON.stringify(set)}`);
    },
    settled: () => auth.runBackgroundWork(),
    close: () => auth.close(),
  };
}

async function bystandersIn(
  { people }: Sallyport,
  tenant: string,
  policy: PolicyInput<string>,
): Promise<World['bystander']> {
  const { helpdesk = [] } = policy.administrators ?? {};
  const bystanders = new Map<string, Pick<Target, 'accountId'>>();
  for (const role of new Set(['', ...helpdesk.flatMap(({ over }) => over)])) {
    const created = await people.create({
      tenant,
      identifier: `bystander ${role}`,
      password: 'the passphrase of a bystander',
      roles: role === '' ? [] : [role],
      by: hostCode('host'),
    });
    if ('refused' in created) throw new Error(JSON.stringify(created));
    bystanders.set(role, created);
  }
  return (role) => {
    const bystander = bystanders.get(role);
    if (bystander === undefined) throw new Error(`there is no bystander with the role '${role}'`);
    return bystander;
  };
}

/** The same strengths, no requirements, and no administrators. */
function asksForLittle({ strengths, providers }: PolicyInput<string>): PolicyInput<string> {
  return {
    requiredStrength: 'single',
    enrollment: { firstFactor: 'password' },
    emailCodes: { offer: 'always' },
    ...(strengths === undefined ? {} : { strengths }),
    ...(providers === undefined
      ? {}
      : { providers: Object.fromEntries(Object.keys(providers).map((name) => [name, {}])) }),
  };
}

function modelsIn({ patterns }: Policy): readonly KeyModel[] {
  const named = patterns.flatMap(({ pattern: { pattern } }) =>
    pattern.method === 'passkey' ? (pattern.aaguid ?? []) : [],
  );
  return [...new Set(named)].map((aaguid) => ({ aaguid, attested: true, deviceBound: true, userVerified: true }));
}

function wordsIn({ patterns }: Policy, provider: string): readonly Word[] {
  const told = patterns.flatMap(({ pattern: { pattern } }) =>
    pattern.method === 'sso' && (pattern.provider === undefined || pattern.provider === provider) ? [pattern] : [],
  );
  const amr = [...new Set(told.flatMap((one) => one.amr ?? []))].sort();
  const classes = [...new Set(told.flatMap((one) => one.acr ?? []))].sort();
  const methods = amr.length === 0 ? {} : { amr };
  return classes.length === 0 ? [methods] : classes.map((acr) => ({ acr, ...methods }));
}

function demandsOf({ strengths, recentProof }: Policy): readonly object[] {
  const within = `${Math.floor(recentProof / 1000)}s`;
  return [...strengths.flatMap(({ name }) => [{ strength: name }, { strength: name, within }]), { within }];
}
