/** Expressions as readable SQL, for explain and for messages. */
import { printType } from '../types/type-name.ts'
import { unreachable } from '../util/assert.ts'
import type { ApplyExpr, CallExpr, CaseExpr, ConstructExpr, Expr, LiteralExpr, NotExpr } from './expr.ts'
import { scalarById } from './signatures.ts'

/** The signs of operators with two sides, by their names in the table of signatures. */
export const OPERATOR_SIGNS: ReadonlyMap<string, { readonly symbol: string; readonly precedence: number }> =
  new Map([
    ['eq', { symbol: '=', precedence: 4 }],
    ['ne', { symbol: '<>', precedence: 4 }],
    ['lt', { symbol: '<', precedence: 4 }],
    ['le', { symbol: '<=', precedence: 4 }],
    ['gt', { symbol: '>', precedence: 4 }],
    ['ge', { symbol: '>=', precedence: 4 }],
    ['like', { symbol: 'LIKE', precedence: 5 }],
    ['ilike', { symbol: 'ILIKE', precedence: 5 }],
    ['similar_to', { symbol: 'SIMILAR TO', precedence: 5 }],
    ['regex', { symbol: '~', precedence: 6 }],
    ['iregex', { symbol: '~*', precedence: 6 }],
    ['not_regex', { symbol: '!~', precedence: 6 }],
    ['not_iregex', { symbol: '!~*', precedence: 6 }],
    ['append', { symbol: '||', precedence: 6 }],
    ['get', { symbol: '->', precedence: 6 }],
    ['get_text', { symbol: '->>', precedence: 6 }],
    ['get_path', { symbol: '#>', precedence: 6 }],
    ['get_path_text', { symbol: '#>>', precedence: 6 }],
    ['delete_path', { symbol: '#-', precedence: 6 }],
    ['contains', { symbol: '@>', precedence: 6 }],
    ['contained', { symbol: '<@', precedence: 6 }],
    ['overlaps', { symbol: '&&', precedence: 6 }],
    ['has_key', { symbol: '?', precedence: 6 }],
    ['has_any', { symbol: '?|', precedence: 6 }],
    ['has_all', { symbol: '?&', precedence: 6 }],
    ['add', { symbol: '+', precedence: 7 }],
    ['subtract', { symbol: '-', precedence: 7 }],
    ['multiply', { symbol: '*', precedence: 8 }],
    ['divide', { symbol: '/', precedence: 8 }],
    ['modulo', { symbol: '%', precedence: 8 }],
  ])

const OR = 1
const AND = 2
const NOT = 3
const COMPARISON = 4
const NEGATION = 9

