/** The aggregate functions by the id that stands in plans. */
import { must } from '../../util/assert.ts'
import type { AccumulatorFactory } from './accumulator.ts'
import { Bits, type FinishBit, inAll, inAny, inOdd } from './bits.ts'
import { Count } from './count.ts'
import { type FinishOrdered, orderedFunction } from './ordered-functions.ts'
import * as pairs from './pairs.ts'
import type { Spread } from './spread.ts'
import { SpreadDecimals } from './spread-decimals.ts'
import { SpreadDoubles } from './spread-doubles.ts'
import { averageOfDecimals, SumDecimals, sumOfDecimals } from './sum-decimals.ts'
import { averageOfDoubles, sumAsDouble, sumAsReal, SumDoubles } from './sum-doubles.ts'
import { averageOfIntegers, sumAsBigint, sumAsDecimal, SumIntegers } from './sum-integers.ts'
import { averageOfIntervals, sumOfIntervals, SumIntervals } from './sum-intervals.ts'
import { allTrue, anyTrue, Truths } from './truths.ts'

/** Linear: an accumulator in the group's record. Extreme, ordered: the values of the group in order. */
export type AggregateFunction =
  | { readonly kind: 'linear'; readonly create: AccumulatorFactory }
  | { readonly kind: 'extreme'; readonly which: 'min' | 'max' }
  | { readonly kind: 'ordered'; readonly finish: FinishOrdered }

type Implementation = readonly [id: string, create: AccumulatorFactory]

const LINEAR: ReadonlyMap<string, AccumulatorFactory> = new Map<string, AccumulatorFactory>([
  ['count(*)', encoded => new Count(encoded)],
  ['count(any)', encoded => new Count(encoded)],
  ['count_distinct(any)', encoded => new Count(encoded)],
  ['sum(smallint)', encoded => new SumIntegers(encoded, sumAsBigint)],
  ['sum(integer)', encoded => new SumIntegers(encoded, sumAsBigint)],
  ['sum(bigint)', encoded => new SumIntegers(encoded, sumAsDecimal)],
  ['sum(decimal)', encoded => new SumDecimals(encoded, sumOfDecimals)],
  ['sum(real)', encoded => new SumDoubles(encoded, sumAsReal)],
  ['sum(double)', encoded => new SumDoubles(encoded, sumAsDouble)],
  ['sum(interval)', encoded => new SumIntervals(encoded, sumOfIntervals)],
  ['avg(smallint)', encoded => new SumIntegers(encoded, averageOfIntegers)],
  ['avg(integer)', encoded => new SumIntegers(encoded, averageOfIntegers)],
  ['avg(bigint)', encoded => new SumIntegers(encoded, averageOfIntegers)],
  ['avg(decimal)', encoded => new SumDecimals(encoded, averageOfDecimals)],
  ['avg(real)', encoded => new SumDoubles(encoded, averageOfDoubles)],
  ['avg(double)', encoded => new SumDoubles(encoded, averageOfDoubles)],
  ['avg(interval)', encoded => new SumIntervals(encoded, averageOfIntervals)],
  ['bool_and(boolean)', encoded => new Truths(encoded, allTrue)],
  ['every(boolean)', encoded => new Truths(encoded, allTrue)],
  ['bool_or(boolean)', encoded => new Truths(encoded, anyTrue)],
  ...ofBits('bit_and', inAll),
  ...ofBits('bit_or', inAny),
  ...ofBits('bit_xor', inOdd),
  ...ofSpread('stddev', { sample: true, root: true }),
  ...ofSpread('stddev_samp', { sample: true, root: true }),
  ...ofSpread('stddev_pop', { sample: false, root: true }),
  ...ofSpread('variance', { sample: true, root: false }),
  ...ofSpread('var_samp', { sample: true, root: false }),
  ...ofSpread('var_pop', { sample: false, root: false }),
  ofPairs('corr', pairs.correlation),
  ofPairs('covar_pop', pairs.covarianceOfAll),
  ofPairs('covar_samp', pairs.covarianceOfSample),
  ofPairs('regr_avgx', pairs.averageX),
  ofPairs('regr_avgy', pairs.averageY),
  ofPairs('regr_count', pairs.pairCount),
  ofPairs('regr_intercept', pairs.intercept),
  ofPairs('regr_r2', pairs.determination),
  ofPairs('regr_slope', pairs.slope),
  ofPairs('regr_sxx', pairs.squaresOfX),
  ofPairs('regr_sxy', pairs.products),
  ofPairs('regr_syy', pairs.squaresOfY),
])

/** The function with this id. */
export function aggregateFunction(id: string): AggregateFunction {
  if (id.startsWith('min(')) return { kind: 'extreme', which: 'min' }
  if (id.startsWith('max(')) return { kind: 'extreme', which: 'max' }
  const finish = orderedFunction(id)
  if (finish !== undefined) return { kind: 'ordered', finish }
  return { kind: 'linear', create: must(LINEAR.get(id), `unknown aggregate function ${id}`) }
}

function ofBits(name: string, finish: FinishBit): Implementation[] {
  const widths = { smallint: 16, integer: 32, bigint: 64 }
  return Object.entries(widths).map(([kind, width]) => [
    `${name}(${kind})`,
    encoded => new Bits(encoded, width, finish),
  ])
}

function ofSpread(name: string, spread: Spread): Implementation[] {
  return [
    ...['smallint', 'integer', 'bigint', 'decimal'].map((kind): Implementation => [
      `${name}(${kind})`,
      encoded => new SpreadDecimals(encoded, spread),
    ]),
    ...['real', 'double'].map((kind): Implementation => [
      `${name}(${kind})`,
      encoded => new SpreadDoubles(encoded, spread),
    ]),
  ]
}

function ofPairs(name: string, finish: pairs.FinishPairs): Implementation {
  return [`${name}(double,double)`, encoded => new pairs.Pairs(encoded, finish)]
}
