// The shape of the house, checked over the syntax tree: who may import whom, what `core` may touch, how long a file
// may be. `node .config/architecture.mjs` prints what is wrong with the way out, and exits 1.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { circlesOf } from './circles.mjs';
import { folderOrder } from './folder-order.mjs';
import { importsOf } from './imports.mjs';
import { impurities } from './purity.mjs';

const longestFile = 350;

/** What the source of each package may import of the others. Tests are free, but for those of core. */
const onStore = ['core', 'store'];
const onEngine = [...onStore, 'engine'];
const onHttp = [...onEngine, 'http'];
const mayImport = {
  core: [],
  store: ['core'],
  webauthn: [],
  engine: [...onStore, 'webauthn'],
  'storage-memory': onStore,
  'storage-postgres': onStore,
  'storage-mongo': onStore,
  http: onEngine,
  oidc: onStore,
  saml: onStore,
  ldap: onStore,
  testing: onEngine,
  express: onHttp,
  koa: onHttp,
  hono: onHttp,
  fastify: onHttp,
  next: onHttp,
  browser: [],
  vault: [],
};
/** Private, and not taken apart yet: its world, its ledger and its invariants hold each other. */
const mayCircle = ['packages/simulation'];
/** Loads test files of the engine, so that they run on the store of another package. */
const mayReachInside = ['packages/test-support/src/stores/attacks.test-support.ts'];
/** These stand at the outside, where everything may be imported. */
const outermost = ['cli', 'benchmarks', 'simulation', 'fuzz', 'test-support', 'mutation'];
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
/** These run in a person's browser. */
const withoutNode = ['core', 'browser', 'vault'];

const coreMayImport = ['zod'];
const coreTestsMayImport = ['zod', 'vitest', 'fast-check', '@sallyport/testing'];

/**
 * @typedef {{ path: string, text: string, source?: ts.SourceFile }} SourceFile path from the root of the repository, with
 *   forward slashes; its syntax tree where it was parsed already
 * @typedef {{ name?: string, dependencies?: object, peerDependencies?: object, optionalDependencies?: object }} Manifest
 */

/**
 * Everything wrong with one file of `packages/` or `examples/`, each as one line with its place and the way out.
 * @param {SourceFile} file
 * @param {Manifest} manifest the package.json of the package that the file is in
 * @returns {string[]}
 */
export function inspect(file, manifest) {
  const [group, name, ...rest] = file.path.split('/');
  const place = { group, name, inSource: rest[0] === 'src' && isSource(file.path) };
  const source = file.source ?? parse(file);
  const problems = [];
  const report = (node, what) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    problems.push(`${file.path}:${line + 1}  ${what}`);
  };

  const lines = file.text.split('\n').length - 1;
  if (lines > longestFile) {
    problems.push(`${file.path}  ${lines} lines, over ${longestFile}: split it by concept, a file to each.`);
  }
  for (const { node, specifier } of importsOf(source)) {
    const what =
      specifier === null
        ? 'an import whose name is computed: write it as a literal.'
        : importProblem(specifier, file.path, place, manifest);
    if (what) report(node, what);
  }
  if (group === 'packages' && place.inSource)
    for (const { node, what } of waysRound(source, file.path)) report(node, what);
  if (group === 'packages' && name === 'core' && place.inSource) {
    for (const { node, what } of impurities(source)) report(node, what);
  }
  return problems;
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

/** Why this import may not stand here; null where it may. */
function importProblem(specifier, path, { group, name, inSource }, manifest) {
  const inCore = path.startsWith('packages/core/src/');
  if (specifier.startsWith('.')) {
    const target = normalize(join(path, '..', specifier)).replaceAll('\\', '/');
    if (target.startsWith(`${group}/${name}/`)) return inSource ? orderProblem(specifier, path, target, name) : null;
    if (isBesideSources(path) && target.startsWith('.config/')) return null;
    if (mayReachInside.includes(path) && target.startsWith('packages/engine/src/')) return null;
    return `imports '${specifier}', outside its own package: import the package by its name.`;
  }
  const bare = bareName(specifier);
  if (inCore) {
    const allowed = inSource ? coreMayImport : coreTestsMayImport;
    if (allowed.includes(bare)) return null;
    return `core${inSource ? '' : "'s tests"} may import ${allowed.join(', ')} and nothing else, not '${specifier}': take what you need as an argument.`;
  }
  if (!inSource) return null;
  if (isBuiltin(specifier)) {
    if (group !== 'packages' || !withoutNode.includes(name)) return null;
    return `imports '${specifier}', but ${name} runs in the browser: use what the web platform has.`;
  }
  if (group === 'packages' && bare.startsWith('@sallyport/') && !outermost.includes(name)) {
    const wanted = bare.slice('@sallyport/'.length);
    const allowed = mayImport[name] ?? [];
    if (!allowed.includes(wanted)) {
      return `${name} may not import ${bare} (allowed: ${allowed.join(', ') || 'none of ours'}). Dependencies point towards core: move the code, or pass it in.`;
    }
  }
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  if (bare in declared) return null;
  return `imports '${bare}', which ${group}/${name}/package.json does not list in its dependencies.`;
}

