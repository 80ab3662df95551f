import { checked, ENUMERATED, INTEGER, MalformedAnswer, type Part, partAt, partsOf, SEQUENCE, TEXT } from './ber.ts';

/** draft-behera-ldap-password-policy-10 §6. */
export const PASSWORD_POLICY = '1.3.6.1.4.1.42.2.27.8.5.1';
/** draft-vchu-ldap-pwd-policy-00 §2. */
const PASSWORD_EXPIRED = '2.16.840.1.113730.3.4.4';

const [CONTROLS, POLICY_ERROR] = [0xa0, 0x81];

/** draft-behera-ldap-password-policy-10 §6.2, of a bind. */
const POLICY_ERRORS: readonly string[] = ['expired', 'locked', 'must-change'];

export interface BindAnswer {
  readonly code: number;
  readonly text: string;
  readonly policyError: 'expired' | 'locked' | 'must-change' | undefined;
  readonly saysExpired: boolean;
}

export function bindAnswerOf(bytes: Buffer, result: Part, controls: Part | undefined): BindAnswer {
  const [code, name, text] = partsOf(bytes, result);
  checked(name, TEXT);
  const values = controls?.tag === CONTROLS ? valuesOf(bytes, controls) : new Map<string, Buffer>();
  const policy = values.get(PASSWORD_POLICY);
  return {
    code: numberIn(bytes, checked(code, ENUMERATED)),
    text: textIn(bytes, checked(text, TEXT)),
    policyError: policy && policyErrorOf(policy),
    saysExpired: values.has(PASSWORD_EXPIRED),
  };
}

function valuesOf(bytes: Buffer, controls: Part): ReadonlyMap<string, Buffer> {
  const values = new Map<string, Buffer>();
  for (const control of partsOf(bytes, controls)) {
    const [type, ...rest] = partsOf(bytes, checked(control, SEQUENCE));
    const value = rest.find(({ tag }) => tag === TEXT);
    const { start, end } = value ?? { start: 0, end: 0 };
    values.set(textIn(bytes, checked(type, TEXT)), bytes.subarray(start, end));
  }
  return values;
}

function policyErrorOf(value: Buffer): BindAnswer['policyError'] {
  const answer = checked(partAt(value, 0), SEQUENCE);
  if (answer.end > value.length) throw new MalformedAnswer();
  const error = [...partsOf(value, answer)].find(({ tag }) => tag === POLICY_ERROR);
  if (error === undefined) return undefined;
  const word = POLICY_ERRORS[numberIn(value, checked({ ...error, tag: INTEGER }, INTEGER))];
  return word === 'expired' || word === 'locked' || word === 'must-change' ? word : undefined;
}

function numberIn(bytes: Buffer, { start, end }: Part): number {
  return bytes.readIntBE(start, end - start);
}

function textIn(bytes: Buffer, { start, end }: Part): string {
  return bytes.toString('utf8', start, end);
}
