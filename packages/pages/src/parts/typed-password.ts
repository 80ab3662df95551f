import { signingIn } from './tabs.ts';

/** In the memory of the page alone. */
let kept: { readonly identifier: string; readonly password: string } | undefined;

/** Before an administrator's code, so that nobody types the password twice. */
export function keepTypedPassword(identifier: string, password: string): void {
  kept = password === '' ? undefined : { identifier, password };
}

/** `undefined` in the sign-in of another name. */
export function typedPassword(): string | undefined {
  return kept?.identifier === signingIn() ? kept?.password : undefined;
}

export function forgetTypedPassword(): void {
  kept = undefined;
}
