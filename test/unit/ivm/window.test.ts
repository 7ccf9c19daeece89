/**
 * Window functions after every step of random changes, against a naive computation of each partition; then back to
 * nothing. Partitions are of all sizes: small ones are computed whole, of large ones only the rows that are touched.
 */
import { describe, expect, test } from 'vitest'
import type { Frame, FrameBound, LiteralExpr } from '../../../src/expr/expr.ts'
import { Delta } from '../../../src/ivm/delta.ts'
import { Window, type WindowShape } from '../../../src/ivm/operators/window.ts'
import type { SortColumn, WindowArgument, WindowCall } from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row, Value } from '../../../src/types/value.ts'
import { naiveWindow } from '../../support/naive-window.ts'
import { random, seeds, type Random } from '../../support/random.ts'
import { CountingState } from './ordered-tree/counting-state.ts'
import { Bench, deltaOf, INTEGER, Relation, TEXT } from './relation.ts'

const BIGINT: SqlType = { kind: 'bigint' }
const DOUBLE: SqlType = { kind: 'double' }

/** partition, order, argument, name */
const TYPES = [INTEGER, INTEGER, INTEGER, TEXT]
const ORDER: SortColumn = { column: 1, descending: false, nullsFirst: false }

const integer = (value: number): LiteralExpr => ({ kind: 'literal', type: INTEGER, text: String(value) })

const DEFAULT: Frame = {
  unit: 'range',
  start: { kind: 'unbounded_preceding' },
  end: { kind: 'current_row' },
  exclude: 'no_others',
}

function call(
  fn: string,
  args: readonly WindowArgument[],
  type: SqlType,
  frame: Frame = DEFAULT,
): WindowCall {
  return { fn, args, type, frame }
}

/** Every call, with frames of all kinds. */
function randomCall(r: Random, orderBy: readonly SortColumn[]): WindowCall {
  const frame = r.chance(0.2) ? DEFAULT : randomFrame(r, orderBy)
  return r.pick([
    () => call('row_number', [], BIGINT),
    () => call('rank', [], BIGINT),
    () => call('dense_rank', [], BIGINT),
    () => call('percent_rank', [], DOUBLE),
    () => call('cume_dist', [], DOUBLE),
    () => call('ntile', [integer(r.pick([1, 2, 3, 7, 100]))], INTEGER),
    () => call(r.pick(['lag', 'lead']), [2], INTEGER),
    () => call(r.pick(['lag', 'lead']), [2, integer(r.pick([0, 1, 3, -2])), integer(-9)], INTEGER),
    () => call(r.pick(['lag', 'lead']), [2, 0], INTEGER),
    () => call('first_value', [2], INTEGER, frame),
    () => call('last_value', [2], INTEGER, frame),
    () => call('nth_value', [2, integer(r.pick([1, 2, 5]))], INTEGER, frame),
    () => call('count(*)', [], BIGINT, frame),
    () => call('count(any)', [2], BIGINT, frame),
    () => call('sum(integer)', [2], BIGINT, frame),
    () => call('min(integer)', [2], INTEGER, frame),
    () => call('max(varchar)', [3], TEXT, frame),
  ])()
}

function randomFrame(r: Random, orderBy: readonly SortColumn[]): Frame {
  const unit = r.pick(
    orderBy.length === 0 ? (['rows', 'range'] as const) : (['rows', 'range', 'groups'] as const),
  )
  const near = (): FrameBound => {
    const kind = r.pick(['preceding', 'current_row', 'following'] as const)
    if (kind === 'current_row' || (unit === 'range' && orderBy.length !== 1)) return { kind: 'current_row' }
    const offset = r.pick([0, 1, 2, 4])
    return { kind, offset: unit === 'range' ? integer(offset) : offset }
  }
  return {
    unit,
    start: r.chance(0.3) ? { kind: 'unbounded_preceding' } : near(),
    end: r.chance(0.3) ? { kind: 'unbounded_following' } : near(),
    exclude: r.chance(0.7) ? 'no_others' : r.pick(['current_row', 'group', 'ties'] as const),
  }
}

function randomRow(r: Random, spread: number): Row {
  const order = r.chance(0.1) ? null : r.below(spread)
  const argument: Value = r.chance(0.2) ? null : r.below(5) - 2
  return [r.chance(0.9) ? 1 : null, order, argument, r.pick(['a', 'b', 'é'])]
}

