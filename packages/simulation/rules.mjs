// Rules that `--without NAME` takes out of the bundle: each edit has a file, the text that is there once, and the text in its place.
// `pair` is what `--about` finds the rule by. The sources stay as they are.
import { IDENTITIES } from './rules/identities.mjs';
import { PROOFS } from './rules/proofs.mjs';
import { SET_UPS } from './rules/set-ups.mjs';

export const RULES = [...SET_UPS, ...PROOFS, ...IDENTITIES];