/** The text of an expression over columns with these names. */
export function printExpr(expr: Expr, columns: readonly string[]): string {
  /** How many variables the lambdas around have. */
  let depth = 0
  return print(expr, 0)

  /** Prints with parentheses when the surroundings bind tighter than the expression. */
  function print(node: Expr, outer: number): string {
    switch (node.kind) {
      case 'literal':
        return printLiteral(node)
      case 'column':
        return columns[node.index] ?? `#${node.index}`
      case 'call':
        return printCall(node, outer)
      case 'cast':
        return `${node.try === true ? 'TRY_CAST' : 'CAST'}(${print(node.arg, 0)} AS ${printType(node.type)})`
      case 'and':
        return wrap(node.args.map(arg => print(arg, AND)).join(' AND '), AND, outer)
      case 'or':
        return wrap(node.args.map(arg => print(arg, OR)).join(' OR '), OR, outer)
      case 'not':
        return printNot(node, outer)
      case 'is_null':
        return wrap(`${print(node.arg, COMPARISON + 1)} IS NULL`, COMPARISON, outer)
      case 'case':
        return printCase(node)
      case 'coalesce':
        return `COALESCE(${list(node.args)})`
      case 'in_list':
        return wrap(`${print(node.arg, COMPARISON + 1)} IN (${list(node.items)})`, COMPARISON, outer)
      case 'construct':
        return printConstruct(node)
      case 'field':
        return `${print(node.arg, NEGATION + 1)}->${node.arg.type.kind === 'struct' ? node.arg.type.fields[node.index]!.name : node.index}`
      case 'apply':
        return printApply(node)
      case 'variable':
        return variableName(node.index)
      case 'parameter':
        return `$${node.index + 1}`
      case 'subquery':
        return `subquery(${list(node.args)})`
      case 'window':
        return `${node.fn}(${list(node.args)}) OVER (…)`
      default:
        return unreachable(node)
    }
  }

  function printCall({ fn, args }: CallExpr, outer: number): string {
    const name = scalarById(fn)?.name ?? fn
    if (name === 'negate') return wrap(`-${print(args[0]!, NEGATION + 1)}`, NEGATION, outer)
    if (name === 'subscript') return `${print(args[0]!, NEGATION + 1)}[${print(args[1]!, 0)}]`
    const quantified = quantifiedSign(name)
    if (quantified !== null)
      return wrap(
        `${print(args[0]!, COMPARISON + 1)} ${quantified} (${print(args[1]!, 0)})`,
        COMPARISON,
        outer,
      )
    const operator = args.length === 2 ? OPERATOR_SIGNS.get(name) : undefined
    if (operator === undefined) return `${name}(${list(args)})`
    const { symbol, precedence } = operator
    const left = print(args[0]!, precedence === COMPARISON ? precedence + 1 : precedence)
    return wrap(`${left} ${symbol} ${print(args[1]!, precedence + 1)}`, precedence, outer)
  }

  function printNot({ arg }: NotExpr, outer: number): string {
    if (arg.kind !== 'is_null') return wrap(`NOT ${print(arg, NOT)}`, NOT, outer)
    return wrap(`${print(arg.arg, COMPARISON + 1)} IS NOT NULL`, COMPARISON, outer)
  }

  function printCase({ whens, otherwise }: CaseExpr): string {
    const branches = whens.map(({ when, then }) => `WHEN ${print(when, 0)} THEN ${print(then, 0)}`)
    return `CASE ${branches.join(' ')} ELSE ${print(otherwise, 0)} END`
  }

  function printConstruct({ type, args }: ConstructExpr): string {
    switch (type.kind) {
      case 'array':
        return `ARRAY[${list(args)}]`
      case 'map': {
        const entries = args.flatMap((key, i) =>
          i % 2 === 0 ? [`${print(key, 0)} := ${print(args[i + 1]!, 0)}`] : [],
        )
        return `MAP(${entries.join(', ')})`
      }
      case 'struct':
        return `STRUCT(${args.map((arg, i) => `${type.fields[i]!.name} := ${print(arg, 0)}`).join(', ')})`
    }
  }

  function printApply({ fn, args, lambdas }: ApplyExpr): string {
    const bodies = lambdas.map(({ parameters, body }) => {
      const names = parameters.map((_, i) => variableName(depth + i))
      depth += names.length
      const text = `${names.length === 1 ? names[0]! : `(${names.join(', ')})`} => ${print(body, 0)}`
      depth -= names.length
      return text
    })
    return `${fn.slice(0, fn.indexOf('(')).toUpperCase()}(${[...args.map(arg => print(arg, 0)), ...bodies].join(', ')})`
  }

  function list(nodes: readonly Expr[]): string {
    return nodes.map(node => print(node, 0)).join(', ')
  }
}

/** `= ANY` for `eq_any`; null for what is no comparison with an array. */
export function quantifiedSign(name: string): string | null {
  const [, comparison, quantifier] = /^(\w\w)_(any|all)$/.exec(name) ?? []
  const operator = comparison === undefined ? undefined : OPERATOR_SIGNS.get(comparison)
  return operator === undefined ? null : `${operator.symbol} ${quantifier!.toUpperCase()}`
}

function variableName(index: number): string {
  return `x${index + 1}`
}

function wrap(text: string, precedence: number, outer: number): string {
  return precedence < outer ? `(${text})` : text
}

/** Numbers and booleans as they are, except that a number with a sign is kept from its surroundings. */
function printLiteral({ type, text }: LiteralExpr): string {
  if (text === null) return 'NULL'
  const quoted = `'${text.replaceAll("'", "''")}'`
  switch (type.kind) {
    case 'boolean':
      return text.toUpperCase()
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return text.startsWith('-') ? `(${text})` : text
    case 'double':
      return /^[\d.]+$/.test(text) ? text : `DOUBLE ${quoted}`
    case 'real':
    case 'bytes':
    case 'uuid':
    case 'time':
    case 'interval':
    case 'json':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return `${type.kind.toUpperCase()} ${quoted}`
    case 'array':
    case 'map':
    case 'struct':
      return `CAST(${quoted} AS ${printType(type)})`
    case 'varchar':
    case 'char':
    case 'null':
      return quoted
    default:
      return unreachable(type)
  }
}
