export { FIRST_LANGUAGE, type Language, languageOf } from '../language.ts';
export type { Sentence } from '../sentence.ts';
export { askBeforeLeaving, leaveWithoutAsking } from './before-leaving.ts';
export { client } from './client.ts';
export { copyButton, download } from './clipboard.ts';
export {
  actionForm,
  type ButtonInput,
  button,
  type ChoiceInput,
  choice,
  type FieldInput,
  type FormInput,
  field,
  hiddenUsername,
  linkButton,
  TakenBack,
  textOf,
} from './controls.ts';
export { type DeviceWords, deviceName } from './device-name.ts';
export { type AskInput, ask, openDialog } from './dialog.ts';
export { type Attributes, breakable, byId, type Child, fill, h, keepFocus, svg } from './element.ts';
export { endSession, signOutTo } from './end-session.ts';
export { beginning, clockTime, lastUse, proofsOf, wayName, when } from './explain.ts';
export { blame, forgive } from './field-fault.ts';
export { guarded, notPermitted } from './guarded.ts';
export { here } from './here.ts';
export { whileBusy } from './hold.ts';
export { DRAFTS } from './kept-data.ts';
export { whenLeft } from './left-page.ts';
export { capital, either, listed } from './lists.ts';
export { leaveNote, parameter, signInAndReturn, withhold } from './location.ts';
export { keepOpenWays, providerName } from './open-ways.ts';
export { pageFetch } from './page-fetch.ts';
export { datedPasskeyName, passkeyName } from './passkey-name.ts';
export { lengthHint } from './password-length.ts';
export { type ProblemLine, problemLine } from './problem-line.ts';
export { reasonsIn, reasonsNote, strictestOnly } from './reasons.ts';
export { sentenceOf } from './sentences.ts';
export { serves, servesDeletion } from './served.ts';
export { sessionEnd } from './session-end.ts';
export { forShownAccount, showsSession, whenLookedAt } from './shown-session.ts';
export { provePasskey, withStepUp } from './step-up.ts';
export { usedIdentities } from './used-identities.ts';
export { showWho } from './who.ts';
export { language, locale, roleName, sentenceFor, withHostTexts } from './words.ts';
