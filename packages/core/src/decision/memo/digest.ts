import type { AccountFactors, AccountFacts } from '../../mandate/account-facts.ts';
import type { Evidence, PasskeyEvidence } from '../../strength/evidence.ts';
import { maskOf, PRIMARY_MASK } from '../../strength/method.ts';
import { usableBackupCodes } from '../../strength/pieces.ts';
import type { Question } from '../question.ts';
import { type Alphabet, domainPlace, NO_PLACE, passkeyBit, providerBit, wordOf } from './alphabet.ts';

/**
 * All of a question that a decision can depend on, in four integers: two questions with the same digest have the same answer.
 * Things that are alike to the policy are one bit, however many there are; where a combination asks for two things of one
 * method, two alike do not fit.
 */
export interface Digest {
  roles: number;
  /** The account's own rules, and its factors: four bits of ways in, then these. */
  account: number;
  evidence: number;
  /** What a provider said, the providers not asked yet, the demand. */
  beyond: number;
}

const EMERGENCY = 1 << 4;
const LOCAL = 1 << 5;
const LDAP = 1 << 6;
const TOTP = 1 << 7;
const BACKUP_CODES = 1 << 8;
const ANY_PASSKEY = 1 << 9;
const PASSWORD_AT = 10;
const MAIL_AT = 12;
const STRENGTH_AT = 16;
const UNSHOWN_AT = 21;

const INDEPENDENT = 1;
const BY_MAILBOX = 2;
const SSO_SHOWN = 1 << 8;
/** Something counts that is too old to open enrollment where a demand is made. */
const STALE = 1 << 9;
const SHOWN_AT = 10;
const AGAIN_AT = 18;
const ANY_PASSKEY_SHOWN = 0xff << SHOWN_AT;

const PROVIDERS_AT = 13;
const ANY_SSO = 1 << 22;
const DEMAND_AT = 24;
/** One more than the demands that have a place of their own. */
export const DEMAND_PLACES = 256;

/** An account with more things than this is judged by some of them: which, depends on their order. */
const MOST_THINGS = 20;

/**
 * Reduces a question to its digest; false where it does not fit into one.
 *
 * @param demand the place of the question's demand, 0 where there is none
 * @param into is written at the very end, so that it is never half of one question and half of another
 */
export function digest(alphabet: Alphabet, question: Question, demand: number, into: Digest): boolean {
  const { account, evidence } = question;
  const { factors } = account;
  const { passkeys, sso } = factors;
  if (account.blocked === true) return false;
  if (evidence.length + passkeys.length + (sso === undefined ? 0 : sso.length) > MOST_THINGS) return false;
  const roles = roleBits(alphabet, account.roles);
  const rules = ruleBits(alphabet, account);
  const enrolled = factorBits(alphabet, factors);
  const shown = evidenceBits(alphabet, question);
  if (roles === NO_PLACE || rules === NO_PLACE || enrolled === NO_PLACE || shown === NO_PLACE) return false;
  const keys = passkeys.length === 0 ? 0 : passkeyBits(alphabet, question, (shown & ANY_PASSKEY_SHOWN) !== 0);
  const providers = sso === undefined && (shown & SSO_SHOWN) === 0 ? 0 : providerBits(alphabet, question);
  if (keys === NO_PLACE || providers === NO_PLACE) return false;
  const local = question.local === true && alphabet.policy.preferSso !== undefined ? LOCAL : 0;
  into.roles = roles;
  into.account = rules | enrolled | local | ((keys & 0xff) << UNSHOWN_AT);
  into.evidence = shown | ((keys >> 8) << AGAIN_AT);
  into.beyond = providers | (demand << DEMAND_AT);
  return true;
}

/** Whether evidence with this digest is as good for opening enrollment as it is for a grant. */
export function isRecent({ evidence }: Digest): boolean {
  return (evidence & STALE) === 0;
}

function roleBits({ roles }: Alphabet, held: readonly string[]): number {
  let bits = 0;
  for (const role of held) {
    const bit = roles.get(role);
    if (bit === 0) return NO_PLACE;
    if (bit !== undefined) bits |= bit;
  }
  return bits;
}

function ruleBits(alphabet: Alphabet, { methods, requiredStrength, emergency }: AccountFacts): number {
  let bits = methods === undefined ? PRIMARY_MASK : maskOf(methods) & PRIMARY_MASK;
  if (emergency === true) bits |= EMERGENCY;
  if (requiredStrength === undefined) return bits;
  const place = alphabet.strengths.get(requiredStrength);
  return place === undefined ? NO_PLACE : bits | ((place + 1) << STRENGTH_AT);
}

