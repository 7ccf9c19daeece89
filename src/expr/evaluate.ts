/** Compiles expressions to closures: one call per node and row, nothing allocated, nothing looked up. */
import { DataError } from '../types/data-error.ts'
import { parseValue } from '../types/text-form.ts'
import { compareValues, hasSeveralForms } from '../types/compare.ts'
import { MapValue } from '../types/map-value.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Row, Value } from '../types/value.ts'
import { InternalError, must, unreachable } from '../util/assert.ts'
import { castFunction } from './cast.ts'
import type {
  ApplyExpr,
  CallExpr,
  CaseExpr,
  CastExpr,
  ConstructExpr,
  Expr,
  InListExpr,
  LiteralExpr,
  LogicExpr,
} from './expr.ts'
import { higherOrderById } from './higher-order.ts'
import { scalarById } from './signatures.ts'

/** Computes the value of an expression over a row. Throws DataError. */
export type Evaluator = (row: Row) => Value

/** From this many constants on, IN looks up a set. */
const MIN_SET_SIZE = 4

/** Compiles an expression; it is well typed, as analysis leaves it. */
export function compile(expr: Expr): Evaluator {
  return compilerWith([])(expr)
}

/** Compiles an expression within its surroundings. */
type Compile = (expr: Expr) => Evaluator
/** The present value of a variable: evaluation is synchronous, and no lambda is evaluated within itself. */
interface Cell {
  value: Value
}

function compilerWith(variables: readonly Cell[]): Compile {
  const compile: Compile = expr => compileNode(expr, compile, variables)
  return compile
}

function compileNode(expr: Expr, compile: Compile, variables: readonly Cell[]): Evaluator {
  switch (expr.kind) {
    case 'literal': {
      const value = literalValue(expr)
      return () => value
    }
    case 'column': {
      const { index } = expr
      return row => row[index]!
    }
    case 'call':
      return compileCall(expr, compile)
    case 'cast':
      return compileCast(expr, compile)
    case 'and':
      return compileLogic(expr, false, compile)
    case 'or':
      return compileLogic(expr, true, compile)
    case 'not': {
      const arg = compile(expr.arg)
      return row => {
        const value = arg(row)
        return value === null ? null : !value
      }
    }
    case 'is_null': {
      const arg = compile(expr.arg)
      return row => arg(row) === null
    }
    case 'case':
      return compileCase(expr, compile)
    case 'coalesce':
      return compileCoalesce(expr.args.map(compile))
    case 'in_list':
      return compileInList(expr, compile)
    case 'construct':
      return compileConstruct(expr, expr.args.map(compile))
    case 'field': {
      const { index } = expr
      return call1(struct => (struct as Row)[index]!, compile(expr.arg))
    }
    case 'apply':
      return compileApply(expr, compile, variables)
    case 'variable': {
      const cell = variables[expr.index]!
      return () => cell.value
    }
    case 'parameter':
    case 'subquery':
    case 'window':
      throw new InternalError(`a ${expr.kind} was not lowered`)
    default:
      return unreachable(expr)
  }
}

/** The value of a literal. */
export function literalValue({ type, text }: LiteralExpr): Value {
  return text === null ? null : parseValue(type, text)
}

type Function1 = (a: Value) => Value
type Function2 = (a: Value, b: Value) => Value
type Function3 = (a: Value, b: Value, c: Value) => Value
type FunctionN = (...args: readonly Value[]) => Value

function compileCall({ fn, args }: CallExpr, compile: Compile): Evaluator {
  const signature = must(scalarById(fn), `no function ${fn}`)
  const evaluate = signature.specialise?.(args.map(({ type }) => type)) ?? signature.evaluate
  const evaluators = args.map(compile)
  if (signature.takesNull) return callWithNulls(evaluate as FunctionN, evaluators)
  const [first, second, third] = evaluators
  switch (args.length) {
    case 0:
      return evaluate as Evaluator
    case 1:
      return call1(evaluate as Function1, first!)
    case 2:
      return call2(evaluate as Function2, first!, second!)
    case 3:
      return call3(evaluate as Function3, first!, second!, third!)
    default:
      return callN(evaluate as FunctionN, evaluators)
  }
}

function call1(evaluate: Function1, first: Evaluator): Evaluator {
  return row => {
    const a = first(row)
    return a === null ? null : evaluate(a)
  }
}

function call2(evaluate: Function2, first: Evaluator, second: Evaluator): Evaluator {
  return row => {
    const a = first(row)
    const b = second(row)
    return a === null || b === null ? null : evaluate(a, b)
  }
}

