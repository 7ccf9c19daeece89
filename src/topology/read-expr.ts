/** Reads types and expressions of a plan file: every shape, function id and column position is checked. */
import { VALUE_KINDS } from '../expr/coercion.ts'
import type { CaseExpr, ColumnExpr, Expr, LambdaExpr, LiteralExpr } from '../expr/expr.ts'
import { higherOrderById } from '../expr/higher-order.ts'
import { fitsParameter } from '../expr/parameters.ts'
import { parametersFor } from '../expr/signature.ts'
import { scalarById } from '../expr/signatures.ts'
import { DataError } from '../types/data-error.ts'
import type { SqlType } from '../types/sql-type.ts'
import { parseValue } from '../types/text-form.ts'
import { unreachable } from '../util/assert.ts'
import {
  fail,
  member,
  readBoolean,
  readCount,
  readList,
  readNullable,
  readOneOf,
  readPosition,
  readText,
  type Place,
} from './json-reader.ts'
import type { Column } from './plan.ts'

const TYPE_KINDS = [...VALUE_KINDS, 'array', 'map', 'struct', 'null'] as const

const EXPR_KINDS = [
  'literal',
  'column',
  'call',
  'cast',
  'and',
  'or',
  'not',
  'is_null',
  'case',
  'coalesce',
  'in_list',
  'construct',
  'field',
  'apply',
  'variable',
] as const

const BOOLEAN = { kind: 'boolean' } as const

export function readType(place: Place): SqlType {
  const kind = readOneOf(member(place, 'kind'), TYPE_KINDS)
  switch (kind) {
    case 'decimal':
      return {
        kind,
        precision: readCount(member(place, 'precision'), 1),
        scale: readCount(member(place, 'scale'), 0),
      }
    case 'varchar':
    case 'char':
      return { kind, length: readCount(member(place, 'length'), 1) }
    case 'array':
      return { kind, element: readType(member(place, 'element')) }
    case 'map':
      return { kind, value: readType(member(place, 'value')) }
    case 'struct':
      return {
        kind,
        fields: readList(member(place, 'fields'), field => ({
          name: readText(member(field, 'name')),
          type: readType(member(field, 'type')),
        })),
      }
    default:
      return { kind }
  }
}

/** A constant. */
export function readConstant(place: Place): LiteralExpr {
  const expr = readExpr(place, [])
  return expr.kind === 'literal' ? expr : fail(member(place, 'kind'), 'a literal')
}

/** An expression over rows of these columns. @param variables the types of the variables of the lambdas around it */
export function readExpr(place: Place, columns: readonly Column[], variables: readonly SqlType[] = []): Expr {
  const kind = readOneOf(member(place, 'kind'), EXPR_KINDS)
  const child = (name: string): Expr => readExpr(member(place, name), columns, variables)
  const children = (name: string): Expr[] =>
    readList(member(place, name), item => readExpr(item, columns, variables))
  const type = readType(member(place, 'type'))
  switch (kind) {
    case 'literal':
      return { kind, type, text: readNullable(member(place, 'text'), text => readLiteral(text, type)) }
    case 'column':
      return readColumn(place, type, columns)
    case 'call':
      return readCall(place, type, children('args'))
    case 'cast': {
      const isTried = member(place, 'try').value !== undefined && readBoolean(member(place, 'try'))
      return { kind, type, arg: child('arg'), ...(isTried && { try: true }) }
    }
    case 'and':
    case 'or':
      return { kind, type: asBoolean(place, type), args: children('args').map(arg => ofBoolean(place, arg)) }
    case 'not':
      return { kind, type: asBoolean(place, type), arg: ofBoolean(place, child('arg')) }
    case 'is_null':
      return { kind, type: asBoolean(place, type), arg: child('arg') }
    case 'case':
      return readCase(place, type, columns, variables)
    case 'coalesce': {
      const args = children('args')
      return args.length > 0 ? { kind, type, args } : fail(member(place, 'args'), 'a list of expressions')
    }
    case 'in_list':
      return { kind, type: asBoolean(place, type), arg: child('arg'), items: children('items') }
    case 'construct':
      return readConstruct(place, type, children('args'))
    case 'field':
      return readField(place, type, child('arg'))
    case 'apply':
      return readApply(place, type, children('args'), columns, variables)
    case 'variable': {
      const index = readPosition(member(place, 'index'), variables.length)
      return variables[index]!.kind === type.kind
        ? { kind, type, index }
        : fail(member(place, 'type'), 'the type of the variable')
    }
    default:
      return unreachable(kind)
  }
}

