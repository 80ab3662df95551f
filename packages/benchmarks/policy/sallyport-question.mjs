// `ldap` stands for the mail link: a mailed code of Sallyport cannot begin a sign-in.
import { definePolicy } from '@sallyport/core';

const roles = { member: {}, support: { methods: ['password', 'passkey'] }, admin: { requiredStrength: 'enhanced' } };
const baseline = definePolicy({ requiredStrength: 'single', roles });
const enhanced = definePolicy({ requiredStrength: 'enhanced', roles });

export const policyOf = ({ tenant }) => (tenant === 'enhanced' ? enhanced : baseline);

/** With a demand, `evaluate` ignores a forbidden proof instead of denying the sign-in. */
const ENOUGH = { strengths: [] };
const NOW = 1_700_000_000_000;
const NONE = [];

export function questionOf({ roles, enrolled, verified }) {
  let password;
  let ldap = false;
  let totp = false;
  let passkeys = NONE;
  let evidence = NONE;
  for (let i = 0; i < enrolled.length; i++) {
    const { id, kind } = enrolled[i];
    const gave = verified.length > 0 && verified.includes(id);
    if (kind === 'passkey') {
      passkeys = added(passkeys, { id, userVerified: true, deviceBound: false, aaguid: '', attested: false });
      if (gave) evidence = added(evidence, passkeyProof(id));
    } else if (kind === 'password') {
      password = 'independent';
      if (gave) evidence = added(evidence, { method: 'password', at: NOW, provenance: 'independent' });
    } else if (kind === 'email') {
      ldap = true;
      if (gave) evidence = added(evidence, { method: 'ldap', at: NOW });
    } else {
      totp = true;
      if (gave) evidence = added(evidence, { method: 'totp', at: NOW });
    }
  }
  return { account: { roles, factors: { password, ldap, totp, passkeys } }, evidence, now: NOW, demand: ENOUGH };
}

/** V8 reserves room for 16 elements when an array grows. */
function added(list, item) {
  return list.length === 0 ? [item] : [...list, item];
}

function passkeyProof(credentialId) {
  const at = NOW;
  return { method: 'passkey', at, credentialId, userVerified: true, deviceBound: false, aaguid: '', attested: false };
}

export function answerOf({ enrolled, verified }, decision) {
  if (decision.outcome === 'granted') return { granted: true, enrollmentRequired: false, acceptable: [] };
  if (decision.outcome !== 'factor-required' || decision.toward === 'enrollment')
    return { granted: false, enrollmentRequired: true, acceptable: [] };
  let password = false;
  let email = false;
  let totp = false;
  let passkey = false;
  for (const method of decision.accept) {
    if (method === 'passkey') passkey = true;
    else if (method === 'password') password = true;
    else if (method === 'ldap') email = true;
    else if (method === 'totp') totp = true;
  }
  const acceptable = [];
  for (let i = 0; i < enrolled.length; i++) {
    const { id, kind } = enrolled[i];
    const useful = kind === 'passkey' ? passkey : kind === 'password' ? password : kind === 'email' ? email : totp;
    if (useful && !(verified.length > 0 && verified.includes(id))) acceptable.push(id);
  }
  return { granted: false, enrollmentRequired: false, acceptable };
}
