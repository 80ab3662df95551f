import type { AccountFacts, Evidence, Instant, PasskeyFacts } from '@sallyport/core';
import type { ProofDetails, Provable } from './act.ts';
import { ScenarioMisused } from './scenario-error.ts';

/** A proof, and the account after it. */
export interface Shown {
  readonly evidence: Evidence;
  readonly account: AccountFacts;
}

/**
 * What an account shows when it proves something: with what it has, and with nothing else.
 *
 * @throws ScenarioMisused where it does not have it
 */
export function show(account: AccountFacts, method: Provable, details: ProofDetails, at: Instant): Shown {
  const { factors } = account;
  const has = (it: boolean, word: string): void => {
    if (!it)
      throw new ScenarioMisused(`the account cannot prove ${method}: give it one, account({ factors: [${word}] })`);
  };
  switch (method) {
    case 'password': {
      has(factors.password !== undefined, "'password'");
      const provenance = details.provenance ?? factors.password ?? 'independent';
      return { account, evidence: { method, at, provenance } };
    }
    case 'sso': {
      const provider = details.provider ?? factors.sso?.[0] ?? '';
      has(factors.sso?.includes(provider) === true, `{ sso: '${provider || 'corp'}' }`);
      const { acr, amr } = details;
      const said = { acr, amr };
      return { account, evidence: { method, at, provider, ...said } };
    }
    case 'passkey': {
      const passkey = factors.passkeys.find(({ id }) => details.passkey === undefined || id === details.passkey);
      if (passkey === undefined) throw new ScenarioMisused(`the account has no ${details.passkey ?? 'passkey'}`);
      return showPasskey(account, passkey, details.userVerified ?? passkey.userVerified, at);
    }
    case 'backup-code': {
      const left = factors.backupCodes ?? 0;
      has(left > 0, "'backup-codes'");
      return { account: { ...account, factors: { ...factors, backupCodes: left - 1 } }, evidence: { method, at } };
    }
    case 'ldap':
      has(factors.ldap === true, "'ldap'");
      return { account, evidence: { method, at } };
    case 'totp':
      has(factors.totp === true, "'totp'");
      return { account, evidence: { method, at } };
    case 'email-code':
    case 'reset-token':
      has(factors.mailDomain !== undefined, "'email'");
      return { account, evidence: { method, at } };
    case 'enrollment-code':
      return { account, evidence: { method, at } };
  }
}

/** A passkey that verified its user once is known to be able to. */
export function showPasskey(account: AccountFacts, passkey: PasskeyFacts, userVerified: boolean, at: Instant): Shown {
  const { id, ...facts } = passkey;
  const passkeys = account.factors.passkeys.map((each) =>
    each.id === id ? { ...each, userVerified: each.userVerified || userVerified } : each,
  );
  return {
    account: { ...account, factors: { ...account.factors, passkeys } },
    evidence: { method: 'passkey', at, credentialId: id, ...facts, userVerified },
  };
}
