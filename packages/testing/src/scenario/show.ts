import { proofOfWord, WordError } from '@sallyport/assurance';
import type { AccountFacts, Evidence, Instant, PasskeyFacts } from '@sallyport/core';
import type { ProofDetails, Provable } from './act.ts';
import { ScenarioMisused } from './scenario-error.ts';

export interface Shown {
  readonly evidence: Evidence;
  readonly account: AccountFacts;
}

/**
 * Makes the evidence of a proof, from the account's factors only.
 *
 * @throws ScenarioMisused if the account lacks the factor
 */
export function show(account: AccountFacts, method: Provable, details: ProofDetails, at: Instant): Shown {
  const { factors } = account;
  if (method === 'passkey') {
    const passkey = factors.passkeys.find(({ id }) => details.passkey === undefined || id === details.passkey);
    if (passkey === undefined) throw new ScenarioMisused(`the account has no ${details.passkey ?? 'passkey'}`);
    return showPasskey(account, passkey, details.userVerified ?? passkey.userVerified, at);
  }
  const shown = proofOf(method, details.provider, factors, at);
  switch (shown.method) {
    case 'password':
      return { account, evidence: { ...shown, provenance: details.provenance ?? shown.provenance } };
    case 'sso':
      return { account, evidence: { ...shown, acr: details.acr, amr: details.amr } };
    case 'backup-code': {
      const left = (factors.backupCodes ?? 1) - 1;
      return { account: { ...account, factors: { ...factors, backupCodes: left } }, evidence: shown };
    }
    default:
      return { account, evidence: shown };
  }
}

function proofOf(method: string, which: string | undefined, factors: AccountFacts['factors'], at: Instant): Evidence {
  try {
    return proofOfWord(which === undefined ? method : `${method}:${which}`, factors, at);
  } catch (error) {
    if (!(error instanceof WordError)) throw error;
    const { lacking } = error;
    if (lacking === undefined) throw new ScenarioMisused(error.message);
    const [name = '', provider] = lacking.split(':');
    const word = name === 'sso' ? `{ sso: '${provider ?? 'corp'}' }` : `'${name}'`;
    throw new ScenarioMisused(`the account cannot prove ${method}: give it one, account({ factors: [${word}] })`);
  }
}

/** Makes the evidence of a passkey. A passkey that verifies its user is recorded as capable of user verification. */
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
