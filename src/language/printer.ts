/**
 * The canonical text of a syntax tree: keywords in capitals, one clause a line, lists indented where they are long.
 * Parsing it gives the same tree again, and printing that the same text.
 */
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { printExpression, printIdentifier, printLiteral, printType } from './print-expressions.ts'

/** Lists that would make a line longer than this are broken, one element a line. */
const MAX_WIDTH = 100

/** All statements, each ending with `;`, a blank line between them. */
export function print(script: ast.Script): string {
  return script.statements.map(statement => `${printStatement(statement)};\n`).join('\n')
}

/** One statement without its semicolon. */
export function printStatement(statement: ast.Statement): string {
  return statement.kind === 'create_source' ? printSource(statement) : printView(statement)
}

function printSource(source: ast.CreateSource): string {
  const columns = source.elements.map(printColumn)
  if (source.primaryKey) columns.push(`PRIMARY KEY (${printNames(source.primaryKey.columns)})`)
  return `${head(source)} ${block(columns)}${printProperties(source.properties, ')')}`
}

function printView(view: ast.CreateView): string {
  const lines = [`${head(view)}${printProperties(view.properties, head(view))} AS`, printSelect(view.query)]
  if (view.emitChanges) lines.push('EMIT CHANGES')
  return lines.join('\n')
}

const head = ({ relation, name }: ast.Statement) =>
  `CREATE ${relation.toUpperCase()} ${printIdentifier(name)}`
const printNames = (names: readonly ast.Identifier[]) => names.map(printIdentifier).join(', ')
const block = (elements: readonly string[]) => `(\n${elements.map(element => `  ${element}`).join(',\n')}\n)`

function printColumn({ name, type, primaryKey, notNull }: ast.ColumnDefinition): string {
  const constraints = `${primaryKey ? ' PRIMARY KEY' : ''}${notNull ? ' NOT NULL' : ''}`
  return `${printIdentifier(name)} ${printType(type)}${constraints}`
}

/** ` WITH (…)`, on the line that `before` began if it fits. */
function printProperties(properties: readonly ast.Property[], before: string): string {
  if (properties.length === 0) return ''
  const list = properties.map(({ name, value }) => `${printIdentifier(name)} = ${printLiteral(value)}`)
  const line = ` WITH (${list.join(', ')})`
  return before.length + line.length <= MAX_WIDTH ? line : ` WITH ${block(list)}`
}

function printSelect(select: ast.Select): string {
  const lines = [clause('SELECT', select.items.map(printItem))]
  if (select.from) lines.push(`FROM ${printFrom(select.from)}`)
  if (select.where) lines.push(`WHERE ${printExpression(select.where)}`)
  if (select.groupBy.length > 0) lines.push(clause('GROUP BY', select.groupBy.map(printExpression)))
  if (select.having) lines.push(`HAVING ${printExpression(select.having)}`)
  return lines.join('\n')
}

function clause(keyword: string, elements: readonly string[]): string {
  const line = `${keyword} ${elements.join(', ')}`
  return line.length <= MAX_WIDTH
    ? line
    : `${keyword}\n${elements.map(element => `  ${element}`).join(',\n')}`
}

function printItem(item: ast.SelectItem): string {
  if (item.kind === 'select_star') return item.relation ? `${printIdentifier(item.relation)}.*` : '*'
  return printExpression(item.expression) + as(item.alias)
}

const as = (alias: ast.Identifier | null) => (alias ? ` AS ${printIdentifier(alias)}` : '')
const on = (condition: ast.Expression | null) => (condition ? ` ON ${printExpression(condition)}` : '')

const JOIN = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  cross: 'CROSS JOIN',
} as const

/** Each join stands on its own line; one on the right side of another needs parentheses and stays on its line. */
function printFrom(item: ast.FromItem, separator = '\n'): string {
  switch (item.kind) {
    case 'table_ref':
      return printIdentifier(item.name) + as(item.alias)
    case 'join': {
      const right =
        item.right.kind === 'table_ref' ? printFrom(item.right) : `(${printFrom(item.right, ' ')})`
      return `${printFrom(item.left, separator)}${separator}${JOIN[item.join]} ${right}${on(item.on)}`
    }
    case 'aggregate_join':
      return `${printFrom(item.left, separator)}${separator}LEFT JOIN ${printAggregate(item)}${as(item.alias)}${on(item.on)}`
    default:
      return unreachable(item)
  }
}

function printAggregate({ aggregate, source, column, where, by }: ast.AggregateJoin): string {
  const aggregated = [source, ...(column ? [column] : [])].map(printIdentifier).join('.')
  const condition = where ? ` WHERE ${printExpression(where)}` : ''
  return `${printIdentifier(aggregate)}(${aggregated}${condition} BY ${printNames(by)})`
}
