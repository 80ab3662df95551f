export { type AccountPasswords, comparedPasswords, formerPasswordsAfter } from './former-passwords.ts';
export {
  judgePassword,
  type NewPasswordQuestion,
  type PasswordFact,
  type PasswordFault,
  type PasswordFaultCode,
  type PasswordVerdict,
} from './judge-password.ts';
export { LONGEST_PASSWORD, type PasswordRules, type PasswordsInput } from './password-rules.ts';
export {
  comparableText,
  isMalformedPassword,
  looksLikePasswordHash,
  normalisedPassword,
  passwordForms,
} from './password-text.ts';
