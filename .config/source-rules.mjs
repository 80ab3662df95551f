// Rules for sources that dependency-cruiser and biome cannot check: core is pure, an act has one way to the store, core/acts alone judges who
// administers, and one function of the engine builds the input of judge and evaluate.
// `node .config/source-rules.mjs` prints each place with the way out, and exits 1 if there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { impurities } from './purity.mjs';

/**
 * Who may name `commitAct`, the only way of an act to the store: the two functions that carry acts out, and the files that make and declare
 * it.
 */
const mayCommitActs = [
  'packages/engine/src/acts/carry-out.ts',
  'packages/engine/src/sign-in/take-step.ts',
  'packages/engine/src/kernel/kernel.ts',
  'packages/engine/src/kernel/commit.ts',
  'packages/engine/src/create-sallyport.ts',
];
/**
 * Who may read the roles that a policy names as administrators. `core/acts` judges by them; these files tell people about them, and
 * allow and refuse nothing.
 */
const mayNameAdministrators = [
  'packages/core/src/acts/',
  // A compiled policy has both lists: the roles of the policy administer people too.
  'packages/core/src/policy/define-policy.ts',
  // Findings, and what a change of the policy means.
  'packages/core/src/analysis/',
  'packages/cli/src/check/host-roles.ts',
  'packages/cli/src/preview/report-on.ts',
  // Warnings for the operator, the words of a refusal, and whether a policy in code names who changes it.
  'packages/engine/src/administration/administrators-told.ts',
  'packages/engine/src/administration/code-policy.ts',
  'packages/engine/src/kernel/policy-warnings.ts',
  'packages/engine/src/configuration.ts',
  // The simulation compares what happened with rules of its own.
  'packages/simulation/src/',
];

/**
 * Checks one source file of a package. A problem is one line: the place, the broken rule and the way out.
 * @param {{ path: string, text: string }} file its path from the root of the repository, with forward slashes
 * @returns {string[]}
 */
export function inspect({ path, text }) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [
    ...computedImports(source),
    ...waysRound(source, path),
    ...questions(source, path),
    ...(path.startsWith('packages/core/') ? impurities(source) : []),
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

/** Where a file carries an act out, or judges who administers, beside the one function for it (docs/reference/acts.md). */
function waysRound(source, path) {
  const found = [];
  const visit = (node) => {
    const member = memberOf(node);
    if (isNamed(node, 'commitAct') && !mayCommitActs.includes(path)) {
      found.push({
        node,
        what: "names 'commitAct': an act is judged and written by carryOut (acts/carry-out.ts) alone.",
      });
    }
    const isList = member?.name === 'policy' || member?.name === 'people';
    if (
      isList &&
      lastName(member.of) === 'administrators' &&
      !mayNameAdministrators.some((start) => path.startsWith(start))
    ) {
      found.push({
        node,
        what: `reads 'administrators.${member.name}' of a policy: ask judge, or administers of core/acts.`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Where the engine builds the input of `judge` or `evaluate` beside `questionOf`: evidence, and the facts of an account or a target. */
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

/** The name of a member that is read, by a dot, by brackets or by taking an object apart, and what it is read of. */
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

/** The last name of what a member is read of: `administrators` of `policy.administrators`. */
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
