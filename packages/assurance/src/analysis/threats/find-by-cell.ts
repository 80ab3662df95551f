import { administers } from '@sallyport/core';
import { helpdeskRoles } from '@sallyport/core/model';
import type { Severity } from '../findings/finding.ts';
import type { ThreatCell } from './cell.ts';
import type { ThreatExample, ThreatFinding, ThreatFindingCode } from './finding.ts';
import { gravity, isSession, THREAT_GOALS, type ThreatGoal } from './goal.ts';
import type { ThreatWorld } from './host.ts';
import { nameIn, type Thief } from './thief.ts';
import { anAccount, capital, thiefText } from './words.ts';

const ADMINISTRATION: readonly ThreatGoal[] = ['policy', 'people', 'helpdesk'];
const KEEPS: readonly ThreatGoal[] = [...ADMINISTRATION, 'keeps'];
/** A mailbox may give a session at baseline and a new password. */
const BEYOND_BASELINE: readonly ThreatGoal[] = [
  'keeps',
  'link',
  'address',
  'session-enhanced',
  'session-phishing-resistant',
];

export function findByCell(world: ThreatWorld, cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  return [
    ...findByRole(world, cells),
    ...findMailbox(cells),
    ...findAdministrators(cells),
    ...findHelpdesks(world, cells),
    ...findProviders(world, cells),
    ...findDirectory(cells),
    ...findCookies(world, cells),
  ];
}

function findByRole(world: ThreatWorld, cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  const roles = new Map<string, ThreatCell[]>();
  for (const cell of cells) {
    const role = JSON.stringify(cell.account.roles);
    if (cell.account.emergency !== true) roles.set(role, [...(roles.get(role) ?? []), cell]);
  }
  const found = [...roles.values()].flatMap((own) => {
    const single = own.filter(({ thefts, thief }) => ONE_THING.has(thief) || isSessionAt(thefts));
    // The policy trusts the provider's assertion on purpose: a stolen session there is no surprise.
    const theft = worst(
      single.filter(({ thefts }) => !isTrusted(world, thefts)),
      KEEPS,
    );
    const trusted = theft === undefined ? worst(single, KEEPS) : undefined;
    const device = worst(
      own.filter(({ thief }) => thief === 'unlocked-phone+mailbox'),
      KEEPS,
    );
    return [
      ...(theft === undefined ? [] : [{ ...ONE_THEFT, example: theft }]),
      ...(trusted === undefined ? [] : [{ ...ONE_THEFT, severity: 'info' as const, example: trusted }]),
      ...(device === undefined ? [] : [{ ...ONE_DEVICE, example: device }]),
    ];
  });
  return saidOnce(found);
}

interface Found {
  readonly code: keyof typeof WHO_HAS;
  readonly severity: Severity;
  readonly example: ThreatExample;
}

const WHO_HAS = {
  'one-theft-is-enough': (thief: string): string => `${capital(thiefText(thief))}: whoever has this one thing`,
  'one-device-is-enough': (): string => 'Whoever holds an unlocked phone that shows its mailbox',
} as const;

const ONE_THEFT = { code: 'one-theft-is-enough', severity: 'warning' } as const;
const ONE_DEVICE = { code: 'one-device-is-enough', severity: 'info' } as const;

/** Roles that lose their accounts to the same thief share a finding, whose example is the gravest. */
function saidOnce(found: readonly Found[]): readonly ThreatFinding[] {
  const alike = new Map<string, [Found, ...Found[]]>();
  for (const one of found) {
    const key = `${one.code} ${one.severity} ${one.example.thief}`;
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [one]);
    else others.push(one);
  }
  return [...alike.values()].map((same) => {
    const [{ code, severity }] = same;
    const [example = same[0].example] = same.map((one) => one.example).sort(byGravity);
    const accounts = same.map(({ example: { account } }) => account);
    return {
      code,
      severity,
      message: `${WHO_HAS[code](example.thief)} can take over for good: ${anAccount(accounts)}.`,
      roles: accounts.map(({ roles }) => roles),
      example,
    };
  });
}

/** The mailbox, cookies, administrators and operators have separate findings. */
const ONE_THING: ReadonlySet<string> = new Set(['identifier', 'password', 'telephone', 'unlocked-phone', 'passkey']);

function isSessionAt(thefts: Thief['thefts']): boolean {
  const [theft, ...others] = thefts;
  return theft !== undefined && others.length === 0 && nameIn(theft, 'provider-session') !== undefined;
}

