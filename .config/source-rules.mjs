// Rules for sources that dependency-cruiser and biome cannot check: core and assurance are pure, an act has one way to the store, core/acts alone
// judges who administers, and one function of the engine builds the input of judge and evaluate.
// `node .config/source-rules.mjs` prints each place that breaks a rule, with the way out. The exit code is 1 if a place breaks a rule.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { impurities } from './purity.mjs';

/**
 * The files that may name `commitAct`, the only way of an act to the store: the files of the two functions that carry acts out, and the files
 * that create and declare `commitAct`.
 */
const mayCommitActs = [
  'packages/engine/src/acts/perform-act.ts',
  'packages/engine/src/sign-in/complete-step.ts',
  'packages/engine/src/kernel/kernel.ts',
  'packages/engine/src/create-sallyport.ts',
];
/**
 * The files that may read a policy's administrator roles. `core/acts` judges by the roles, and asks `administers`. The other files only report the roles to people, and
 * never allow or refuse an act.
 */
const mayNameAdministrators = [
  'packages/core/src/acts/',
  'packages/core/src/policy/administers.ts',
  // Compiles the lists of roles: the administrators of the policy administer people too.
  'packages/core/src/policy/define-policy.ts',
  // Refuses a helpdesk that would reach administrators.
  'packages/core/src/policy/check-policy.ts',
  // Checks the names of the roles that administer organisations, and reports them.
  'packages/core/src/policy/organisation-problems.ts',
  // Reports findings about a policy, and previews the effects of a new policy.
  'packages/assurance/src/analysis/',
  'packages/cli/src/check/host-roles.ts',
  'packages/cli/src/preview/report-on.ts',
  // Warn the operator, word a refusal, and check that a policy in code names its administrators.
  'packages/engine/src/kernel/operator-warnings.ts',
  // Gives the first administrator the roles of the policy.
  'packages/engine/src/administration/bootstrap.ts',
  'packages/engine/src/administration/code-policy.ts',
  'packages/engine/src/configuration.ts',
  // The simulation checks the engine's results with its own rules.
  'packages/simulation/src/',
];

/** The files that import a module of the host: dependency-cruiser knows no module outside the repository. */
const mayImportOfHost = [
  // The sentences of a language that the host adds, at a path of its origin.
  'packages/pages/src/parts/words.ts',
];

/**
 * Checks one source file of a package. A problem is one line: the place, the broken rule and the way out.
 * @param {{ path: string, text: string }} file its path from the root of the repository, with forward slashes
 * @returns {string[]}
 */
export function inspect({ path, text }) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [
    ...(mayImportOfHost.includes(path) ? [] : computedImports(source)),
    ...waysRound(source, path),
    ...questions(source, path),
    ...(/^packages\/(assurance|core)\//.test(path) ? impurities(source) : []),
  ];
  return found.map(({ node, what }) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return `${path}:${line + 1}  ${what}`;
  });
}

/** dependency-cruiser does not see an import whose name is computed. */
function computedImports(source) {
  const found = [];
  const visit = (node) => {
    const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    if (isImport && !ts.isStringLiteralLike(node.arguments[0]))
      found.push({ node, what: 'imports a module whose name is computed: write the name as a literal.' });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Finds code that commits an act, or judges who administers, without the one function for the purpose (docs/reference/acts.md). */
function waysRound(source, path) {
  const found = [];
  const visit = (node) => {
    const member = memberOf(node);
    if (isNamed(node, 'commitAct') && !mayCommitActs.includes(path)) {
      found.push({
        node,
        what: "names 'commitAct': only performAct (acts/perform-act.ts), or completeStep (sign-in/complete-step.ts) for a proof, judges and writes an act.",
      });
    }
    const isList = ['policy', 'people', 'helpdesk'].includes(member?.name);
    if (
      isList &&
      lastName(member.of) === 'administrators' &&
      !mayNameAdministrators.some((start) => path.startsWith(start))
    ) {
      found.push({
        node,
        what: `reads 'administrators.${member.name}' of a policy: ask judge, or administers of core.`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Finds code of the engine beside `questionOf` that builds the input of `judge` or `evaluate`: evidence, and facts of an account or a target. */
function questions(source, path) {
  if (!path.startsWith('packages/engine/src/') || path === 'packages/engine/src/factors/question.ts') return [];
  const found = [];
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node)) {
      const named = new Map(node.properties.map((property) => [property.name?.getText(), property]));
      const isOfFacts = named.has('target') || /\bfactsOf\(/.test(named.get('account')?.getText() ?? '');
      if (named.has('evidence') && isOfFacts)
        found.push({ node, what: 'builds the input of judge or evaluate: ask questionOf (factors/question.ts).' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The member that an expression reads (with a dot, brackets or destructuring): `name` of the member, and `of`, the object. */
function memberOf(node) {
  if (ts.isPropertyAccessExpression(node)) return { name: node.name.text, of: node.expression };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return { name: node.argumentExpression.text, of: node.expression };
  if (!ts.isBindingElement(node)) return undefined;
  const { parent } = node.parent;
  const name = (node.propertyName ?? node.name).getText();
  if (ts.isVariableDeclaration(parent) && parent.initializer) return { name, of: parent.initializer };
  return ts.isBindingElement(parent) ? { name, of: parent.propertyName ?? parent.name } : undefined;
}

const isNamed = (node, name) => (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name;

/** The last name in an expression: `administrators` in `policy.administrators`. */
function lastName(node) {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return lastName(node.expression);
  return ts.isIdentifier(node) ? node.text : memberOf(node)?.name;
}

/** Checks every source file of the packages at `root`. */
export function inspectTree(root) {
  return readdirSync(join(root, 'packages'))
    .flatMap((name) => sourcesIn(root, `packages/${name}/src`))
    .flatMap((path) => inspect({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function sourcesIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return /\.[cm]?[jt]sx?$/.test(path) && !/\.(test|test-support)\.\w+$/.test(path) ? [path] : [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = inspectTree(fileURLToPath(new URL('..', import.meta.url)));
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
