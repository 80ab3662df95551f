import { type BuiltInMethod, definePolicy, METHODS, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { analyseThreats, type ThreatAnalysis, type ThreatOptions } from './analyse-threats.ts';
import type { ThreatCell } from './cell.ts';
import type { ThreatHost } from './host.ts';
import type { Thief } from './thief.ts';
import { accountText, chainText, thiefText } from './words.ts';

const ADMINISTRATORS: PolicyInput<string>['administrators'] = { policy: ['chief'], people: ['clerk'] };
const ROLES: PolicyInput<string>['roles'] = { chief: { requiredStrength: 'enhanced' } };
const LOCAL: readonly BuiltInMethod[] = ['passkey', 'password', 'totp', 'email-code', 'backup-code'];
const MAILBOX: Thief = { id: 'mailbox', thefts: ['mailbox'] };

function analyse(policy: PolicyInput<string>, threats: ThreatHost = {}, options: ThreatOptions = {}): ThreatAnalysis {
  const providers = Object.keys(threats.providers ?? {});
  const brought = providers.length > 0 || threats.directory !== undefined ? METHODS : LOCAL;
  const host = { methods: brought, providers, directory: threats.directory?.name, codes: threats.codes };
  const compiled = definePolicy({ administrators: ADMINISTRATORS, roles: ROLES, ...policy }, host);
  return analyseThreats(compiled, { host: threats, ...options });
}

/** The findings in words, with their chains. */
function told({ findings }: ThreatAnalysis): readonly string[] {
  return findings.map(({ severity, code, message, example }) => {
    const chain =
      example === undefined
        ? ''
        : ` ${thiefText(example.thief)} × ${accountText(example.account)}: ${chainText(example.chain)}`;
    return `${severity} ${code}: ${message}${chain}`;
  });
}

function cellOf(analysis: ThreatAnalysis, thief: string, account: string): ThreatCell {
  const cell = analysis.cells.find((each) => each.thief === thief && accountText(each.account) === account);
  if (cell === undefined) throw new RangeError(`there is no cell of ${thief} and ${account}`);
  return cell;
}

describe('analyseThreats', () => {
  it('N16 tells what thieves reach where nothing is trusted', () => {
    expect(told(analyse({}, { providers: { corp: {} } }))).toMatchSnapshot();
  });

  it('N16 tells what a way in alone opens', () => {
    expect(told(analyse({ enrollment: { firstFactor: 'password' } }))).toMatchSnapshot();
  });

  it('N16 tells what the operator of a trusted provider reaches, and not of an emergency account', () => {
    const corp = {
      trust: [{ acr: 'mfa', strength: 'enhanced' as const }],
      mailDomains: ['corp.example'],
      createAccounts: true,
    };
    const thieves = (['provider:corp', 'provider-session:corp'] as const).map((theft) => ({
      id: theft,
      thefts: [theft],
    }));
    const analysis = analyse(
      { providers: { corp } },
      { providers: { corp: { gives: ['chief', 'clerk'] } } },
      { thieves },
    );
    expect(told(analysis)).toMatchSnapshot();
    expect(cellOf(analysis, 'provider:corp', 'chief: emergency, password, mail, passkey').reached).toEqual([]);
  });

  it('N16 tells the same of an operator whose provider creates accounts for its mail domains alone', () => {
    const thieves = [{ id: 'provider:corp', thefts: ['provider:corp'] }] as const;
    const trust = [{ acr: 'mfa', strength: 'enhanced' as const }];
    const reachedWith = (createAccounts: true | 'mail-domains') =>
      told(
        analyse(
          { providers: { corp: { trust, mailDomains: ['corp.example'], createAccounts } } },
          { providers: { corp: { gives: ['chief', 'clerk'] } } },
          { thieves },
        ),
      );
    expect(reachedWith('mail-domains')).toEqual(reachedWith(true));
    expect(JSON.stringify(reachedWith('mail-domains'))).toContain('creates the account');
  });

  it('N16 tells what the operator of a provider reaches that the policy does not trust', () => {
    const analysis = analyse(
      { requiredStrength: 'single', roles: {} },
      { providers: { corp: {} } },
      {
        thieves: [{ id: 'provider:corp', thefts: ['provider:corp'] }],
      },
    );
    expect(told(analysis)).toMatchSnapshot();
  });

  it('N16 tells who comes in by an entry of the directory that can be edited', () => {
    const policy = { providers: { office: { mailDomains: ['corp.example'] }, corp: {} } };
    const analysis = analyse(
      policy,
      { providers: { corp: {} }, directory: { name: 'office' } },
      {
        thieves: [{ id: 'directory-entry', thefts: ['directory-entry'] }],
      },
    );
    expect(told(analysis)).toMatchSnapshot();
    // An account has one source of passwords: an account with a password is not linked.
    expect(cellOf(analysis, 'directory-entry', 'password, mail').reached).toEqual([]);
  });

  it('N16 tells which owners cannot prove enough', () => {
    const providers = { corp: { dates: false } };
    const undated = analyse({ requiredStrength: 'single' }, { providers }, { thieves: [MAILBOX] });
    expect(undated.owner.filter(({ signsIn, hasRecentProof }) => signsIn === 'granted' && !hasRecentProof)).not.toEqual(
      [],
    );
    expect(undated.findings.map(({ code }) => code)).toContain('owner-cannot-prove');
    const dated = analyse({ requiredStrength: 'single' }, { providers: { corp: {} } }, { thieves: [MAILBOX] });
    expect(dated.findings.map(({ code }) => code)).not.toContain('owner-cannot-prove');
  });

  it('N16 tells owners of several roles who lack the same once', () => {
    const providers = { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' as const }] } };
    const roles = { chief: { requiredStrength: 'enhanced' }, clerk: { requiredStrength: 'enhanced' } } as const;
    const { findings } = analyse({ providers, roles }, { providers: { corp: {} } }, { thieves: [MAILBOX] });
    const owners = findings.filter(({ code }) => code === 'owner-cannot-prove');
    expect(owners).toEqual([
      {
        ...{ code: 'owner-cannot-prove', severity: 'error', roles: [['chief'], ['clerk']] },
        message:
          "The owner of an account with the role 'chief' or 'clerk' shows everything and lacks what administration takes, where a provider says no class and no method: identity at corp, mail.",
      },
    ]);
  });

  it('N16 gives the shortest chain as data, the graver goals first', () => {
    const { reached } = cellOf(analyse({}), 'mailbox', 'password, mail');
    expect(reached.map(({ goal }) => goal)).toEqual(['password', 'deletes', 'vault-spoiled', 'session-baseline']);
    expect(reached.at(-1)?.chain).toEqual([
      { move: 'follows-recovery-link', of: 'owner' },
      { move: 'sets-password', of: 'own' },
      { move: 'begins', method: 'password', of: 'own', on: undefined },
      { move: 'goes-on', method: 'email-code', of: 'owner', on: undefined },
    ]);
  });

  it('N16 two thieves together reach what neither of them reaches alone', () => {
    const analysis = analyse({}, {}, { pairs: true });
    const goals = (thief: string): readonly string[] =>
      cellOf(analysis, thief, 'password, mail').reached.map(({ goal }) => goal);
    expect(goals('password+mailbox')).toContain('keeps');
    expect(goals('password')).toEqual([]);
    expect(goals('mailbox')).not.toContain('keeps');
  });

  it('N16 says where the budget ended, and that what was not found may be there', () => {
    const { undecided, findings } = analyse({}, {}, { budget: 1 });
    expect(undecided.length).toBeGreaterThan(0);
    expect(findings.find(({ code }) => code === 'not-decided')).toMatchObject({ severity: 'warning' });
    expect(analyse({}).undecided).toEqual([]);
  });

  it('N16 knows a telephone number by the delivered code of the host', () => {
    const analysis = analyse({}, { codes: ['sms-code'] });
    expect(cellOf(analysis, 'telephone', 'password, mail, sms').reached).toEqual([]);
    expect(cellOf(analysis, 'unlocked-phone+mailbox', 'password, mail, sms').reached.map(({ goal }) => goal)).toContain(
      'keeps',
    );
  });
});
