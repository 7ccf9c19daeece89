/** The aggregate functions by the id that stands in plans. */
import { must } from '../../util/assert.ts'
import type { AccumulatorFactory } from './accumulator.ts'
import { Count } from './count.ts'
import { averageOfDecimals, SumDecimals, sumOfDecimals } from './sum-decimals.ts'
import { averageOfDoubles, sumAsDouble, sumAsReal, SumDoubles } from './sum-doubles.ts'
import { averageOfIntegers, sumAsBigint, sumAsDecimal, SumIntegers } from './sum-integers.ts'
import { averageOfIntervals, sumOfIntervals, SumIntervals } from './sum-intervals.ts'

/** Linear: an accumulator in the group's record. Extreme: the values of the group in order. */
export type AggregateFunction =
  | { readonly kind: 'linear'; readonly create: AccumulatorFactory }
  | { readonly kind: 'extreme'; readonly which: 'min' | 'max' }

const LINEAR: ReadonlyMap<string, AccumulatorFactory> = new Map<string, AccumulatorFactory>([
  ['count(*)', encoded => new Count(encoded)],
  ['count(any)', encoded => new Count(encoded)],
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
])

/** The function with this id. */
export function aggregateFunction(id: string): AggregateFunction {
  if (id.startsWith('min(')) return { kind: 'extreme', which: 'min' }
  if (id.startsWith('max(')) return { kind: 'extreme', which: 'max' }
  return { kind: 'linear', create: must(LINEAR.get(id), `unknown aggregate function ${id}`) }
}
