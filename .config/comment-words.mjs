// `node .config/comment-words.mjs` counts the words of comments to 100 lines of code, package by package.
//   --worst N   lists the N files with the most private words over the limit
//   --most N    prints each package with more than N private words to 100 lines; the exit code is 1 if there is such a package
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const LIMIT = 35;

/**
 * @typedef {object} Comment
 * @property {string} text
 * @property {number} pos
 * @property {number} words
 * @property {boolean} isPublic a doc comment on what an entry point exports, or on a member of an exported type
 */

/**
 * @typedef {object} FileCount
 * @property {number} lines the lines with code: no blank line, and no line of a comment alone
 * @property {readonly Comment[]} comments
 */

/**
 * Counts the source files of one package.
 * @param {ReadonlyMap<string, string>} files the text of each file, by a path with forward slashes
 * @param {readonly string[]} entries the paths of the entry points
 * @returns {Map<string, FileCount>}
 */
export function countPackage(files, entries) {
  const sources = new Map([...files].map(([path, text]) => [path, parsed(path, text)]));
  const isExported = exportsOf(sources, entries);
  return new Map([...sources].map(([path, source]) => [path, countFile(source, (name) => isExported(path, name))]));
}

function parsed(path, text) {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : path.endsWith('js') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
}

/** Whether the entry points export a declaration of a file, or name the declaration in the types of an export: an editor shows its docs. */
function exportsOf(sources, entries) {
  const found = new Set();
  const add = (path, name) => {
    const key = `${path} ${name}`;
    const source = sources.get(path);
    if (!source || found.has(key)) return;
    found.add(key);
    for (const statement of source.statements) {
      for (const { from, names } of bindingsOf(statement)) {
        const file = from === undefined ? path : resolved(sources, path, from);
        if (names === 'all') add(file, name);
        else if (names.has(name)) add(file, names.get(name));
      }
      if (namesOf(statement).includes(name)) for (const type of typesIn(statement)) add(path, type);
    }
  };
  const addAll = (path) => {
    const source = sources.get(path);
    if (!source || found.has(`${path} *`)) return;
    found.add(`${path} *`);
    for (const statement of source.statements) {
      if (isExport(statement)) for (const name of namesOf(statement)) add(path, name);
      if (!ts.isExportDeclaration(statement)) continue;
      for (const { from, names } of bindingsOf(statement)) {
        const file = from === undefined ? path : resolved(sources, path, from);
        if (names === 'all') addAll(file);
        else for (const [, original] of names) add(file, original);
      }
    }
  };
  for (const entry of entries) addAll(entry);
  return (path, name) => found.has(`${path} ${name}`);
}

/** The names of the types in a declaration, without bodies and values. */
function typesIn(declaration) {
  const found = [];
  const visit = (node) => {
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName.getText());
    if (ts.isExpressionWithTypeArguments(node)) found.push(node.expression.getText());
    ts.forEachChild(node, (child) => isShown(child) && visit(child));
  };
  visit(declaration);
  return found;
}

const isExport = (statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** The names that a statement declares. */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  return statement.name ? [statement.name.getText()] : [];
}

/** The names that an import or a re-export brings from another file, each with its name there. */
function bindingsOf(statement) {
  const clause = ts.isExportDeclaration(statement)
    ? statement.exportClause
    : ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : undefined;
  const from = statement.moduleSpecifier?.text;
  if (ts.isExportDeclaration(statement) && !clause) return [{ from, names: 'all' }];
  if (!clause?.elements) return [];
  return [
    { from, names: new Map(clause.elements.map(({ name, propertyName }) => [name.text, (propertyName ?? name).text])) },
  ];
}

function resolved(sources, path, from) {
  const file = from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined;
  return sources.has(file) ? file : undefined;
}

function countFile(source, isExported) {
  const lines = new Set();
  const comments = new Map();
  const { text } = source;
  const collect = (ranges, isPublic) => {
    for (const { pos, end } of ranges ?? []) {
      const comment = text.slice(pos, end);
      if (!comments.has(pos))
        comments.set(pos, { text: comment, pos, words: wordsOf(comment), isPublic: isPublic(comment) });
    }
  };
  const visit = (node, isPublic) => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(source);
    if (children.length > 0) for (const child of children) visit(child, isPublic && isShown(child));
    else {
      const isDoc = (comment) => comment.includes('@packageDocumentation') || (isPublic && comment.startsWith('/**'));
      collect(ts.getLeadingCommentRanges(text, node.pos), isDoc);
      if (node.kind === ts.SyntaxKind.EndOfFileToken) return;
      collect(ts.getTrailingCommentRanges(text, node.end), isDoc);
      const lineOf = (at) => source.getLineAndCharacterOfPosition(at).line;
      for (let line = lineOf(node.getStart(source, false)); line <= lineOf(node.end); line += 1) lines.add(line);
    }
  };
  for (const statement of source.statements) {
    // A package adds to the types of another package by `declare`, for its users to see.
    visit(
      statement,
      ts.isExportDeclaration(statement) || ts.isModuleDeclaration(statement) || namesOf(statement).some(isExported),
    );
  }
  visit(source.endOfFileToken, false);
  return { lines: lines.size, comments: [...comments.values()] };
}

