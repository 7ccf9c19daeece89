/** FROM as a document: each join on its own line. */
import { cover } from '../diagnostics/source.ts'
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { anchor, clauseAnchor, group, indent, join, line, list, softline } from './document.ts'
import type { Doc } from './document.ts'
import { printAll, printExpression } from './print-expressions.ts'
import { printIdentifier, printNames } from './print-names.ts'
import { printNested } from './print-query.ts'

/** The clause with its keyword. */
export function printFrom(from: ast.FromItem): Doc {
  const items = commaSeparated(from)
  const [only] = items
  if (items.length === 1) return printItem(only!, 'FROM ')
  return clauseAnchor(
    only!,
    group([
      'FROM',
      indent([
        line,
        join(
          [',', line],
          items.map(item => printItem(item)),
        ),
      ]),
    ]),
  )
}

function commaSeparated(from: ast.FromItem): ast.FromItem[] {
  return from.kind === 'join' && from.comma ? [...commaSeparated(from.left), from.right] : [from]
}

/** A relation with its joins; the keyword stands in front of the first one. */
function printItem(item: ast.FromItem, keyword = ''): Doc {
  switch (item.kind) {
    case 'table_ref':
    case 'derived_table':
    case 'table_function':
      return keyword === ''
        ? anchor(item, printRelation(item))
        : clauseAnchor(item, [keyword, anchor(item, printRelation(item))])
    case 'join':
      return [printItem(item.left, keyword), line, printJoin(item)]
    case 'aggregate_join':
      return [printItem(item.left, keyword), line, printAggregateJoin(item)]
    default:
      return unreachable(item)
  }
}

function printRelation(item: ast.TableRef | ast.DerivedTable | ast.TableFunction): Doc {
  switch (item.kind) {
    case 'table_ref':
      return [printIdentifier(item.name), printAlias(item)]
    case 'derived_table':
      return [item.lateral ? 'LATERAL ' : '', printNested(item.query), printAlias(item)]
    case 'table_function':
      return printFunction(item)
    default:
      return unreachable(item)
  }
}

function printAlias({ alias, columns }: Pick<ast.TableRef, 'alias' | 'columns'>): string {
  if (!alias) return ''
  return ` AS ${printIdentifier(alias)}${columns.length > 0 ? ` (${printNames(columns)})` : ''}`
}

function printFunction(item: ast.TableFunction): Doc {
  const name = `${item.lateral ? 'LATERAL ' : ''}${printIdentifier(item.name)}`
  const ordinality = item.ordinality ? ' WITH ORDINALITY' : ''
  return [list(`${name}(`, printAll(item.args), ')'), ordinality, printAlias(item)]
}

const JOIN = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  cross: 'CROSS JOIN',
} as const

function printJoin({ join: kind, natural, right, on, using }: ast.Join): Doc {
  const nested = right.kind === 'join' || right.kind === 'aggregate_join'
  const relation = nested
    ? group(['(', indent([softline, printItem(right)]), softline, ')'])
    : printItem(right)
  const columns = using ? ` USING (${printNames(using)})` : ''
  const joined = [`${natural ? 'NATURAL ' : ''}${JOIN[kind]} `, relation, columns, printOn(on)]
  const span = on ? cover(right.span, on.span) : right.span
  return clauseAnchor({ span }, joined)
}

function printOn(on: ast.Expression | null): Doc {
  return on ? group(indent([line, 'ON ', printExpression(on)])) : ''
}

function printAggregateJoin(item: ast.AggregateJoin): Doc {
  const { aggregate, source, column, where, by, alias, on } = item
  const aggregated = [source, ...(column ? [column] : [])].map(printIdentifier).join('.')
  const condition = where ? [' WHERE ', printExpression(where)] : ''
  const inside = [aggregated, condition, ` BY ${printNames(by)}`]
  const named = alias ? ` AS ${printIdentifier(alias)}` : ''
  const joined = [`LEFT JOIN ${printIdentifier(aggregate)}(`, inside, ')', named, printOn(on)]
  const span = { ...item.span, start: aggregate.span.start }
  return clauseAnchor({ span }, joined)
}
