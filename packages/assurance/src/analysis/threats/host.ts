import {
  administers,
  type BuiltInMethod,
  type DeliveredCode,
  type Demand,
  type Instant,
  instant,
  judge,
  type Milliseconds,
  methodBit,
  type PasskeyFacts,
  type Policy,
  settingUp,
} from '@sallyport/core';
import { STRONG_SECONDS } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { bestPasskeys, mailDomains, passkeyKinds } from '../world/factor-sets.ts';

/** The parts of a host that a thief can use. Defaults are read from the policy. */
export interface ThreatHost {
  /** By the provider's name. `gives`: the roles that the provider may give. `dates`: the provider states the time of a proof. Default: true. */
  readonly providers?: Readonly<Record<string, { readonly gives?: readonly string[]; readonly dates?: boolean }>>;
  /** The host's directory, and the roles that the directory may give. Absent: the host has no directory. */
  readonly directory?: { readonly name: string; readonly gives?: readonly string[] };
  /** The delivered codes of the host. Default: the codes that the policy knows. */
  readonly codes?: readonly DeliveredCode[];
  /** The host brings a vault. Default: true. */
  readonly vault?: boolean;
}

/** A provider, or the directory. */
export interface ThreatSource {
  readonly name: string;
  readonly gives: readonly string[];
  readonly dates: boolean;
}

/** The rules of acts that the search asks: the functions of this package, or wrong functions in a test. */
export interface ThreatRules {
  readonly judge: typeof judge;
  readonly settingUp: typeof settingUp;
}

/** A policy and the host, as the search reads policy and host. */
export interface ThreatWorld extends ThreatRules {
  readonly policy: Policy;
  readonly providers: readonly ThreatSource[];
  readonly directory?: ThreatSource | undefined;
  readonly codes: readonly DeliveredCode[];
  readonly vault: boolean;
  readonly now: Instant;
  /** The oldest instant within `recentProof`. */
  readonly recent: Instant;
  /** Older than `recentProof`. */
  readonly older: Instant;
  /** The demands of step-ups. */
  readonly demands: readonly (Demand & { readonly within?: Milliseconds })[];
  /** The thief's own passkeys: of each best kind, as many as a combination asks for. */
  readonly thiefsKeys: readonly PasskeyFacts[];
  readonly ownersKey: Omit<PasskeyFacts, 'id'> | undefined;
  /** The domain of owners' addresses. If a provider owns a domain, this domain. */
  readonly domain: string;
  /** A role per rule, without the roles that administer. A people administrator gives these roles. */
  readonly givableRoles: readonly string[];
}

const NOW = 4_000_000_000_000;

export function threatWorld(policy: Policy, host: ThreatHost = {}, rules: Partial<ThreatRules> = {}): ThreatWorld {
  const names = Object.keys(host.providers ?? {});
  const said = [...(policy.broughtProviders ?? policy.providers.keys())].filter(
    (name) => name !== host.directory?.name,
  );
  const providers = (host.providers === undefined ? said : names).map((name): ThreatSource => {
    const { gives = policy.gives?.[name] ?? [], dates = true } = host.providers?.[name] ?? {};
    return { name, gives, dates };
  });
  const { directory } = host;
  const [free = '', ...owned] = mailDomains(policy);
  return {
    // The time of the analysis is after every date.
    policy: policy.later.length === 0 ? policy : { ...policy, later: [] },
    ...{ judge, settingUp, ...rules },
    providers: brings(policy, 'sso') ? providers : [],
    directory: directory && {
      name: directory.name,
      gives: directory.gives ?? policy.gives?.[directory.name] ?? [],
      dates: true,
    },
    codes: host.codes ?? policy.codes,
    vault: host.vault ?? true,
    now: instant(NOW),
    recent: instant(NOW - policy.recentProof),
    older: instant(0),
    demands: demandsOf(policy),
    thiefsKeys: brings(policy, 'passkey')
      ? bestPasskeys(policy).map((facts, place) => ({ ...facts, id: `thief-${place + 1}` }))
      : [],
    ownersKey: brings(policy, 'passkey')
      ? passkeyKinds(policy).findLast(({ userVerified }) => userVerified)
      : undefined,
    domain: owned[0] ?? free,
    givableRoles: givableRoles(policy),
  };
}

export function brings({ brought }: Policy, method: BuiltInMethod): boolean {
  return (brought & methodBit(method)) !== 0;
}

export function secondsBrought(policy: Policy): typeof STRONG_SECONDS {
  return STRONG_SECONDS.filter(({ name }) => brings(policy, name));
}

function demandsOf({ strengths, recentProof }: Policy): ThreatWorld['demands'] {
  const names = strengths.map(({ name }) => name);
  return [
    ...names.flatMap((name) => [{ strengths: [name] }, { strengths: [name], within: recentProof }]),
    { strengths: [], within: recentProof },
  ];
}

function givableRoles(policy: Policy): readonly string[] {
  const kinds = new Map<string, string>();
  const keyOf = (roles: readonly string[]): string => {
    const { strengths, methods } = effectiveRuleOf(policy, roles);
    return `${strengths}/${methods}`;
  };
  for (const role of policy.roles.keys()) {
    const key = keyOf([role]);
    if (!administers(policy, [role], 'helpdesk') && key !== keyOf([]) && !kinds.has(key)) kinds.set(key, role);
  }
  return [...kinds.values()];
}
