import { signingIn } from './tabs.ts';

let kept: { readonly identifier: string; readonly password: string } | undefined;

/** Before an administrator's code, so that nobody types the password twice. */
export function keepTypedPassword(identifier: string, password: string): void {
  kept = password === '' ? undefined : { identifier, password };
}

export function typedPassword(): string | undefined {
  return kept?.identifier === signingIn() ? kept?.password : undefined;
}

export function forgetTypedPassword(): void {
  kept = undefined;
}
