/**
 * The algebra of linear aggregates: their state is the sum of what was added, whatever the order, and however the
 * weights go below zero on the way. A step's delta may take a row out before it puts it in.
 */
import { expect, test } from 'vitest'
import { aggregateFunction } from '../../../src/ivm/aggregates/functions.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import { Interval } from '../../../src/types/interval.ts'
import type { Value } from '../../../src/types/value.ts'
import { random, seeds, type Random } from '../../support/random.ts'

const decimal = (r: Random): Value => new Decimal(BigInt(r.below(5) - 2), r.below(3))
const double = (r: Random): Value => r.pick([0, -0, 1e150, -1e-150, 0.1, Infinity, NaN])

const VALUES: Readonly<Record<string, (r: Random) => Value>> = {
  'count(any)': r => r.below(3),
  'sum(integer)': r => r.below(5) - 2,
  'sum(bigint)': r => BigInt(r.below(5) - 2),
  'sum(decimal)': decimal,
  'sum(real)': r => Math.fround(r.pick([0, 1e37, -1e-38, 0.1])),
  'sum(interval)': r => new Interval(r.below(5) - 2, r.below(5) - 2, BigInt(r.below(5) - 2)),
  'avg(interval)': r => new Interval(r.below(5) - 2, r.below(5) - 2, BigInt(r.below(5) - 2)),
  'sum(double)': r => r.pick([0, -0, 1e300, -1e-300, 0.1, Infinity, NaN]),
  'bool_and(boolean)': r => r.chance(0.5),
  'bool_or(boolean)': r => r.chance(0.5),
  'bit_and(smallint)': r => r.below(8) - 4,
  'bit_or(integer)': r => r.below(8) - 4,
  'bit_xor(bigint)': r => r.pick([0n, 5n, -1n, -(2n ** 63n), 2n ** 63n - 1n]),
  'stddev(integer)': r => r.below(5) - 2,
  'variance(decimal)': decimal,
  'stddev_pop(double)': double,
  'var_samp(real)': r => Math.fround(r.pick([0, 1e38, -1e-38, 0.1])),
  'corr(double,double)': double,
  'covar_samp(double,double)': double,
  'regr_count(double,double)': double,
  'regr_intercept(double,double)': double,
}

/** The second is that of aggregates of pairs. */
type Pair = readonly [Value, Value]

test.for(Object.entries(VALUES))('%s', ([id, valueOf]) => {
  const fn = aggregateFunction(id)
  if (fn.kind !== 'linear') throw new Error(`${id} is not linear`)
  for (const seed of seeds(300)) {
    const r = random(seed)
    const pairOf = (): Pair => [valueOf(r), valueOf(r)]
    const present = Array.from({ length: r.below(5) }, pairOf)
    const passing = Array.from({ length: r.below(5) }, pairOf)
    const changes = [
      ...present.map(pair => ({ pair, weight: 1 })),
      ...passing.flatMap(pair => [
        { pair, weight: 1 },
        { pair, weight: -1 },
      ]),
    ]
    const straight = fn.create('')
    for (const [value, second] of present) straight.add(value, 1, second)
    let shuffled = fn.create('')
    for (const { pair, weight } of shuffle(changes, r)) shuffled.add(pair[0], weight, pair[1])
    expect(shuffled.encode(), `seed ${seed}`).toBe(straight.encode())
    expect(shuffled.result(), `seed ${seed}`).toEqual(straight.result())
    const parts = [fn.create(''), fn.create('')] as const
    for (const { pair, weight } of changes) r.pick(parts).add(pair[0], weight, pair[1])
    parts[0].merge?.(parts[1])
    if (parts[0].merge) expect(parts[0].encode(), `seed ${seed}`).toBe(straight.encode())
    shuffled = fn.create(shuffled.encode())
    for (const [value, second] of present) shuffled.add(value, -1, second)
    expect(shuffled.encode(), `seed ${seed}`).toBe('')
  }
})

function shuffle<T>(items: readonly T[], r: Random): T[] {
  return items
    .map(item => ({ item, at: r.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
