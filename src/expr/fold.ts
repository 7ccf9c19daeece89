/**
 * Constant folding. It never raises: what fails stays as it is and fails when it is evaluated, as it may never be
 * (`CASE WHEN x = 0 THEN 0 ELSE 1 / 0 END`).
 */
import { DataError } from '../types/data-error.ts'
import type { SqlType } from '../types/sql-type.ts'
import { formatValue } from '../types/text-form.ts'
import type { Row, Value } from '../types/value.ts'
import { compile } from './evaluate.ts'
import type { CaseExpr, CoalesceExpr, Expr, LiteralExpr, LogicExpr } from './expr.ts'
import { childrenOf, mapChildren } from './walk.ts'

const NO_COLUMNS: Row = []

/** The literal of a value. */
export function literalOf(type: SqlType, value: Value): LiteralExpr {
  return { kind: 'literal', type, text: value === null ? null : formatValue(type, value) }
}

/** An expression with the same value on every row, its constant parts computed. */
export function fold(expr: Expr): Expr {
  const folded = mapChildren(expr, fold)
  switch (folded.kind) {
    case 'literal':
    case 'column':
    case 'parameter':
    case 'variable':
    case 'subquery':
    case 'window':
      return folded
    case 'and':
      return foldLogic(folded, 'false')
    case 'or':
      return foldLogic(folded, 'true')
    case 'case':
      return foldCase(folded)
    case 'coalesce':
      return foldCoalesce(folded)
    default:
      return childrenOf(folded).every(child => child.kind === 'literal') ? evaluated(folded) : folded
  }
}

function evaluated(expr: Expr): Expr {
  try {
    return literalOf(expr.type, compile(expr)(NO_COLUMNS))
  } catch (error) {
    if (error instanceof DataError) return expr
    throw error
  }
}

/** One argument that is `decisive` decides; arguments that are its contrary say nothing. */
function foldLogic(expr: LogicExpr, decisive: 'true' | 'false'): Expr {
  if (expr.args.some(arg => arg.kind === 'literal' && arg.text === decisive)) {
    return { kind: 'literal', type: expr.type, text: decisive }
  }
  const args = expr.args.filter(arg => arg.kind !== 'literal' || arg.text === null)
  if (args.length === 0)
    return { kind: 'literal', type: expr.type, text: decisive === 'true' ? 'false' : 'true' }
  return args.length === 1 ? args[0]! : { ...expr, args }
}

/** Branches that are never taken are dropped, and all behind one that always is. */
function foldCase(expr: CaseExpr): Expr {
  const possible = expr.whens.filter(({ when }) => when.kind !== 'literal' || when.text === 'true')
  const certain = possible.findIndex(({ when }) => when.kind === 'literal')
  const whens = certain < 0 ? possible : possible.slice(0, certain)
  const otherwise = certain < 0 ? expr.otherwise : possible[certain]!.then
  return whens.length === 0 ? otherwise : { ...expr, whens, otherwise }
}

function foldCoalesce(expr: CoalesceExpr): Expr {
  const possible = expr.args.filter(arg => arg.kind !== 'literal' || arg.text !== null)
  const certain = possible.findIndex(arg => arg.kind === 'literal')
  const args = certain < 0 ? possible : possible.slice(0, certain + 1)
  if (args.length === 0) return { kind: 'literal', type: expr.type, text: null }
  return args.length === 1 ? args[0]! : { ...expr, args }
}
