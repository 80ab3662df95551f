import jsonLogic from 'json-logic-js';
import { decideByAsking } from '../yes-or-no.mjs';

export const name = 'json-logic-js';

const fact = (of) => ({ var: of });
const not = (what) => ({ '!': [what] });
const and = (...all) => ({ and: all });
const or = (...any) => ({ or: any });

const needsOne = and({ '===': [fact('tenant'), 'baseline'] }, not(fact('isAdmin')));
const gaveFirst = or(fact('gavePassword'), and(fact('gaveEmail'), not(fact('isSupport'))));
const firstLeads = and(not(gaveFirst), or(fact('hasTotp'), needsOne));
const RULES = {
  complete: or(fact('gavePasskey'), and(gaveFirst, or(fact('gaveTotp'), needsOne))),
  passkey: fact('hasPasskey'),
  password: and(fact('hasPassword'), firstLeads),
  email: and(fact('hasEmail'), not(fact('isSupport')), firstLeads),
  totp: and(fact('hasTotp'), not(needsOne), gaveFirst),
};

export const decide = (input) =>
  decideByAsking(input, (action, facts) => Boolean(jsonLogic.apply(RULES[action], facts)));
