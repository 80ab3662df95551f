/**
 * The analysis of policies. It is a third of the code of `@sallyport/core`, and a sign-in does not use it: every module imports it dynamically, when an
 * administrator looks at a policy. The CommonJS files need this module: `import()` of the package would load the ES modules beside the CommonJS files.
 */
export {
  betterThreatRows,
  byAccounts,
  changedRules,
  counterexampleText,
  placeOfRule,
  previewPolicyChange,
  proofOfWord,
  sessionsFallingShort,
  threatKinds,
  threatRows,
  verifyPolicy,
  WordError,
} from '@sallyport/core/analysis';
