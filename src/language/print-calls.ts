/** Calls and windows as documents. */
import type * as ast from './ast.ts'
import { group, indent, join, line, list, softline } from './document.ts'
import type { Doc } from './document.ts'
import { printAll, printExpression, printSortItems, printTight } from './print-expressions.ts'
import { printIdentifier, printLiteral } from './print-names.ts'
import { isReserved, keywordOf } from './tokens.ts'

export function printCall(call: ast.FunctionCall): Doc {
  return [
    printIdentifier(call.name),
    printArguments(call),
    call.withinGroup.length > 0 ? [' WITHIN GROUP ', parentheses(printOrderBy(call.withinGroup))] : '',
    call.filter ? [' FILTER ', parentheses(['WHERE ', printExpression(call.filter)])] : '',
    call.nulls ? ` ${call.nulls.toUpperCase()} NULLS` : '',
    call.over ? [' OVER ', printOver(call.over)] : '',
  ]
}

const parentheses = (doc: Doc): Doc => group(['(', indent([softline, doc]), softline, ')'])

const printOrderBy = (items: readonly ast.SortItem[]): Doc => ['ORDER BY ', printSortItems(items)]

function printArguments(call: ast.FunctionCall): Doc {
  const { args, star, distinct, orderBy } = call
  if (star) return '(*)'
  const worded = distinct || orderBy.length > 0 ? null : printWorded(call)
  if (worded) return worded
  const order = orderBy.length > 0 ? [line, printOrderBy(orderBy)] : ''
  if (!distinct && order === '') return list('(', printAll(args), ')')
  return parentheses([distinct ? 'DISTINCT ' : '', join([',', line], printAll(args)), order])
}

/** The arguments of calls that are known by words between them. */
function printWorded({ name, args }: ast.FunctionCall): Doc | null {
  const [first, second] = args
  if (name.quoted || args.length !== 2 || !first || !second) return null
  const word = name.text.toUpperCase()
  if (word === 'POSITION') return parentheses([printTight(first), ' IN ', printTight(second)])
  if (word !== 'EXTRACT' || first.kind !== 'literal' || first.literal !== 'string') return null
  return parentheses([printField(first), ' FROM ', printExpression(second)])
}

function printField(field: ast.Literal): string {
  const keyword = keywordOf(field.text)
  const isName = /^[A-Za-z_]+$/.test(field.text) && !(keyword && isReserved(keyword))
  return isName ? field.text : printLiteral(field)
}

function printOver(over: ast.WindowSpec | ast.Identifier): Doc {
  return over.kind === 'identifier' ? printIdentifier(over) : printWindow(over)
}

/** `(base PARTITION BY … ORDER BY … frame)`. */
export function printWindow({ base, partitionBy, orderBy, frame }: ast.WindowSpec): Doc {
  const parts: Doc[] = []
  if (base) parts.push(printIdentifier(base))
  if (partitionBy.length > 0) parts.push(['PARTITION BY ', join(', ', printAll(partitionBy))])
  if (orderBy.length > 0) parts.push(printOrderBy(orderBy))
  if (frame) parts.push(printFrame(frame))
  return parts.length === 0 ? '()' : parentheses(join(line, parts))
}

const EXCLUDE = {
  no_others: '',
  current_row: ' EXCLUDE CURRENT ROW',
  group: ' EXCLUDE GROUP',
  ties: ' EXCLUDE TIES',
} as const

function printFrame({ unit, start, end, exclude }: ast.WindowFrame): Doc {
  const bounds = [printBound(start), ' AND ', printBound(end)]
  return [`${unit.toUpperCase()} BETWEEN `, bounds, EXCLUDE[exclude]]
}

function printBound({ bound, offset }: ast.FrameBound): Doc {
  const words = bound.toUpperCase().replace('_', ' ')
  return offset ? [printTight(offset), ' ', words] : words
}
