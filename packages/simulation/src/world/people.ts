import type { Knowledge } from './person.ts';

export const ACCOUNTS: readonly (readonly [name: string, roles: readonly string[]])[] = [
  ['ada', ['member']],
  ['pia', ['admin']],
  ['paul', ['admin']],
  ['pol', ['super-admin']],
  ['petra', ['super-admin']],
  ['bea', ['member']],
  ['cleo', ['staff']],
  ['dora', ['member']],
  ['emma', ['super-admin']],
  ['vera', ['member']],
  ['kim', ['member']],
  ['gwen', ['member']],
  ['finn', ['member']],
  ['hugo', ['desk']],
];

/** These accounts have no password in Sallyport. */
export const DIRECTORY_ACCOUNTS: readonly (readonly [name: string, roles: readonly string[]])[] = [
  ['lena', ['member']],
  ['otto', ['super-admin']],
  ['max', ['member']],
];

export const EMERGENCY: ReadonlySet<string> = new Set(['emma', 'otto']);

export const PASSWORD = (name: string): string => `the password that ${name} begins with`;

/** Vera's thief reads the messages too. */
const NUMBER = '+1 202 555 0100';

/** Only a browser may go to a provider, or set up a first factor. */
const BROWSERS = [
  'bea',
  'cleo',
  "the thief at bea's",
  "the thief with finn's password",
  "the thief with bea's mailbox",
  "the thief at cleo's",
  "the thief with dora's password and phone",
  'nina',
  'pia as nina',
  'ida',
  'noah',
  'the operator of the provider',
];

export const CLIENTS: readonly (readonly [client: string, knows: string, signedIn: boolean])[] = [
  ["ada's laptop", 'ada', true],
  ["ada's phone", 'ada', true],
  ["ada's second tab", 'ada', false],
  ['the thief with a session', 'the thief with a session', true],
  ['the thief with the password', 'the thief with the password', false],
  ['the thief with the mailbox', 'the thief with the mailbox', false],
  ['a stranger', 'a stranger', false],
  ['the world', 'a stranger', false],
  ...['pia', 'paul', 'pol', 'petra', 'dora', 'hugo'].map((name) => [name, name, true] as const),
  ...BROWSERS.map((name) => [name, name, false] as const),
  ['vera', 'vera', false],
  ["the thief with vera's mailbox and number", "the thief with vera's mailbox and number", false],
  ["kim's laptop", 'kim', false],
  ["kim's phone", 'kim', false],
  ["the thief with kim's key", "the thief with kim's key", false],
  ["the thief with gwen's key", "the thief with gwen's key", false],
  ['gwen', 'gwen', false],
  ['lena', 'lena', false],
  ['the thief who edits an entry', 'the thief who edits an entry', false],
];

export const SPARE_KEYS: Readonly<Record<string, string>> = {
  "kim's laptop": "kim's second key",
  "kim's phone": "kim's third key",
  "the thief with kim's key": "the thief's spare key",
};

export const KEYS = [
  "ada's key",
  "the thief's key",
  "the thief's spare key",
  "kim's key",
  "kim's second key",
  "kim's third key",
  "gwen's key",
  "ida's key",
  "noah's key",
] as const;

export function isBrowser(name: string): boolean {
  return name === 'dora' || BROWSERS.includes(name);
}

const of = (name: string): Knowledge => ({
  account: name,
  identifier: `${name}@app.example`,
  backupCodes: [],
  mailboxes: [],
  phones: [],
});

export function knowledge(): (readonly [string, Knowledge])[] {
  const key = "ada's key";
  const stolen = "the thief's key";
  const known: readonly Knowledge[] = ACCOUNTS.map(([name]) => ({
    ...of(name),
    password: PASSWORD(name),
    // Finn has only a password, and no mailbox.
    mailboxes: name === 'finn' ? [] : [`${name}@app.example`],
    ...(name === 'ada' ? { key } : {}),
    ...(name === 'kim' ? { key: "kim's key" } : {}),
    ...(name === 'gwen' ? { key: "gwen's key" } : {}),
    ...(name === 'vera' ? { phones: [NUMBER] } : {}),
  }));
  return [
    ...known.map((each) => [each.account, each] as const),
    ['the thief with the password', { ...of('ada'), password: PASSWORD('ada') }],
    ['the thief with the mailbox', { ...of('ada'), mailboxes: ['ada@app.example'] }],
    ['the thief with a session', { ...of('ada'), key }],
    ['a stranger', of('ada')],
    ["the thief at bea's", { ...of('bea'), password: PASSWORD('bea'), mailboxes: ['bea@app.example'], key: stolen }],
    ["the thief with finn's password", { ...of('finn'), password: PASSWORD('finn'), key: stolen }],
    ["the thief with bea's mailbox", { ...of('bea'), mailboxes: ['bea@app.example'], key: stolen }],
    [
      "the thief at cleo's",
      { ...of('cleo'), password: PASSWORD('cleo'), mailboxes: ['cleo@app.example'], key: stolen },
    ],
    ["the thief with dora's password and phone", { ...of('dora'), password: PASSWORD('dora') }],
    ['nina', of('nina')],
    ['ida', { ...of('ida'), mailboxes: ['ida@app.example'], key: "ida's key" }],
    ['noah', { ...of('noah'), mailboxes: ['noah@app.example'], key: "noah's key" }],
    [
      'pia as nina',
      { ...of('nina'), password: PASSWORD('nina'), mailboxes: ['nina@elsewhere.example'], isPlanted: true },
    ],
    ['the operator of the provider', of('pol')],
    ["the thief with vera's mailbox and number", { ...of('vera'), mailboxes: ['vera@app.example'], phones: [NUMBER] }],
    ["the thief with kim's key", { ...of('kim'), key: "kim's key" }],
    ["the thief with gwen's key", { ...of('gwen'), key: "gwen's key" }],
    // The directory owns the mailboxes of its domain. Lena's mailbox is elsewhere, so that its codes are an independent proof.
    ['lena', { ...of('lena'), mailboxes: ['lena@home.example'], entry: 'lena' }],
    ['otto', { ...of('otto'), mailboxes: ['otto@app.example'] }],
    ['max', { ...of('max'), mailboxes: ['max@app.example'] }],
    ['the thief who edits an entry', { ...of('nobody here'), entry: 'mallory' }],
  ];
}
