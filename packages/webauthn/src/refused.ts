/** The checks of a ceremony, in the words of the table in docs/reference/webauthn.md. */
export type Check =
  | 'form'
  | 'client-data'
  | 'type'
  | 'challenge'
  | 'origin'
  | 'cross-origin'
  | 'top-origin'
  | 'decoding'
  | 'rp-id'
  | 'user-present'
  | 'backup'
  | 'algorithm'
  | 'format'
  | 'statement'
  | 'credential-id'
  | 'record'
  | 'signature';

export type Ceremony = 'create' | 'get';

/** WebAuthn L3: §7.1 for a registration, §7.2 for an assertion. */
const STEPS: Readonly<Record<Ceremony, Partial<Record<Check, number>>>> = {
  create: {
    form: 3,
    'client-data': 6,
    type: 7,
    challenge: 8,
    origin: 9,
    'cross-origin': 10,
    'top-origin': 11,
    decoding: 13,
    'rp-id': 14,
    'user-present': 15,
    backup: 17,
    algorithm: 20,
    format: 21,
    statement: 22,
    'credential-id': 25,
  },
  get: {
    form: 3,
    'client-data': 9,
    type: 10,
    challenge: 11,
    origin: 12,
    'cross-origin': 13,
    'top-origin': 14,
    decoding: 7,
    'rp-id': 15,
    'user-present': 16,
    backup: 18,
    record: 19,
    signature: 21,
  },
};

/**
 * A response that fails a check of its ceremony. The error never leaves the engine: the person only learns that the passkey was refused.
 */
export class Refused extends Error {
  /** For example `§7.1 step 14`. */
  readonly step: string;

  constructor(ceremony: Ceremony, check: Check, why: string) {
    super(why);
    this.name = 'Refused';
    this.step = `§${ceremony === 'create' ? '7.1' : '7.2'} step ${STEPS[ceremony][check]}`;
  }
}

export function parsed<Value>(ceremony: Ceremony, check: Check, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(ceremony, check, error instanceof Error ? error.message : 'malformed');
  }
}

export function demand(holds: boolean, ceremony: Ceremony, check: Check, why: string): asserts holds {
  if (!holds) throw new Refused(ceremony, check, why);
}