/** Why a file may not import one of another folder of its package; null where it may. */
function orderProblem(specifier, path, target, name) {
  const order = folderOrder[name];
  if (order === undefined) return null;
  const [from, to] = [path, target].map((file) => file.split('/').slice(3, -1)[0]);
  if (from === undefined) return order.includes(to) || to === undefined ? null : unplaced(to, name);
  if (!order.includes(from)) return unplaced(from, name);
  if (to !== undefined && order.indexOf(to) <= order.indexOf(from))
    return order.includes(to) ? null : unplaced(to, name);
  return `imports '${specifier}', but ${to === undefined ? `the files beside the folders of ${name}` : `'${to}'`} come after '${from}' (.config/architecture.mjs): move what both need into the lower folder, or pass it in.`;
}

const unplaced = (folder, name) =>
  `'${folder}' has no place among the folders of ${name}: give it one in .config/architecture.mjs.`;

/** The configuration of a build, or a script that runs a package. */
const isBesideSources = (path) => path.split('/').length === 3;

const isSource = (path) => !/\.(test|test-support)\.\w+$/.test(path);

const parse = ({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/**
 * The circles among the source files of one package, each as one line with its files and the way out.
 * @param {SourceFile[]} files
 * @returns {string[]}
 */
export function inspectCircles(files) {
  const sources = files.filter(({ path }) => path.split('/')[2] === 'src' && isSource(path));
  const edges = new Map(
    sources.map((file) => [
      file.path,
      importsOf(file.source ?? parse(file))
        .filter(({ specifier }) => specifier?.startsWith('.'))
        .map(({ specifier }) => normalize(join(file.path, '..', specifier)).replaceAll('\\', '/')),
    ]),
  );
  return circlesOf(edges).map(
    (circle) =>
      `${circle[0]}  ${circle.length} files import each other in a circle (${circle.join(', ')}): move what they share, a type too, into a file of its own.`,
  );
}

function bareName(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/**
 * Everything wrong with a package beside its files.
 * @param {string} name its folder
 * @param {Manifest} manifest its package.json
 */
export function inspectPackage(name, manifest) {
  const where = `packages/${name}/package.json`;
  if (outermost.includes(name)) return [];
  const allowed = mayImport[name];
  if (!allowed) return [`packages/${name}  has no place in the house: give it one in .config/architecture.mjs.`];
  const needs = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const problems = [];
  for (const need of needs) {
    if (need.startsWith('@sallyport/') && !allowed.includes(need.slice('@sallyport/'.length))) {
      problems.push(`${where}  ${name} may not depend on ${need} (allowed: ${allowed.join(', ') || 'none of ours'}).`);
    } else if (name === 'core' && !coreMayImport.includes(need)) {
      problems.push(`${where}  core may depend on ${coreMayImport.join(', ')} and nothing else, not ${need}.`);
    }
  }
  return problems;
}

/** Everything wrong with the tree at `root`. */
export function inspectTree(root) {
  const problems = [];
  const rootManifest = readJson(join(root, 'package.json'));
  const testProject = readJson(join(root, 'packages/tsconfig.json'));
  for (const group of ['packages', 'examples']) {
    for (const name of foldersIn(join(root, group))) {
      const folder = `${group}/${name}`;
      const manifest = readJson(join(root, folder, 'package.json'));
      if (group === 'packages') {
        problems.push(...inspectPackage(name, manifest));
        if (!(manifest.name in rootManifest.devDependencies)) {
          problems.push(
            `package.json  add "${manifest.name}": "workspace:*" to devDependencies, so that tests find it.`,
          );
        }
        const isTyped = existsSync(join(root, folder, 'tsconfig.json'));
        if (isTyped && !testProject.references.some(({ path }) => path === name)) {
          problems.push(
            `packages/tsconfig.json  add { "path": "${name}" } to references, so that tests are type-checked.`,
          );
        }
      }
      const files = sourcesIn(root, folder).map((path) => {
        const file = { path, text: readFileSync(join(root, path), 'utf8') };
        return { ...file, source: parse(file) };
      });
      for (const file of files) problems.push(...inspect(file, manifest));
      if (!mayCircle.includes(folder)) problems.push(...inspectCircles(files));
    }
  }
  return problems;
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function foldersIn(folder) {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));
}

function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(root, path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = inspectTree(fileURLToPath(new URL('..', import.meta.url)));
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
