// The fastest form that we found: one matcher, and no policy rows.
import { newEnforcer, newModelFromString } from 'casbin';
import { decideByAsking } from '../yes-or-no.mjs';

export const name = 'casbin';

const needsOne = '(r.s.tenant == "baseline" && !r.s.isAdmin)';
const gaveFirst = '(r.s.gavePassword || (r.s.gaveEmail && !r.s.isSupport))';
const firstLeads = `(!${gaveFirst} && (r.s.hasTotp || ${needsOne}))`;
const RULES = {
  complete: `(r.s.gavePasskey || (${gaveFirst} && (r.s.gaveTotp || ${needsOne})))`,
  passkey: 'r.s.hasPasskey',
  password: `(r.s.hasPassword && ${firstLeads})`,
  email: `(r.s.hasEmail && !r.s.isSupport && ${firstLeads})`,
  totp: `(r.s.hasTotp && !${needsOne} && ${gaveFirst})`,
};
const matcher = Object.entries(RULES).map(([action, rule]) => `(r.act == "${action}" && ${rule})`);
const enforcer = await newEnforcer(
  newModelFromString(`
[request_definition]
r = s, act
[policy_definition]
p = act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = ${matcher.join(' || ')}
`),
);

export const decide = (input) => decideByAsking(input, (action, facts) => enforcer.enforceSync(facts, action));
