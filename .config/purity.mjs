// Finds impure code in `core` and `assurance` by resolving names: uses of a clock, randomness, I/O, or of a global name that may give access to them.
import ts from 'typescript';

const asArgument = 'this package is pure: take it as an argument.';

const impureGlobals = new Set(
  `crypto performance process console fetch globalThis global window self document navigator localStorage Buffer
   setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask require module eval Function
   XMLHttpRequest WebSocket Worker MessageChannel BroadcastChannel AbortSignal Temporal Intl`.split(/\s+/),
);

const knownGlobal = (name) => impureGlobals.has(name) || name === 'Date' || name === 'Math';

/**
 * The impure places in a source file. Each message says how to solve the problem.
 * `Date.UTC`, `Date.parse`, `new Date(instant)` and `Math` beside `Math.random` are pure and pass.
 * @param {ts.SourceFile} source
 * @returns {{ node: ts.Node, what: string }[]}
 */
export function impurities(source) {
  const isGlobal = globalNamesIn(source);
  const found = [];
  const add = (node, what) => found.push({ node, what });
  const visit = (node) => {
    if (ts.isIdentifier(node) && isReference(node) && isGlobal(node)) {
      if (impureGlobals.has(node.text)) add(node, `uses \`${node.text}\`: ${asArgument}`);
      else if (node.text === 'Date' && !isPureDate(node)) {
        add(
          node,
          'uses `Date` other than Date.UTC, Date.parse and new Date(instant): take the instant as an argument.',
        );
      } else if (node.text === 'Math' && !isPureMath(node)) {
        add(node, 'uses `Math` other than by its pure functions: take random bytes as an argument.');
      }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, 'imports at run time: import it at the beginning of the file.');
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      add(node, `uses \`import.meta\`: ${asArgument}`);
    } else if (node.kind === ts.SyntaxKind.DeclareKeyword && !saysOnlyAType(node)) {
      add(node, 'declares something that stands elsewhere: take it as an argument.');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Returns a function: whether a name is global, because the file contains no declaration of the name. */
function globalNamesIn(source) {
  const options = { noLib: true, noResolve: true, allowJs: true, types: [] };
  const host = {
    getSourceFile: (name) => (name === source.fileName ? source : undefined),
    fileExists: (name) => name === source.fileName,
    readFile: () => undefined,
    writeFile: () => {},
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  const checker = ts.createProgram([source.fileName], options, host).getTypeChecker();
  return (identifier) => {
    const symbol = ts.isShorthandPropertyAssignment(identifier.parent)
      ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
      : checker.getSymbolAtLocation(identifier);
    return !symbol?.declarations?.length;
  };
}

/** Whether a name refers to a value, and not to a property or a type. */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent) || ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  return true;
}

function isPureDate(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return ['UTC', 'parse'].includes(parent.name.text);
  const given = ts.isNewExpression(parent) && parent.expression === node ? (parent.arguments ?? []) : [];
  return given.length === 1 && !ts.isSpreadElement(given[0]) && !isUndefined(given[0]);
}

function isPureMath({ parent }) {
  return ts.isPropertyAccessExpression(parent) && parent.name.text !== 'random';
}

const isUndefined = (node) => ts.isIdentifier(node) && node.text === 'undefined';

/** Whether a `declare` only declares a type: `declare readonly name: string` in a class, or `declare const brand: unique symbol`. */
function saysOnlyAType({ parent }) {
  if (ts.isPropertyDeclaration(parent)) return true;
  if (!ts.isVariableStatement(parent)) return false;
  return parent.declarationList.declarations.every(
    ({ name, type }) =>
      type && ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.UniqueKeyword && !knownGlobal(name.text),
  );
}