function readConstruct(place: Place, type: SqlType, args: readonly Expr[]): Expr {
  const fits =
    type.kind === 'array' ||
    (type.kind === 'map' && args.length % 2 === 0) ||
    (type.kind === 'struct' && args.length === type.fields.length)
  return fits ? { kind: 'construct', type, args } : fail(member(place, 'args'), 'the parts of its type')
}

function readField(place: Place, type: SqlType, arg: Expr): Expr {
  if (arg.type.kind !== 'struct') return fail(member(place, 'arg'), 'a struct')
  return { kind: 'field', type, arg, index: readPosition(member(place, 'index'), arg.type.fields.length) }
}

function readApply(
  place: Place,
  type: SqlType,
  args: readonly Expr[],
  columns: readonly Column[],
  variables: readonly SqlType[],
): Expr {
  const fn = readText(member(place, 'fn'))
  const known =
    higherOrderById(fn) ?? fail(member(place, 'fn'), 'a function that this version of matview has')
  const lambdas = readList(member(place, 'lambdas'), (item): LambdaExpr => {
    const parameters = readList(member(item, 'parameters'), readType)
    return { parameters, body: readExpr(member(item, 'body'), columns, [...variables, ...parameters]) }
  })
  const fits =
    args.length === (known.hasStart ? 2 : 1) &&
    args[0]!.type.kind === known.over &&
    lambdas.map(({ parameters }) => parameters.length).join() === known.lambdas.join()
  return fits ? { kind: 'apply', type, fn, args, lambdas } : fail(place, `what \`${fn}\` takes`)
}

/** A condition. */
export function readPredicate(place: Place, columns: readonly Column[]): Expr {
  return ofBoolean(place, readExpr(place, columns))
}

function readLiteral(place: Place, type: SqlType): string {
  const text = readText(place)
  try {
    parseValue(type, text)
    return text
  } catch (error) {
    if (error instanceof DataError) return fail(place, 'a value of its type')
    throw error
  }
}

function readColumn(place: Place, type: SqlType, columns: readonly Column[]): ColumnExpr {
  const index = readPosition(member(place, 'index'), columns.length)
  if (columns[index]!.type.kind !== type.kind) fail(member(place, 'type'), "the type of the input's column")
  return { kind: 'column', type, index }
}

function readCall(place: Place, type: SqlType, args: readonly Expr[]): Expr {
  const fn = readText(member(place, 'fn'))
  const signature = scalarById(fn)
  if (signature === undefined) return fail(member(place, 'fn'), 'a function that this version of matview has')
  const parameters = parametersFor(signature, args.length)
  const fits = parameters?.every((parameter, index) => fitsParameter(parameter, args[index]!.type))
  return fits ? { kind: 'call', type, fn, args } : fail(member(place, 'args'), `what \`${fn}\` takes`)
}

function readCase(
  place: Place,
  type: SqlType,
  columns: readonly Column[],
  variables: readonly SqlType[],
): CaseExpr {
  const whens = readList(member(place, 'whens'), item => ({
    when: ofBoolean(item, readExpr(member(item, 'when'), columns, variables)),
    then: readExpr(member(item, 'then'), columns, variables),
  }))
  return { kind: 'case', type, whens, otherwise: readExpr(member(place, 'otherwise'), columns, variables) }
}

function asBoolean(place: Place, type: SqlType): typeof BOOLEAN {
  return type.kind === 'boolean' ? BOOLEAN : fail(member(place, 'type'), 'BOOLEAN')
}

function ofBoolean(place: Place, expr: Expr): Expr {
  return expr.type.kind === 'boolean' ? expr : fail(place, 'a condition')
}
