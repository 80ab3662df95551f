import { dictionary } from '@zxcvbn-ts/language-common';

/** The most common first. A module of its own, so that the build leaves out the other lists of the dependency. */
export const COMMON_PASSWORDS: readonly string[] = dictionary['passwords-common'].map(String);