function factorBits(alphabet: Alphabet, factors: AccountFactors): number {
  const { password, mailDomain } = factors;
  const vouched = password === undefined ? 0 : provenance(password);
  if (vouched === NO_PLACE) return NO_PLACE;
  let bits = vouched << PASSWORD_AT;
  if (factors.ldap === true) bits |= LDAP;
  if (factors.totp === true) bits |= TOTP;
  if (factors.passkeys.length > 0) bits |= ANY_PASSKEY;
  if (factors.backupCodes !== undefined && usableBackupCodes(factors)) bits |= BACKUP_CODES;
  if (mailDomain === undefined) return bits;
  const place = domainPlace(alphabet, mailDomain);
  return place === NO_PLACE ? NO_PLACE : bits | ((place + 1) << MAIL_AT);
}

function evidenceBits(alphabet: Alphabet, question: Question): number {
  const { evidence, demand, now } = question;
  let bits = 0;
  for (const proof of evidence) {
    if (demand !== undefined) {
      if (!counts(proof, question)) continue;
      if (!(now - proof.at <= alphabet.policy.recentProof)) bits |= STALE;
    }
    const bit = proof.method === 'passkey' ? shownPasskey(alphabet, proof, evidence) : proofBit(proof, question);
    // Two proofs of one method are rare but for passkeys, and say more than one bit can.
    if (bit === NO_PLACE || ((bits & bit) !== 0 && (alphabet.policy.overlaps || proof.method !== 'passkey')))
      return NO_PLACE;
    bits |= bit;
  }
  return (bits & (INDEPENDENT | BY_MAILBOX)) === (INDEPENDENT | BY_MAILBOX) ? NO_PLACE : bits;
}

function proofBit(proof: Exclude<Evidence, PasskeyEvidence>, { account }: Question): number {
  switch (proof.method) {
    case 'password':
      return provenance(proof.provenance ?? account.factors.password ?? 'independent');
    case 'totp':
      return 1 << 2;
    case 'ldap':
      return 1 << 3;
    case 'email-code':
      return 1 << 4;
    case 'backup-code':
      return 1 << 5;
    case 'enrollment-code':
      return 1 << 6;
    case 'reset-token':
      return 1 << 7;
    case 'sso':
      return SSO_SHOWN;
    default:
      return NO_PLACE;
  }
}

/** The bit of a passkey that was shown, and shown once. */
function shownPasskey(alphabet: Alphabet, proof: PasskeyEvidence, evidence: readonly Evidence[]): number {
  for (const other of evidence) {
    if (other !== proof && other.method === 'passkey' && other.credentialId === proof.credentialId) return NO_PLACE;
  }
  const bit = passkeyBit(alphabet, proof);
  return bit === NO_PLACE ? NO_PLACE : bit << SHOWN_AT;
}

/** The passkeys that were not shown, and above them those that would have to be shown again, with user verification. */
function passkeyBits(alphabet: Alphabet, question: Question, anyShown: boolean): number {
  const { passkeys } = question.account.factors;
  const { overlaps } = alphabet.policy;
  if (overlaps && new Set(passkeys.map(({ id }) => id)).size < passkeys.length) return NO_PLACE;
  let bits = 0;
  for (const passkey of passkeys) {
    const shown = anyShown ? proofOf(passkey.id, question) : undefined;
    if (shown !== undefined && (shown.userVerified || !passkey.userVerified)) continue;
    const bit = passkeyBit(alphabet, passkey);
    if (bit === NO_PLACE || (overlaps && (shown !== undefined || (bits & bit) !== 0))) return NO_PLACE;
    bits |= shown === undefined ? bit : bit << 8;
  }
  return bits;
}

function proofOf(id: string, question: Question): PasskeyEvidence | undefined {
  for (const proof of question.evidence) {
    if (proof.method === 'passkey' && proof.credentialId === id && counts(proof, question)) return proof;
  }
  return undefined;
}

/** What was said by the one provider that was asked, and above it the others that could be. */
function providerBits(alphabet: Alphabet, question: Question): number {
  const { sso = [] } = question.account.factors;
  let bits = sso.length > 0 ? ANY_SSO : 0;
  let asked: string | undefined;
  for (const proof of question.evidence) {
    if (proof.method !== 'sso' || !counts(proof, question)) continue;
    const word = wordOf(alphabet, proof);
    if (word === NO_PLACE) return NO_PLACE;
    asked = proof.provider;
    bits |= word;
  }
  for (const provider of sso) {
    if (provider === asked) continue;
    const bit = providerBit(alphabet, provider);
    if (bit === NO_PLACE || (alphabet.policy.overlaps && (bits & (bit << PROVIDERS_AT)) !== 0)) return NO_PLACE;
    bits |= bit << PROVIDERS_AT;
  }
  return bits;
}

/** Old proofs do not count where the demand is for recent ones. */
function counts({ at }: Evidence, { demand, now }: Question): boolean {
  return demand?.within === undefined || now - at <= demand.within;
}

function provenance(vouched: string): number {
  return vouched === 'independent' ? INDEPENDENT : vouched === 'mailbox' ? BY_MAILBOX : NO_PLACE;
}
