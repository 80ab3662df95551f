import { signingIn } from './tabs.ts';

/** Kept in the memory of the page alone. */
let kept: { readonly identifier: string; readonly password: string } | undefined;

/** Keeps the password that a person typed before the code of an administrator, so that nobody types it twice. */
export function keepTypedPassword(identifier: string, password: string): void {
  kept = password === '' ? undefined : { identifier, password };
}

/** The kept password. `undefined` in the sign-in of another name. */
export function typedPassword(): string | undefined {
  return kept?.identifier === signingIn() ? kept?.password : undefined;
}

/** Deletes the password once it is sent: it is right and needed no more, or it is wrong. */
export function forgetTypedPassword(): void {
  kept = undefined;
}
