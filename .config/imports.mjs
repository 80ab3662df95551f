// The modules that a file names.
import ts from 'typescript';

/** Every way to name a module: import, export from, import(), import type, import =, require(), reference directives. */
export function importsOf(source) {
  const found = [];
  const add = (node, literal) =>
    found.push({ node, specifier: literal && ts.isStringLiteralLike(literal) ? literal.text : null });
  const visit = (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add(node, node.moduleSpecifier);
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, node.moduleReference.expression);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    } else if (ts.isCallExpression(node) && isImportCall(node)) {
      add(node, node.arguments[0]);
    } else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      add(node, node.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { fileName } of source.typeReferenceDirectives) found.push({ node: source, specifier: fileName });
  for (const { fileName } of source.referencedFiles) found.push({ node: source, specifier: `./${fileName}` });
  return found;
}

function isImportCall({ expression }) {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  );
}
