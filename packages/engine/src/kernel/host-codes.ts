import { codeMethod, type DeliveredCode, METHODS } from '@sallyport/core';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { CodeDelivery } from '../contract/host.ts';
import { HOST_LIMITS } from '../contract/lifetimes.ts';
import { bounded } from './host-call.ts';
import { isKeepable } from './keepable.ts';
import type { Timer } from './timer.ts';

export interface HostCode {
  readonly method: DeliveredCode;
  readonly label: string;
  readonly send: (...given: Parameters<CodeDelivery['send']>) => Promise<void>;
  readonly address: (raw: string) => string | undefined;
}

const [SHORTEST, LONGEST] = [3, 320];
const NAME = /^[a-z][a-z0-9]{0,31}$/;
const TAKEN: readonly string[] = [...METHODS, 'enrollment-code'];

export function hostCodes(codes: Readonly<Record<string, CodeDelivery>>, timer: Timer): ReadonlyMap<string, HostCode> {
  return new Map(
    Object.entries(codes).map(([name, delivery]) => {
      check(name, delivery);
      const method = codeMethod(name);
      const { send, label, address = trimmed } = delivery;
      return [
        method,
        {
          method,
          label,
          send: bounded(timer, `codes.${name}.send`, HOST_LIMITS.sendCode, send),
          address: (raw: string) => sound(address(raw)),
        },
      ];
    }),
  );
}

function check(name: string, { send, label, address }: CodeDelivery): void {
  const refuse = (message: string, wayOut: string): never => {
    throw new SallyportConfigError('bad-code', message, wayOut);
  };
  if (!NAME.test(name)) refuse(`'${name}' is no name of a delivered code.`, "Use small letters and digits: 'sms'.");
  if (TAKEN.includes(codeMethod(name)))
    refuse(`The method '${codeMethod(name)}' is there already.`, `Give codes.${name} another name.`);
  if (typeof send !== 'function') refuse(`codes.${name}.send is no function.`, 'Give one that sends the code.');
  if (typeof label !== 'string' || label.trim() === '')
    refuse(`codes.${name}.label is no text.`, "Say what people know it by: 'SMS'.");
  if (address !== undefined && typeof address !== 'function')
    refuse(
      `codes.${name}.address is no function.`,
      'Give one that answers the one spelling of an address, or leave it out.',
    );
}

function trimmed(raw: string): string | undefined {
  const address = raw.trim();
  return address.length >= SHORTEST ? address : undefined;
}

function sound(address: string | undefined): string | undefined {
  const isSound = typeof address === 'string' && address !== '' && address.length <= LONGEST && isKeepable(address);
  return isSound ? address : undefined;
}
