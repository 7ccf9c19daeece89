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

const VALUES: Readonly<Record<string, (r: Random) => Value>> = {
  'count(any)': r => r.below(3),
  'sum(integer)': r => r.below(5) - 2,
  'sum(bigint)': r => BigInt(r.below(5) - 2),
  'sum(decimal)': r => new Decimal(BigInt(r.below(5) - 2), r.below(3)),
  'sum(real)': r => Math.fround(r.pick([0, 1e38, -1e-38, 0.1])),
  'sum(interval)': r => new Interval(r.below(5) - 2, r.below(5) - 2, BigInt(r.below(5) - 2)),
  'avg(interval)': r => new Interval(r.below(5) - 2, r.below(5) - 2, BigInt(r.below(5) - 2)),
  'sum(double)': r => r.pick([0, -0, 1e300, -1e-300, 0.1, Infinity, NaN]),
}

test.for(Object.entries(VALUES))('%s', ([id, valueOf]) => {
  const fn = aggregateFunction(id)
  if (fn.kind !== 'linear') throw new Error(`${id} is not linear`)
  for (const seed of seeds(300)) {
    const r = random(seed)
    const present = Array.from({ length: r.below(5) }, () => valueOf(r))
    const passing = Array.from({ length: r.below(5) }, () => valueOf(r))
    const changes = [
      ...present.map(value => ({ value, weight: 1 })),
      ...passing.flatMap(value => [
        { value, weight: 1 },
        { value, weight: -1 },
      ]),
    ]
    const straight = fn.create('')
    for (const value of present) straight.add(value, 1)
    let shuffled = fn.create('')
    for (const { value, weight } of shuffle(changes, r)) shuffled.add(value, weight)
    expect(shuffled.encode(), `seed ${seed}`).toBe(straight.encode())
    expect(shuffled.result(), `seed ${seed}`).toEqual(straight.result())
    shuffled = fn.create(shuffled.encode())
    for (const value of present) shuffled.add(value, -1)
    expect(shuffled.encode(), `seed ${seed}`).toBe('')
  }
})

function shuffle<T>(items: readonly T[], r: Random): T[] {
  return items
    .map(item => ({ item, at: r.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
