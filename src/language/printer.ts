/**
 * The canonical text of a syntax tree: keywords in capitals, one clause a line, lists one element a line where they are
 * long. Parsing it gives the same tree again, and printing that the same text.
 */
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { anchor, clauseAnchor, hardline, indent, join, layout, line, list } from './document.ts'
import type { Doc } from './document.ts'
import { printIdentifier, printLiteral, printNames, printType } from './print-names.ts'
import { printQuery } from './print-query.ts'

/** Lines are broken where they would be longer than this, if they can be. */
export const MAX_WIDTH = 100

/** All statements, each ending with `;`, a blank line between them. */
export function print(script: ast.Script): string {
  return script.statements.map(statement => `${printStatement(statement)};\n`).join('\n')
}

/** One statement without its semicolon. */
export function printStatement(statement: ast.Statement): string {
  return layout(printDocument(statement), MAX_WIDTH)
}

/** One statement as a document, without its semicolon. */
export function printDocument(statement: ast.Statement): Doc {
  switch (statement.kind) {
    case 'create_source':
      return printSource(statement)
    case 'create_view':
      return printView(statement)
    case 'create_index':
      return printIndex(statement)
    case 'create_type':
      return `CREATE TYPE ${printIdentifier(statement.name)} AS ${printType(statement.type)}`
    case 'insert_into':
      return printInsert(statement)
    default:
      return unreachable(statement)
  }
}

function printSource(source: ast.CreateSource): Doc {
  const elements = source.elements.map(printColumn)
  const { primaryKey } = source
  if (primaryKey) elements.push(anchor(primaryKey, `PRIMARY KEY (${printNames(primaryKey.columns)})`))
  const block = ['(', indent([hardline, join([',', hardline], elements)]), hardline, ')']
  return [printHead(source), ' ', block, printProperties(source.properties)]
}

function printColumn(column: ast.ColumnDefinition): Doc {
  const { name, type, primaryKey, notNull } = column
  const constraints = `${primaryKey ? ' PRIMARY KEY' : ''}${notNull ? ' NOT NULL' : ''}`
  return anchor(column, `${printIdentifier(name)} ${printType(type)}${constraints}`)
}

function printView(view: ast.CreateView): Doc {
  const head = [printHead(view), printProperties(view.properties), ' AS']
  return [head, line, printQuery(view.query), printEmit(view)]
}

function printInsert(insert: ast.InsertInto): Doc {
  return [`INSERT INTO ${printIdentifier(insert.target)}`, line, printQuery(insert.query), printEmit(insert)]
}

function printIndex({ name, view, columns }: ast.CreateIndex): string {
  const named = name ? `${printIdentifier(name)} ` : ''
  return `CREATE INDEX ${named}ON ${printIdentifier(view)} (${printNames(columns)})`
}

function printEmit({ emitChanges }: { emitChanges: boolean }): Doc {
  return emitChanges ? [line, 'EMIT CHANGES'] : ''
}

function printHead(statement: ast.CreateSource | ast.CreateView): string {
  const { orReplace, source, ifNotExists, relation, name } = statement
  const words = [
    'CREATE',
    ...(orReplace ? ['OR REPLACE'] : []),
    ...(source ? ['SOURCE'] : []),
    relation.toUpperCase(),
    ...(ifNotExists ? ['IF NOT EXISTS'] : []),
  ]
  return `${words.join(' ')} ${printIdentifier(name)}`
}

function printProperties(properties: readonly ast.Property[]): Doc {
  const [first] = properties
  if (!first) return ''
  const settings = properties.map(property =>
    anchor(property, `${printIdentifier(property.name)} = ${printLiteral(property.value)}`),
  )
  return [' ', clauseAnchor(first, list('WITH (', settings, ')'))]
}
