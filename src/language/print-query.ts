/** Queries as documents: one clause a line, or all of a subquery on one line where that fits. */
import { cover } from '../diagnostics/source.ts'
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { anchor, clauseAnchor, group, indent, join, line, softline } from './document.ts'
import type { Doc } from './document.ts'
import { printAll, printExpression, printSortItems } from './print-expressions.ts'
import { printIdentifier, printNames } from './print-names.ts'
import { printWindow } from './print-calls.ts'
import { printFrom } from './print-from.ts'

/** A query in parentheses. */
export function printNested(query: ast.Query): Doc {
  return inParentheses(printQuery(query))
}

function inParentheses(doc: Doc): Doc {
  return group(['(', indent([softline, doc]), softline, ')'])
}

/** A query, its clauses separated by lines. */
export function printQuery(query: ast.Query): Doc {
  const { with: tables, recursive, body, orderBy, limit, offset } = query
  const parts: Doc[] = []
  const [table] = tables
  if (table) {
    const word = recursive ? 'WITH RECURSIVE ' : 'WITH '
    parts.push(clauseAnchor(table, [word, join([',', line], tables.map(printCommonTable))]))
  }
  parts.push(printBody(body, 0))
  const [first] = orderBy
  if (first) parts.push(clauseAnchor(first, clause('ORDER BY', printSortItems(orderBy))))
  if (limit) parts.push(clauseAnchor(limit, ['LIMIT ', printExpression(limit)]))
  if (offset) parts.push(clauseAnchor(offset, ['OFFSET ', printExpression(offset)]))
  return join(line, parts)
}

function printCommonTable(table: ast.CommonTable): Doc {
  const columns = table.columns.length > 0 ? ` (${printNames(table.columns)})` : ''
  return anchor(table, [printIdentifier(table.name), columns, ' AS ', printNested(table.query)])
}

const LEVELS = { union: 1, except: 1, intersect: 2 } as const

/** A part of a set operation, in parentheses unless it binds at least as tightly as `minimum`. */
function printBody(body: ast.QueryBody, minimum: number): Doc {
  switch (body.kind) {
    case 'select':
      return printSelect(body)
    case 'values':
      return printValues(body)
    case 'query':
      return printNested(body)
    case 'set_operation': {
      const level = LEVELS[body.operator]
      const doc = printSetOperation(body, level)
      return level < minimum ? inParentheses(doc) : doc
    }
    default:
      return unreachable(body)
  }
}

function printSetOperation({ operator, all, left, right }: ast.SetOperation, level: number): Doc {
  const word = `${operator.toUpperCase()}${all ? ' ALL' : ''}`
  return [...[printBody(left, level), line], clauseAnchor(right, [word, line, printBody(right, level + 1)])]
}

function printValues({ rows }: ast.Values): Doc {
  return clause('VALUES', join([',', line], rows.map(printRow)))
}

function printRow(row: readonly ast.Expression[]): Doc {
  const span = cover(row[0]!.span, row.at(-1)!.span)
  return anchor({ span }, ['(', join(', ', printAll(row)), ')'])
}

function clause(keyword: Doc, doc: Doc): Doc {
  return group([keyword, indent([line, doc])])
}

function printSelect(select: ast.Select): Doc {
  const { from, where, groupBy, having, windows } = select
  const items = join([',', line], select.items.map(printItem))
  const parts: Doc[] = [clauseAnchor(select.items[0]!, clause(printHead(select), items))]
  if (from) parts.push(printFrom(from))
  if (where) parts.push(clauseAnchor(where, ['WHERE ', printExpression(where)]))
  const [group] = groupBy
  if (group) {
    const keys = join(
      [',', line],
      groupBy.map(item => anchor(item, printGroupItem(item))),
    )
    parts.push(clauseAnchor(group, clause('GROUP BY', keys)))
  }
  if (having) parts.push(clauseAnchor(having, ['HAVING ', printExpression(having)]))
  const [window] = windows
  if (window) {
    const definitions = join([',', line], windows.map(printWindowDefinition))
    parts.push(clauseAnchor(window, clause('WINDOW', definitions)))
  }
  return join(line, parts)
}

function printHead({ distinct, distinctOn }: ast.Select): Doc {
  if (distinctOn.length === 0) return distinct ? 'SELECT DISTINCT' : 'SELECT'
  return ['SELECT DISTINCT ON (', join(', ', printAll(distinctOn)), ')']
}

function printItem(item: ast.SelectItem): Doc {
  if (item.kind === 'select_star')
    return anchor(item, item.relation ? `${printIdentifier(item.relation)}.*` : '*')
  const alias = item.alias ? ` AS ${printIdentifier(item.alias)}` : ''
  return anchor(item, [printExpression(item.expression), alias])
}

function printGroupItem(item: ast.GroupItem): Doc {
  switch (item.kind) {
    case 'grouping_set':
      return printSet(item)
    case 'grouping_sets':
      return ['GROUPING SETS (', join(', ', item.sets.map(printGroupItem)), ')']
    case 'rollup':
    case 'cube': {
      const sets = item.sets.map(set => (set.items.length === 1 ? printAll(set.items) : printSet(set)))
      return [`${item.kind.toUpperCase()} (`, join(', ', sets), ')']
    }
    default:
      return printExpression(item)
  }
}

function printSet({ items }: ast.GroupingSet): Doc {
  return ['(', join(', ', printAll(items)), ')']
}

function printWindowDefinition(definition: ast.WindowDefinition): Doc {
  return anchor(definition, [printIdentifier(definition.name), ' AS ', printWindow(definition.window)])
}