function call3(evaluate: Function3, first: Evaluator, second: Evaluator, third: Evaluator): Evaluator {
  return row => {
    const a = first(row)
    const b = second(row)
    const c = third(row)
    return a === null || b === null || c === null ? null : evaluate(a, b, c)
  }
}

function callN(evaluate: FunctionN, args: readonly Evaluator[]): Evaluator {
  return row => {
    const values = args.map(arg => arg(row))
    return values.includes(null) ? null : evaluate(...values)
  }
}

function callWithNulls(evaluate: FunctionN, args: readonly Evaluator[]): Evaluator {
  return row => evaluate(...args.map(arg => arg(row)))
}

function compileCast({ type, arg, try: isTried }: CastExpr, compile: Compile): Evaluator {
  const cast = must(
    castFunction(arg.type, type),
    `no cast from ${arg.type.kind} to ${type.kind}`,
  ) as Function1
  return call1(isTried === true ? orNull(cast) : cast, compile(arg))
}

function orNull(evaluate: Function1): Function1 {
  return value => {
    try {
      return evaluate(value)
    } catch (error) {
      if (error instanceof DataError) return null
      throw error
    }
  }
}

/** AND and OR: the first argument that is `decisive` decides; else NULL if there was one. */
function compileLogic({ args }: LogicExpr, decisive: boolean, compile: Compile): Evaluator {
  const evaluators = args.map(compile)
  return row => {
    let result: Value = !decisive
    for (const evaluator of evaluators) {
      const value = evaluator(row)
      if (value === decisive) return decisive
      if (value === null) result = null
    }
    return result
  }
}

function compileCase({ whens, otherwise }: CaseExpr, compile: Compile): Evaluator {
  const conditions = whens.map(({ when }) => compile(when))
  const results = whens.map(({ then }) => compile(then))
  const last = compile(otherwise)
  return row => {
    for (let i = 0; i < conditions.length; i++) {
      if (conditions[i]!(row) === true) return results[i]!(row)
    }
    return last(row)
  }
}

function compileCoalesce(args: readonly Evaluator[]): Evaluator {
  return row => {
    for (const arg of args) {
      const value = arg(row)
      if (value !== null) return value
    }
    return null
  }
}

function compileInList({ arg, items }: InListExpr, compile: Compile): Evaluator {
  const evaluator = compile(arg)
  const literals = items.filter(item => item.kind === 'literal')
  // A set would not find an equal value of another form.
  const isIdentity = !hasSeveralForms(arg.type)
  if (literals.length === items.length && items.length >= MIN_SET_SIZE && isIdentity) {
    return inSet(evaluator, literals)
  }
  return inItems(evaluator, items.map(compile), arg.type)
}

function inSet(arg: Evaluator, literals: readonly LiteralExpr[]): Evaluator {
  const values = new Set(literals.map(literalValue))
  const whenAbsent = values.has(null) ? null : false
  return row => {
    const value = arg(row)
    if (value === null) return null
    return values.has(value) ? true : whenAbsent
  }
}

function inItems(arg: Evaluator, items: readonly Evaluator[], type: SqlType): Evaluator {
  const compare = compareValues(type)
  return row => {
    const value = arg(row)
    if (value === null) return null
    let result: Value = false
    for (const item of items) {
      const other = item(row)
      if (other === null) result = null
      else if (compare(value, other) === 0) return true
    }
    return result
  }
}

function compileConstruct({ type }: ConstructExpr, args: readonly Evaluator[]): Evaluator {
  if (type.kind !== 'map') return row => args.map(arg => arg(row))
  return row => {
    const entries: [string, Value][] = []
    for (let i = 0; i < args.length; i += 2) {
      const key = args[i]!(row)
      if (key === null) throw new DataError('MV5105', 'a key of a MAP is NULL')
      entries.push([key as string, args[i + 1]!(row)])
    }
    return MapValue.of(entries)
  }
}

/** The body of a lambda is compiled once and reads its variables from cells. */
function compileApply(
  { fn, args, lambdas }: ApplyExpr,
  compile: Compile,
  variables: readonly Cell[],
): Evaluator {
  const { evaluate } = must(higherOrderById(fn), `no function ${fn}`)
  const evaluators = args.map(compile)
  const bodies = lambdas.map(({ parameters, body }) => {
    const cells = parameters.map((): Cell => ({ value: null }))
    return { cells, body: compilerWith([...variables, ...cells])(body) }
  })
  return row => {
    const functions = bodies.map(({ cells, body }) => (...values: readonly Value[]) => {
      for (let i = 0; i < cells.length; i++) cells[i]!.value = values[i]!
      return body(row)
    })
    return evaluate(
      evaluators.map(arg => arg(row)),
      functions,
    )
  }
}
