/** What the rules of the architecture need to know about one source file, read from its syntax tree. */
import ts from 'typescript';

export interface ModuleImport {
  /** As written: `./x`, `zod`, `@trpc/server/observable`. */
  readonly specifier: string;
  /** `import type`, or an import of which every name is a type. Vanishes from the output. */
  readonly typeOnly: boolean;
  /** `import()`: not loaded with the file. */
  readonly lazy: boolean;
}

export interface SourceModule {
  /** Relative to `src`, with `/`. */
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly exportedNames: readonly string[];
  readonly onlyReExports: boolean;
  readonly lineCount: number;
  /** The comment before the first statement, without its stars. */
  readonly headComment: string;
  /** Globals of the platform that are used: `Date.now`, `setTimeout`, `document.cookie`, … */
  readonly globals: readonly string[];
  /** What happens, or is kept, when the file is loaded. */
  readonly atImport: readonly string[];
  /** Syntax that the house does not use. */
  readonly banned: readonly string[];
}

const hosts = new Set(['window', 'globalThis', 'self']);
const watched = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'console',
  'crypto',
  'fetch',
  'BroadcastChannel',
  'process',
  'Deno',
  'Bun',
]);
const watchedMembers = new Set(['Date.now', 'Math.random', 'performance.now', 'document.cookie', 'navigator.locks']);
const environment = new Set(['window', 'document', 'navigator', 'location', 'globalThis', 'self', ...watched]);

export function readModule(path: string, text: string): SourceModule {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, kindOf(path));
  return {
    path,
    imports: importsOf(source),
    exportedNames: exportedNamesOf(source),
    onlyReExports: source.statements.length > 0 && source.statements.every(isReExport),
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    headComment: headCommentOf(source, text),
    globals: globalsOf(source),
    atImport: atImportOf(source),
    banned: bannedOf(source),
  };
}

function kindOf(path: string): ts.ScriptKind {
  return path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}

function importsOf(source: ts.SourceFile): ModuleImport[] {
  const found: ModuleImport[] = [];
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) {
      found.push({ specifier: textOf(node.moduleSpecifier), typeOnly: isTypeImport(node.importClause), lazy: false });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const typeOnly =
        node.isTypeOnly ||
        (node.exportClause !== undefined &&
          ts.isNamedExports(node.exportClause) &&
          node.exportClause.elements.length > 0 &&
          node.exportClause.elements.every((element) => element.isTypeOnly));
      found.push({ specifier: textOf(node.moduleSpecifier), typeOnly, lazy: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined) found.push({ specifier: textOf(specifier), typeOnly: false, lazy: true });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({ specifier: textOf(node.argument.literal), typeOnly: true, lazy: false });
    }
  });
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : node.getText();
}

function exportedNamesOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      return statement.exportClause.elements.map((element) => element.name.text);
    }
    if (!ts.canHaveModifiers(statement)) return [];
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
    }
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.getText()];
  });
}

function isReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function headCommentOf(source: ts.SourceFile, text: string): string {
  const first = source.statements.find((statement) => !isDirective(statement));
  const comments = [0, first?.getFullStart() ?? 0].flatMap((at) => ts.getLeadingCommentRanges(text, at) ?? []);
  const head = comments.find(({ pos }) => text.slice(pos, pos + 3) === '/**');
  return head === undefined
    ? ''
    : text
        .slice(head.pos, head.end)
        .replace(/^[/* ]+|\s*\*+\/$|^\s*\* ?/gm, '')
        .trim();
}

function globalsOf(source: ts.SourceFile): string[] {
  const declared = declaredNamesOf(source);
  const found = new Set<string>();
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      const owner = node.expression.getText();
      const name = node.name.text;
      if (watchedMembers.has(`${owner}.${name}`) && !declared.has(owner)) found.add(`${owner}.${name}`);
      if (hosts.has(owner) && watched.has(name)) found.add(name);
      if (
        hosts.has(owner.split('.')[0] ?? '') &&
        watchedMembers.has(`${owner.split('.').slice(1).join('.')}.${name}`)
      ) {
        found.add(`${owner.split('.').slice(1).join('.')}.${name}`);
      }
    } else if (ts.isIdentifier(node) && watched.has(node.text) && isValue(node) && !declared.has(node.text)) {
      found.add(node.text);
    } else if (
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments?.length ?? 0) === 0
    ) {
      found.add('new Date()');
    }
  });
  return [...found];
}

/** Whether the identifier stands for a value, and not for a member, a key, a type or a name that is being given. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isTypeQueryNode(parent) || ts.isTypeReferenceNode(parent) || ts.isTypeOfExpression(parent)) return false;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isParameter(parent)
  );
}

function declaredNamesOf(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  visit(source, (node) => {
    if (
      (ts.isParameter(node) ||
        ts.isVariableDeclaration(node) ||
        ts.isBindingElement(node) ||
        ts.isImportSpecifier(node) ||
        ts.isFunctionDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name)
    ) {
      names.add(node.name.text);
    }
  });
  return names;
}

function atImportOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    const line = statement.getText().split('\n')[0] ?? '';
    if (ts.isVariableStatement(statement)) {
      const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      const keeps = statement.declarationList.declarations.some(
        ({ initializer, type }) =>
          initializer !== undefined &&
          ((isMutable(initializer) && !isReadonly(type) && !isDefault(initializer, type)) ||
            touchesEnvironment(initializer)),
      );
      return constant && !keeps ? [] : [line];
    }
    if (ts.isExpressionStatement(statement)) return isDirective(statement) ? [] : [line];
    const declares =
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    return declares ? [] : [line];
  });
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** An empty collection is made to be filled; an empty object of a named shape is a default. */
function isMutable(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  if (ts.isObjectLiteralExpression(value)) return value.properties.length === 0;
  return (
    ts.isNewExpression(value) &&
    /^(Weak)?(Map|Set)$/.test(value.expression.getText()) &&
    (value.arguments?.length ?? 0) === 0
  );
}

function isDefault(value: ts.Expression, type: ts.TypeNode | undefined): boolean {
  return ts.isObjectLiteralExpression(value) && type !== undefined && !/^(Partial)?Record</.test(type.getText());
}

function isReadonly(type: ts.TypeNode | undefined): boolean {
  return /^readonly /i.test(type?.getText() ?? '') || /^Readonly\w*</.test(type?.getText() ?? '');
}

function touchesEnvironment(value: ts.Node): boolean {
  if (ts.isFunctionLike(value)) return false;
  let touches = ts.isAwaitExpression(value);
  visit(
    value,
    (node) => {
      if (ts.isAwaitExpression(node)) touches = true;
      if (ts.isIdentifier(node) && environment.has(node.text) && isValue(node)) touches = true;
    },
    ts.isFunctionLike,
  );
  return touches;
}

function bannedOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isEnumDeclaration(node)) found.push(`enum ${node.name.text}`);
    if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) found.push(`namespace ${node.name.text}`);
    if (ts.isExportAssignment(node)) found.push('export default');
    if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) {
      found.push('export default');
    }
  });
  return found;
}

function visit(node: ts.Node, look: (node: ts.Node) => void, skip: (node: ts.Node) => boolean = () => false): void {
  ts.forEachChild(node, (child) => {
    if (skip(child)) return;
    look(child);
    visit(child, look, skip);
  });
}
