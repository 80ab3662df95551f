import type { LockoutLimits } from '../lockout/lockout.ts';
import type { PasswordRules } from '../passwords/password-rules.ts';
import type { PatternBit, StrengthList } from '../strength/compile.ts';
import type { DeliveredCode, MethodMask } from '../strength/method.ts';
import type { PatternIndex } from '../strength/pattern-index.ts';
import type { ProviderInput } from '../strength/provider.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { OrganisationAdministratorsInput, OrganisationInput } from './organisation-input.ts';
import type { AdministratorsInput, BUILT_IN_STRENGTHS, FirstFactor, PolicyInput, Tightening } from './policy-input.ts';
import type { Reason, ReasonSource } from './reason.ts';

/**
 * A checked, frozen and compiled policy, made by `definePolicy` or `parsePolicy` once for each version. The members `brought`, `broughtProviders`,
 * `codes`, `gives`, `givenRolesWithin` and `passwordsElsewhere` are not in the written policy: they say what the host has configured (`HostMethods`).
 */
export interface Policy {
  /** The policy as written, checked and frozen. */
  readonly document: PolicyInput<string>;
  /** The rule of all accounts. */
  readonly tenant: PolicyRule;
  /** The rules by role. A role without a rule is absent. */
  readonly roles: ReadonlyMap<string, PolicyRule>;
  /** The rules by context, in the order of the policy. */
  readonly contexts: ReadonlyMap<string, PlaceRule>;
  /** The roles in organisations, in the order of the policy, and their rights. `defineOrganisation` compiles the rules. */
  readonly organisations: {
    readonly roles: readonly string[];
    readonly administrators: Required<OrganisationAdministratorsInput>;
  };
  /** The rules that `policyIn` added for a request, joined. Absent in a policy as written. */
  readonly place?: Place | undefined;
  /**
   * The rules that begin later, the earliest first. Rules that have begun are in `tenant` and `roles`. In an organisation also the rules that begin
   * there.
   */
  readonly later: readonly LaterRule[];
  /** The dates that have passed. Absent before the first date. */
  readonly begun?: Begun | undefined;
  /** As `HostMethods.floor`, whose rules are in this policy. Absent: there is none. */
  readonly floor?: PolicyInput<string> | undefined;
  /** By bit number: the built-in strengths first, in the order of {@link BUILT_IN_STRENGTHS}. */
  readonly strengths: StrengthList;
  /** Every pattern of a strength, with its bit. */
  readonly patterns: readonly PatternBit[];
  /** The same patterns, indexed by method. */
  readonly patternIndex: PatternIndex;
  /** The built-in methods that the host has configured; all built-in methods if the host is unknown. */
  readonly brought: MethodMask;
  /** The delivered codes that the host has configured; if the host is unknown, the codes that a strength names. */
  readonly codes: readonly DeliveredCode[];
  /** The providers that the host has configured; absent if the host is unknown. */
  readonly broughtProviders?: readonly string[];
  /** The directory that the host has configured; absent if the host is unknown, or has none. */
  readonly broughtDirectory?: string | undefined;
  /** For each provider, and the directory: the roles that the provider may give; absent if the host states none. */
  readonly gives?: Readonly<Record<string, readonly string[]>>;
  /** For how long a session has the roles that a provider gave. */
  readonly givenRolesWithin: Milliseconds;
  /** Whether the host has a former system that judges passwords; true if the host is unknown. */
  readonly passwordsElsewhere: boolean;
  /** Some combination has two patterns that a single piece of evidence could match. */
  readonly overlaps: boolean;
  /** Policy administrators are in the lists `policy` and `people`. */
  readonly administrators: Required<AdministratorsInput>;
  /** The provider to which a sign-in goes at once; absent: none. */
  readonly preferSso?: string;
  /** The limits of guessing, with defaults filled in. */
  readonly lockout: LockoutLimits;
  /** The maximum age of a proof for sensitive acts, in milliseconds. */
  readonly recentProof: Milliseconds;
  /** How long an earlier report of a provider counts beside the last report, in milliseconds. */
  readonly providerStrengthWithin: Milliseconds;
  /** What happens if a passkey's signature counter does not rise (WebAuthn L3 §6.1.1). */
  readonly counterRegression: 'report' | 'refuse';
  /** When mailed codes are offered. */
  readonly emailCodes: 'when-nothing-stronger' | 'always';
  /** The proof that opens the set-up of a first strong factor. */
  readonly firstFactor: FirstFactor;
  /** As `recovery.mailboxAlone` of {@link PolicyInput}, with its default. */
  readonly mailboxAlone: 'baseline-only' | 'refuse';
  /** As `vault.emergency` of {@link PolicyInput}, with its default. */
  readonly vaultEmergency: 'optional' | 'required';
  /** When accounts without a sign-in are blocked. Absent: never. */
  readonly dormant?: { readonly after: Milliseconds } | undefined;
  /** The rules for new passwords, with defaults filled in. */
  readonly passwords: PasswordRules;
  /** The written settings by the provider's name. */
  readonly providers: ReadonlyMap<string, ProviderInput<string>>;
  /** The treatment of a session that does not satisfy a later version (`act`: the written `then`), and the grace before. */
  readonly onTighten: { readonly act: Tightening; readonly after: Milliseconds };
}

