/**
 * The analysis of policies. A sign-in does not use it, and it is as large as the rest of what a policy needs: every module imports it dynamically,
 * when an administrator looks at a policy. The CommonJS files need this module: `import()` of the package would load the ES modules beside the CommonJS files.
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
} from '@sallyport/assurance';