function findMailbox(cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  const own = cellsOf(cells, 'mailbox');
  return [
    ...finding(
      'mailbox-keeps-account',
      'error',
      'The mailbox alone gives more than a session at baseline.',
      worst(own, BEYOND_BASELINE),
    ),
    ...finding(
      'mailbox-reaches-administration',
      'error',
      'The mailbox alone leads to administration.',
      worst(own, ADMINISTRATION),
    ),
  ];
}

export const BECOMES_POLICY = 'A people administrator becomes a policy administrator.';

function findAdministrators(cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  const own = cellsOf(cells, 'people-administrator');
  return [
    ...finding('people-administrator-reaches-policy', 'error', BECOMES_POLICY, worst(own, ['policy'])),
    ...finding(
      'people-administrator-reaches-people',
      'info',
      'A people administrator can become anybody below policy administrators.',
      worst(own, ['keeps']),
    ),
  ];
}

export function becomesAdministrator(role: string): string {
  return `A helpdesk with the role '${role}' becomes an administrator, or another helpdesk.`;
}

function findHelpdesks({ policy }: ThreatWorld, cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  return helpdeskRoles(policy).flatMap((role) => {
    const own = cellsOf(cells, `helpdesk:${role}`);
    const message = `A helpdesk with the role '${role}' can become everybody whom it helps.`;
    return [
      ...finding('helpdesk-reaches-administration', 'error', becomesAdministrator(role), worst(own, ADMINISTRATION)),
      ...finding('helpdesk-reaches-people', 'info', message, worst(own, ['keeps'])),
    ];
  });
}

function findProviders(world: ThreatWorld, cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  return world.providers.flatMap(({ name, gives }) => {
    const own = cellsOf(cells, `provider:${name}`);
    const isMeant = isTrusted(world, [`provider:${name}`]) || administers(world.policy, gives, 'helpdesk');
    const severity = isMeant ? 'info' : 'error';
    return [
      ...finding(
        'provider-reaches-administration',
        severity,
        `Whoever operates the provider '${name}' can administer.`,
        worst(
          own.filter(({ account }) => account.emergency !== true),
          ADMINISTRATION,
        ),
      ),
      ...finding(
        'provider-reaches-emergency-account',
        severity,
        `Whoever operates the provider '${name}' can come in by the emergency account.`,
        worst(
          own.filter(({ account }) => account.emergency === true),
          THREAT_GOALS,
        ),
      ),
    ];
  });
}

function findDirectory(cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  return finding(
    'directory-entry-reaches-others',
    'warning',
    'Whoever can edit a directory entry comes in as somebody else.',
    worst(cellsOf(cells, 'directory-entry'), [...KEEPS, ...THREAT_GOALS.filter(isSession), 'link']),
  );
}

function findCookies({ policy }: ThreatWorld, cells: readonly ThreatCell[]): readonly ThreatFinding[] {
  return finding(
    'fresh-cookie-keeps-account',
    'info',
    `A cookie that is stolen within ${policy.recentProof / 60_000} minutes of its sign-in (recentProof) is enough to keep an account.`,
    worst(cellsOf(cells, 'fresh-cookie'), KEEPS),
  );
}

function cellsOf(cells: readonly ThreatCell[], thief: string): readonly ThreatCell[] {
  return cells.filter((cell) => cell.thief === thief);
}

function isTrusted({ policy }: ThreatWorld, thefts: Thief['thefts']): boolean {
  return thefts.some((theft) => {
    const name = nameIn(theft, 'provider') ?? nameIn(theft, 'provider-session');
    return name !== undefined && (policy.providers.get(name)?.trust ?? []).length > 0;
  });
}

function worst(cells: readonly ThreatCell[], goals: readonly ThreatGoal[]): ThreatExample | undefined {
  const examples = cells.flatMap(({ thief, account, reached }) =>
    reached.filter(({ goal }) => goals.includes(goal)).map(({ goal, chain }) => ({ thief, account, goal, chain })),
  );
  return examples.sort(byGravity)[0];
}

function byGravity(a: ThreatExample, b: ThreatExample): number {
  return gravity(a.goal) - gravity(b.goal) || a.chain.length - b.chain.length;
}

export function finding(
  code: ThreatFindingCode,
  severity: Severity,
  message: string,
  example: ThreatExample | undefined,
): readonly ThreatFinding[] {
  return example === undefined ? [] : [{ code, severity, message, example }];
}