/** Whether the docs of an exported declaration show the comments inside a part of the declaration. */
function isShown(node) {
  if (ts.isBlock(node) || ts.isPrivateIdentifier(node)) return false;
  if (ts.isVariableDeclaration(node.parent) || ts.isPropertyDeclaration(node.parent))
    return node !== node.parent.initializer;
  if (node.name && ts.isPrivateIdentifier(node.name)) return false;
  return !(
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
  );
}

/** A directive to a tool and an example of code are no words. */
function wordsOf(comment) {
  if (/biome-ignore|@ts-/.test(comment)) return 0;
  const words = comment.replaceAll(/```[\s\S]*?```/g, ' ').split(/\s+/);
  return words.filter((word) => /[A-Za-z0-9]/.test(word)).length;
}

/**
 * Counts every package at `root`, by its folder's name.
 * @param {string} root
 * @returns {Map<string, Map<string, FileCount>>}
 */
export function countTree(root) {
  const counted = new Map();
  for (const name of readdirSync(join(root, 'packages'))) {
    const folder = `packages/${name}`;
    if (!existsSync(join(root, folder, 'package.json'))) continue;
    const files = new Map(sourcesOf(root, folder).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    const { exports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const entries = Object.values(exports).map((target) => posix.join(folder, target['@sallyport/source'] ?? target));
    counted.set(name, countPackage(files, entries));
  }
  return counted;
}

/** The source files in `src`, or in the whole folder if the package has no `src`. */
function sourcesOf(root, folder) {
  const within = existsSync(join(root, folder, 'src')) ? `${folder}/src` : folder;
  return readdirSync(join(root, within), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(
      (path) =>
        /\.(?:tsx?|mjs)$/.test(path) &&
        !/\.(?:test|test-support|config|d)\.\w+$|\/(?:node_modules|dist|test)\//.test(path),
    );
}

const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);

/** The words of the comments, public or private. */
const wordsIn = ({ comments }, isPublic) =>
  sum(comments.filter((one) => one.isPublic === isPublic).map(({ words }) => words));

function perHundred(counts, isPublic) {
  return Math.round(
    (100 * sum(counts.map((count) => wordsIn(count, isPublic)))) / sum(counts.map(({ lines }) => lines)),
  );
}

/**
 * The packages with more private words to 100 lines than `most`.
 * @param {ReadonlyMap<string, ReadonlyMap<string, FileCount>>} packages
 * @param {number} most
 * @returns {string[]} a line for each package
 */
export function packagesOver(packages, most) {
  return [...packages].flatMap(([name, files]) => {
    const words = perHundred([...files.values()], false);
    if (words <= most) return [];
    return [
      `packages/${name}: ${words} private words of comments to 100 lines of code, and at most ${most}. \`node .config/comment-words.mjs --worst 10\` lists the files.`,
    ];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { most: { type: 'string' }, worst: { type: 'string' } } });
  const packages = countTree(fileURLToPath(new URL('..', import.meta.url)));
  if (values.most !== undefined) {
    const problems = packagesOver(packages, Number(values.most));
    for (const problem of problems) console.log(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } else if (values.worst !== undefined) {
    const over = ([, count]) => wordsIn(count, false) - (LIMIT * count.lines) / 100;
    const files = [...packages.values()].flatMap((counts) => [...counts]).sort((one, other) => over(other) - over(one));
    for (const [path, count] of files.slice(0, Number(values.worst)))
      console.log(`${path}  ${wordsIn(count, false)} words, ${count.lines} lines`);
  } else {
    console.log('package              files   lines   public  private (words of comments to 100 lines of code)');
    for (const [name, files] of packages) {
      const counts = [...files.values()];
      const figures = [
        counts.length,
        sum(counts.map(({ lines }) => lines)),
        perHundred(counts, true),
        perHundred(counts, false),
      ];
      console.log(name.padEnd(18), ...figures.map((figure) => String(figure).padStart(7)));
    }
  }
}