function randomDelta(r: Random, relation: Relation, changes: number, spread: number): Delta {
  const delta = new Delta()
  const put = (row: Row, weight: number): void => {
    delta.add(row, weight)
    relation.change(row, weight)
  }
  for (let n = changes; n > 0; n--) {
    const rows = relation.rows()
    const row = rows.length > 0 && r.chance(0.6) ? r.pick(rows) : null
    if (row === null) put(randomRow(r, spread), 1 + r.below(2))
    else {
      put(row, -1)
      // Half of the rows that go come back with another argument, in the same place of the order.
      if (r.chance(0.5)) put([row[0]!, row[1]!, r.below(3), row[3]!], 1)
    }
  }
  return delta
}

async function runHistory(seed: number, shape: WindowShape, rows: number, spread: number): Promise<void> {
  const r = random(seed)
  const outputTypes = [...TYPES, ...shape.calls.map(({ type }) => type)]
  const node = new Window(shape)
  const bench = new Bench()
  const [input, output] = [new Relation(TYPES), new Relation(outputTypes)]
  const step = async (delta: Delta, label: string): Promise<void> => {
    await bench.step(async apply => output.add(await apply(node, delta)))
    const naive = new Relation(outputTypes)
    for (const row of naiveWindow(shape, input.rows())) naive.change(row, 1)
    expect(output.texts(), `${label}: ${JSON.stringify(shape.calls)}`).toEqual(naive.texts())
  }
  const first = new Delta()
  for (let i = 0; i < rows; i++) first.add(randomRow(r, spread), 1)
  input.add(first)
  await step(first, `seed ${seed} at first`)
  for (let n = 0; n < 8; n++) {
    const delta = randomDelta(r, input, r.pick([1, 1, 2, 4]), spread)
    await step(delta, `seed ${seed} step ${n}`)
  }
  const back = new Delta()
  for (const row of input.rows()) back.add(row, -1)
  await bench.step(async apply => output.add(await apply(node, back)))
  expect([output.texts(), await bench.contents()], `seed ${seed}`).toEqual([[], []])
}

const ORDERS: readonly (readonly SortColumn[])[] = [
  [ORDER],
  [{ column: 1, descending: true, nullsFirst: true }],
  [ORDER, { column: 3, descending: false, nullsFirst: false }],
  [],
]

describe('random calls after every step', () => {
  test.for([
    ['a small partition', 6, 4],
    ['many peers', 80, 4],
    ['few peers', 80, 60],
  ] as const)('%s', async ([, rows, spread]) => {
    for (const seed of seeds(80)) {
      const r = random(seed)
      const orderBy = r.pick(ORDERS)
      const calls = Array.from({ length: 1 + r.below(3) }, () => randomCall(r, orderBy))
      const partitionBy = r.chance(0.5) ? [0] : []
      await runHistory(seed, { store: 's/', types: TYPES, partitionBy, orderBy, calls }, rows, spread)
    }
  })
})

describe('cost', () => {
  const calls = [
    call('row_number', [], BIGINT),
    call('lag', [2, integer(3)], INTEGER),
    call('sum(integer)', [2], BIGINT),
  ]
  const rowAt = (i: number, argument = 5): Row => [1, 2 * i, argument, 'x']

  test('a thousand times the rows cost some pages more', () => {
    const node = new Window({ store: 's/', types: TYPES, partitionBy: [0], orderBy: [ORDER], calls })
    const [few, many] = [100, 100_000].map(size => {
      const state = new CountingState()
      node.apply([deltaOf(Array.from({ length: size }, (_, i) => [rowAt(i), 1]))], state)
      state.commit()
      const costOf = (...changes: (readonly [Row, number])[]): Record<string, number> => {
        const step = new CountingState(state.values)
        const output = node.apply([deltaOf(changes)], step)
        return { reads: step.reads, writes: step.writes, rows: output.size }
      }
      const middle = size / 2
      return {
        'a row behind all others': costOf([rowAt(size), 1]),
        'two neighbours that swap a part of their sum': costOf(
          [rowAt(middle), -1],
          [rowAt(middle, 4), 1],
          [rowAt(middle + 1), -1],
          [rowAt(middle + 1, 6), 1],
        ),
      }
    })
    for (const [name, cost] of Object.entries(many!)) {
      const small = few![name as keyof typeof few]
      expect(cost.rows, name).toBe(small['rows'])
      expect(cost.rows, name).toBeLessThan(20)
      expect(cost.reads, name).toBeLessThan(40)
      expect(cost.writes, name).toBeLessThan(20)
    }
  })
})
