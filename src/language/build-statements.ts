/** Concrete to abstract syntax: statements, columns, properties. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import { buildLiteral } from './build-literals.ts'
import { buildNames, buildQuery } from './build-query.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, token } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords } from './tokens.ts'

/** Builds a statement that was parsed without errors; what only the whole shows to be wrong is reported here. */
export function buildStatement(build: Build, cst: CstNode): ast.Statement {
  const head = {
    span: spanOf(build, cst),
    relation: has(cst, Keywords.TABLE) ? ('table' as const) : ('stream' as const),
    name: identifier(build, token(cst, t.Identifier)),
  }
  const sourceBody = maybeNode(cst, 'sourceBody')
  if (sourceBody) return { kind: 'create_source', ...head, ...buildSourceBody(build, sourceBody) }
  const viewBody = node(cst, 'viewBody')
  return {
    kind: 'create_view',
    ...head,
    properties: buildProperties(build, viewBody),
    query: buildQuery(build, node(viewBody, 'query')),
    emitChanges: has(viewBody, Keywords.EMIT),
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
    columns: buildNames(build, node(cst, 'columnNames')),
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
