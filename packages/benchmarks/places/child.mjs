// Measures in one process, and in turns: a rule of a place and the same rule of a role differ by less than two processes do.
import { deepStrictEqual } from 'node:assert';
import { defineOrganisation, definePolicy, evaluate, policyIn } from '@sallyport/core';
import { questionOf } from '../policy/sallyport-question.mjs';
import { inputs } from '../policy/scenario.mjs';

const [rounds, seconds] = process.argv.slice(2).map(Number);
const RULES = {
  outside: { requiredStrength: 'enhanced' },
  unmanaged: { methods: ['password', 'passkey'] },
  risk: { requiredStrength: 'phishing-resistant' },
  night: { requiredStrength: 'baseline' },
};
/** Of an organisation. Ways in would decide set-ups of a role, and decide none of an organisation. */
const THERE = {
  room: { requiredStrength: 'baseline' },
  owner: { requiredStrength: 'enhanced' },
  finance: { requiredStrength: 'phishing-resistant' },
};
const EVERY = { ...RULES, ...THERE };
const THERE_OF_VENDOR = { roles: { owner: {}, finance: {} } };
const questions = inputs.map(questionOf);

function ofRoles(names) {
  const policy = definePolicy({ requiredStrength: 'single', roles: pick(names) });
  const asked = questions.map((question) => ({
    ...question,
    account: { ...question.account, roles: [...question.account.roles, ...names] },
  }));
  return () => asked.map((question) => evaluate(policy, question));
}

/** The look-up of the place is part of each decision, as in a request. */
function ofContexts(names, told = names) {
  const policy = definePolicy({ requiredStrength: 'single', contexts: pick(names) });
  return () => questions.map((question) => evaluate(policyIn(policy, { contexts: told }), question));
}

/** An organisation with two roles, and contexts beside it. */
function inOrganisation(contexts) {
  const policy = definePolicy({ requiredStrength: 'single', contexts: pick(contexts), organisations: THERE_OF_VENDOR });
  const { room, ...roles } = THERE;
  const rules = defineOrganisation(policy, 'acme', { ...room, roles });
  const organisation = { rules, roles: Object.keys(roles) };
  return () =>
    questions.map((question) => evaluate(policyIn(policy, { contexts, organisation, now: question.now }), question));
}

/** The organisation is not entered. */
function besideOrganisations() {
  const policy = definePolicy({ requiredStrength: 'single', organisations: { ...THERE_OF_VENDOR, ...THERE.room } });
  return () => questions.map((question) => evaluate(policyIn(policy, { contexts: [] }), question));
}

function pick(names) {
  return Object.fromEntries(names.map((name) => [name, EVERY[name]]));
}

const all = Object.keys(RULES);
const there = Object.keys(THERE);
const PAIRS = [
  { what: 'four contexts, none told, to a policy without contexts', one: ofContexts(all, []), other: ofRoles([]) },
  { what: 'a context, to the same rule of a role', one: ofContexts(['outside']), other: ofRoles(['outside']) },
  { what: 'four contexts, to the same rules of four roles', one: ofContexts(all), other: ofRoles(all) },
  {
    what: 'organisations that are not entered, to a policy without organisations',
    one: besideOrganisations(),
    other: ofRoles([]),
  },
  {
    what: 'an organisation with two roles, to the same rules of three roles',
    one: inOrganisation([]),
    other: ofRoles(there),
  },
  {
    what: 'four contexts and an organisation with two roles, to the same rules of seven roles',
    one: inOrganisation(all),
    other: ofRoles([...all, ...there]),
  },
];

const answerOf = ({ outcome, accept, toward, reason, strength }) => ({ outcome, accept, toward, reason, strength });
for (const { what, one, other } of PAIRS) deepStrictEqual(one().map(answerOf), other().map(answerOf), what);

let sink = 0;
function timed(batch) {
  const began = performance.now();
  sink += batch().length;
  return ((performance.now() - began) * 1e6) / questions.length;
}

const lowerQuartile = (values) => values.sort((a, b) => a - b)[values.length >> 2];

function round({ one, other }, milliseconds) {
  const taken = [[], []];
  const end = performance.now() + milliseconds;
  for (let turn = 0; performance.now() < end; turn++) {
    const both = [one, other];
    for (const place of turn % 2 === 0 ? [0, 1] : [1, 0]) taken[place].push(timed(both[place]));
  }
  return taken.map(lowerQuartile);
}

for (const pair of PAIRS) round(pair, 2000);
const measured = PAIRS.map((pair) => ({ what: pair.what, rounds: [] }));
for (let count = 0; count < rounds; count++)
  for (const [place, pair] of PAIRS.entries()) measured[place].rounds.push(round(pair, seconds * 1000));
console.log(JSON.stringify({ measured, answered: sink > 0 }));
