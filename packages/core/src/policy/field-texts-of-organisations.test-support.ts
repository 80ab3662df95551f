import type { FieldText } from './field-texts.test-support.ts';

const REQUIRED = 'The strength that the proofs need';
const PROOFS = 'Only proofs at most this old count';
const RECENT = 'The maximum age of a proof for acts on an organisation';
const BY_STRENGTH = 'Default: the absolute session limit of the required strength';

function ruleAt(path: string, where: string, by: string): Readonly<Record<string, FieldText>> {
  return {
    [`${path}.requiredStrength`]: {
      description: `${REQUIRED} ${where}, also where a route demands another. Default: none`,
    },
    [`${path}.methods`]: { description: `The ways in that count ${where}. Default: no restriction` },
    [`${path}.proofsWithin`]: { description: `${PROOFS} ${where}. ${BY_STRENGTH}` },
    [`${path}.recentProof`]: { description: `${RECENT}${by}. Default: as everywhere` },
  };
}

function datedRuleAt(path: string, where: string, by: string): Readonly<Record<string, FieldText>> {
  return {
    ...ruleAt(path, where, by),
    [`${path}.later`]: { description: `What is asked besides ${where} from a date on. Default: no dates` },
    [`${path}.later.from`]: {
      description:
        'The first moment at which the rule applies: a date with a time and a zone, such as 2026-12-15T00:00:00Z. The earliest rule comes first',
    },
    ...ruleAt(`${path}.later`, `${where} from then on`, `${by} from then on`),
  };
}

export const TEXTS_OF_ORGANISATIONS: Readonly<Record<string, FieldText>> = {
  organisations: {
    description:
      'What every organisation asks of a request that enters it. The rule of an organisation adds to it. Neither changes an account or a session',
    default: {},
  },
  ...datedRuleAt('organisations', 'in every organisation', ''),
  'organisations.roles': {
    description:
      'The roles that people have in organisations, at most 9, each with a rule. They are no roles of accounts',
    default: {},
  },
  ...datedRuleAt('organisations.roles.*', 'in an organisation for people with the role', ' by people with the role'),
  'organisations.administrators': {
    description: 'The roles that administer their own organisation, among organisations.roles. Default: none',
  },
  'organisations.administrators.rule': {
    description: 'The roles that may change the rule of their organisation. Default: none',
  },
  'organisations.administrators.people': {
    description: 'The roles that may administer the members of their organisation. Default: none',
  },
};
