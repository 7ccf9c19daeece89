/** A window function of the plan, ready to run. */
import { compile, type Evaluator } from '../../expr/evaluate.ts'
import type { Frame } from '../../expr/expr.ts'
import { windowFunction, type WindowFunctionName } from '../../expr/window-functions.ts'
import type { WindowArgument, WindowCall } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row, Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { Accumulator, AccumulatorFactory } from '../aggregates/accumulator.ts'
import { collecting } from '../aggregates/collected-values.ts'
import { aggregateFunction } from '../aggregates/functions.ts'
import type { CallContext } from '../aggregates/ordered-functions.ts'
import { bestValue } from './best-value.ts'

export type CompiledCall = FunctionCall | FrameAggregate

/** A function that is no aggregate. */
export interface FunctionCall {
  readonly kind: 'function'
  readonly name: WindowFunctionName
  readonly args: readonly CallArgument[]
  readonly frame: Frame
}

/** An aggregate over the frame of each row. */
export interface FrameAggregate {
  readonly kind: 'aggregate'
  readonly args: readonly CallArgument[]
  readonly frame: Frame
  readonly create: AccumulatorFactory
  /** Its place among the sums that the rows' tree keeps; null when it cannot be put together from parts. */
  readonly sum: number | null
}

export interface CallArgument {
  readonly of: Evaluator
  /** What it is for every row; undefined for a column. */
  readonly constant: Value | undefined
}

/** What is summed up in the tree of rows: an aggregate of some arguments. */
export interface FrameSum {
  readonly args: readonly CallArgument[]
  readonly create: AccumulatorFactory
}

/** The calls, and the sums that they share. @param types of the input row */
export function compileCalls(
  calls: readonly WindowCall[],
  types: readonly SqlType[],
): { calls: CompiledCall[]; sums: FrameSum[] } {
  const sums = new Map<string, FrameSum & { readonly index: number }>()
  const compiled = calls.map((call): CompiledCall => {
    const { fn, frame } = call
    const args = call.args.map(compileArgument)
    const signature = windowFunction(fn)
    if (signature !== undefined) return { kind: 'function', name: signature.name, args, frame }
    const create = accumulatorOf(call, types)
    const id = JSON.stringify([fn, call.args])
    if (create('').merge !== undefined && !sums.has(id)) sums.set(id, { args, create, index: sums.size })
    return { kind: 'aggregate', args, frame, create, sum: sums.get(id)?.index ?? null }
  })
  return { calls: compiled, sums: [...sums.values()] }
}

/** Takes a row into an aggregate's accumulator, unless an argument is NULL. */
export function addRow(
  accumulator: Accumulator,
  args: readonly CallArgument[],
  row: Row,
  weight: number,
): void {
  const values = args.map(arg => arg.of(row))
  if (accumulator.takesNull || !values.includes(null)) accumulator.add(values[0] ?? null, weight, values[1])
}

function accumulatorOf({ fn, args }: WindowCall, types: readonly SqlType[]): AccumulatorFactory {
  const implementation = aggregateFunction(fn)
  if (implementation.kind === 'linear') return implementation.create
  if (implementation.kind === 'ordered') return collecting(fn, implementation.finish, contextOf(args, types))
  const arg = must(args[0], 'MIN and MAX have an argument')
  return bestValue(implementation.which, typeof arg === 'number' ? types[arg]! : arg.type)
}

/** Constants of an aggregate stand behind its arguments. */
function contextOf(args: WindowCall['args'], types: readonly SqlType[]): CallContext {
  return {
    types: args.map(arg => (typeof arg === 'number' ? types[arg]! : arg.type)),
    constants: args.flatMap(arg => (typeof arg === 'number' ? [] : [compile(arg)([])])),
  }
}

function compileArgument(arg: WindowArgument): CallArgument {
  if (typeof arg === 'number') return { of: row => row[arg]!, constant: undefined }
  const of = compile(arg)
  return { of, constant: of([]) }
}
