/** Concrete to abstract syntax: statements, columns, properties. */
import type { CstNode } from 'chevrotain'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import type * as ast from './ast.ts'
import { buildNames } from './build-from.ts'
import { buildLiteral } from './build-literals.ts'
import { buildQuery } from './build-query.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, token, tokenSpan, tokens } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords } from './tokens.ts'

/** Builds a statement that was parsed without errors; what only the whole shows to be wrong is reported here. */
export function buildStatement(source: Source, cst: CstNode, diagnostics: Diagnostics): ast.Statement {
  const build: Build = { source, diagnostics, query: buildQuery }
  const insert = maybeNode(cst, 'insertInto')
  return insert ? buildInsert(build, insert) : buildCreate(build, node(cst, 'create'))
}

function buildInsert(build: Build, cst: CstNode): ast.InsertInto {
  const query = buildQuery(build, node(cst, 'query'))
  if (query.body.kind === 'values') refuseRows(build, tokenSpan(build, token(cst, Keywords.INSERT)))
  return {
    kind: 'insert_into',
    target: identifier(build, token(cst, t.Identifier)),
    query,
    emitChanges: maybeNode(cst, 'emitClause') !== undefined,
    span: spanOf(build, cst),
  }
}

function refuseRows({ diagnostics }: Build, span: Span): void {
  diagnostics.error('MV1011', '`INSERT … VALUES` is not a statement of a view file', span, {
    help: 'rows come from the topic; feed it with `matview produce TOPIC`',
  })
}

function buildCreate(build: Build, cst: CstNode): ast.Statement {
  const span = spanOf(build, cst)
  const index = maybeNode(cst, 'indexDeclaration')
  if (index) return { ...buildIndex(build, index), span }
  const type = maybeNode(cst, 'typeDeclaration')
  if (type) return { ...buildType(build, type), span }
  const view = maybeNode(cst, 'viewDeclaration')
  const declaration = view ?? node(cst, 'relationDeclaration')
  const head = {
    span,
    name: identifier(build, token(declaration, t.Identifier)),
    orReplace: has(cst, Keywords.REPLACE),
    source: has(cst, Keywords.SOURCE),
    ifNotExists: maybeNode(declaration, 'ifNotExists') !== undefined,
  }
  const relation = has(declaration, Keywords.TABLE) ? 'table' : 'stream'
  const sourceBody = maybeNode(declaration, 'sourceBody')
  if (sourceBody) return { kind: 'create_source', relation, ...head, ...buildSourceBody(build, sourceBody) }
  const viewBody = node(declaration, 'viewBody')
  return {
    kind: 'create_view',
    relation: view ? 'view' : relation,
    ...head,
    ...buildViewBody(build, viewBody),
  }
}

function buildIndex(build: Build, cst: CstNode): Omit<ast.CreateIndex, 'span'> {
  const names = tokens(cst, t.Identifier).map(name => identifier(build, name))
  return {
    kind: 'create_index',
    name: names.length > 1 ? names[0]! : null,
    view: names.at(-1)!,
    columns: buildNames(build, node(node(cst, 'columnList'), 'columnNames')),
  }
}

function buildType(build: Build, cst: CstNode): Omit<ast.CreateType, 'span'> {
  return {
    kind: 'create_type',
    name: identifier(build, token(cst, t.Identifier)),
    type: buildTypeName(build, node(cst, 'typeName')),
  }
}

function buildViewBody(
  build: Build,
  cst: CstNode,
): Pick<ast.CreateView, 'properties' | 'query' | 'emitChanges'> {
  return {
    properties: buildProperties(build, cst),
    query: buildQuery(build, node(cst, 'query')),
    emitChanges: maybeNode(cst, 'emitClause') !== undefined,
  }
}

function buildSourceBody(
  build: Build,
  cst: CstNode,
): Pick<ast.CreateSource, 'elements' | 'primaryKey' | 'properties'> {
  const elements = nodes(cst, 'sourceElement')
  const keys = elements.flatMap(element => nodes(element, 'primaryKeyConstraint'))
  const [first, second] = keys.map(key => buildPrimaryKey(build, key))
  if (first && second) {
    build.diagnostics.error('MV1001', 'a table has one `PRIMARY KEY`, this is the second', second.span, {
      related: [{ message: 'the first one', span: first.span }],
      help: 'a key of several columns is written as one: `PRIMARY KEY (a, b)`',
    })
  }
  return {
    elements: elements
      .flatMap(element => nodes(element, 'columnDefinition'))
      .map(it => buildColumn(build, it)),
    primaryKey: first ?? null,
    properties: buildProperties(build, cst),
  }
}

function buildPrimaryKey(build: Build, cst: CstNode): ast.PrimaryKeyConstraint {
  return {
    kind: 'primary_key',
    columns: buildNames(build, node(node(cst, 'columnList'), 'columnNames')),
    span: spanOf(build, cst),
  }
}

function buildColumn(build: Build, cst: CstNode): ast.ColumnDefinition {
  const constraints = nodes(cst, 'columnConstraint')
  return {
    kind: 'column_definition',
    name: identifier(build, token(cst, t.Identifier)),
    type: buildTypeName(build, node(cst, 'typeName')),
    primaryKey: constraints.some(constraint => has(constraint, Keywords.PRIMARY)),
    notNull: constraints.some(constraint => has(constraint, Keywords.NOT)),
    span: spanOf(build, cst),
  }
}

function buildProperties(build: Build, parent: CstNode): ast.Property[] {
  const cst = maybeNode(parent, 'properties')
  return cst ? nodes(cst, 'property').map(property => buildProperty(build, property)) : []
}

function buildProperty(build: Build, cst: CstNode): ast.Property {
  return {
    kind: 'property',
    name: identifier(build, token(cst, t.Identifier)),
    value: buildLiteral(build, node(cst, 'propertyValue')),
    span: spanOf(build, cst),
  }
}