/** The requirements of a contributor: tenant, role or account. The join of several rules has the same shape. */
export interface Rule {
  /** Required strengths as bits, by index in `Policy.strengths`. All of them have to be satisfied. */
  readonly strengths: number;
  /**
   * All built-in methods without the ways in that the rule forbids. The mask also has methods that are no ways in. A join takes the
   * intersection.
   */
  readonly methods: MethodMask;
  /** Session limits in milliseconds. A join takes the shorter limit. */
  readonly session: SessionLimits;
}

/** A rule of a policy with its contributor and the reasons that decisions give. */
export interface PolicyRule extends Rule {
  /** The contributor: the tenant, a role, the account, the route, a context or an organisation. */
  readonly source: ReasonSource;
  /** The tenant's rule comes first, then the roles' rules in the order of the policy. */
  readonly place: number;
  /** The reason of a required strength; `undefined` if the rule requires none. */
  readonly strengthReason: Reason | undefined;
  /** The reason of restricted ways in; `undefined` if the rule allows all. */
  readonly methodsReason: Reason | undefined;
  /** The written rule, the rule of the floor, and the rules that have begun, each with its own reasons; absent if there is the written rule alone. */
  readonly parts?: readonly PolicyRule[];
}

/** The compiled rule of a tenant, a role or an organisation that begins at a date. */
export interface LaterRule {
  /** The first moment at which the rule applies. */
  readonly from: Instant;
  /** The role with the rule; absent: the tenant, or everybody in an organisation. */
  readonly role?: string | undefined;
  /** The rule alone. */
  readonly rule: PolicyRule;
}

/** The dates of a policy that have passed. */
export interface Begun {
  /** The last of these dates. */
  readonly since: Instant;
  /** The policy as written, before every date. */
  readonly written: Policy;
}

/** The compiled rule of a place: of a context, or of an organisation. */
export interface PlaceRule extends PolicyRule {
  /** Only proofs at most this old count, in milliseconds. */
  readonly proofsWithin: Milliseconds | undefined;
  /** The maximum age of a proof for sensitive acts, in milliseconds. */
  readonly recentProof: Milliseconds | undefined;
  /** The proof that opens the set-up of a first strong factor. No organisation has one. */
  readonly firstFactor: FirstFactor | undefined;
  /** The written rule and the rule of the floor; absent if there is one of them alone. */
  readonly parts?: readonly PlaceRule[];
}

/** The place of a request: the rules of its contexts and of its organisation, joined. */
export interface Place {
  /** The contexts of the policy that apply, in the order of the policy. */
  readonly contexts: readonly string[];
  /** The organisation that the request enters, with the roles that the policy or the organisation knows. */
  readonly organisation: EnteredOrganisation | undefined;
  /** The rules of the contexts, and then of the organisation. */
  readonly rules: readonly PlaceRule[];
  /** The strengths of all rules as bits. A demand replaces none of them. */
  readonly strengths: number;
  /** The ways in that all rules allow. */
  readonly methods: MethodMask;
  /** The shortest `proofsWithin` of all rules. */
  readonly proofsWithin: Milliseconds | undefined;
  /** Only proofs after this instant count. */
  readonly proofsAfter: Instant | undefined;
  /** The policy of the same request without the organisation. Absent: the request enters none. */
  readonly outside: Policy | undefined;
  /** The policy without the rules of the request. */
  readonly anywhere: Policy;
}

/** An organisation that a request enters. */
export interface EnteredOrganisation {
  /** Compiled for the policy of the request. */
  readonly rules: Organisation;
  /** The person's roles there. A name that neither the policy nor the organisation knows adds nothing. */
  readonly roles: readonly string[];
}

/** The compiled rules of one organisation: those of the policy for every organisation, and its own. Made by `defineOrganisation` for one policy. */
export interface Organisation {
  readonly id: string;
  /** The organisation's own rule as written, checked and frozen. */
  readonly document: OrganisationInput<string>;
  /** The strengths of the policy. The bits of the rules count these strengths. */
  readonly strengths: StrengthList;
  /** The place of each role: first the roles of the policy, then those of the organisation alone. */
  readonly roles: ReadonlyMap<string, number>;
  /** All rules: those of the policy, those of the organisation, and those of its contexts. */
  readonly rules: readonly OrganisationRule[];
  /** The rules that begin at a date, the earliest first. */
  readonly later: readonly LaterRule[];
  /** Only proofs after this instant count. */
  readonly proofsAfter: Instant | undefined;
}

/** A compiled rule of an organisation, and when it applies. */
export interface OrganisationRule {
  readonly rule: PlaceRule;
  /** The role with the rule; absent: everybody there, or everybody in a context. */
  readonly role: string | undefined;
  /** The bit of the role or context that the rule needs. 0: it always applies. */
  readonly needs: number;
  /** The first moment at which the rule applies. Absent: always. */
  readonly from: Instant | undefined;
}

/** Session limits of a rule; an absent limit requires nothing. A join takes the shorter limit. */
export interface SessionLimits {
  /** The longest time without a request, in milliseconds. */
  readonly idle?: Milliseconds;
  /** The longest time since the sign-in, in milliseconds. */
  readonly absolute?: Milliseconds;
  /** The most live sessions of an account. */
  readonly most?: number;
  /** A sign-in beyond `most`. */
  readonly beyond?: 'end-oldest' | 'refuse';
}
