/** `+ - * /` of dates, times and intervals, with PostgreSQL's overloads. A point in time moves by the calendar of UTC. */
import { checkDate, checkTimestamp, MICROS_PER_DAY, splitTimestamp } from '../../types/datetime.ts'
import { addInterval, Interval, timestampDifference } from '../../types/interval.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, type ValueKind } from './define.ts'

const LATER = 'The time after the interval: its months, then its days, then its time.'
const EARLIER = 'The time before the interval.'

const DATE: readonly ScalarSignature[] = [
  ...commutative(['date', 'integer'], 'date', (date: number, days: number) => checkDate(date + days), {
    doc: 'The date so many days later.',
  }),
  scalar('subtract', ['date', 'integer'], 'date', {
    evaluate: (date: number, days: number) => checkDate(date - days),
    doc: 'The date so many days earlier.',
    mayFail: true,
  }),
  scalar('subtract', ['date', 'date'], 'integer', {
    evaluate: (a: number, b: number) => a - b,
    doc: 'The number of days between two dates.',
  }),
  ...commutative(
    ['date', 'time'],
    'timestamp',
    (date: number, time: number) => checkTimestamp(midnight(date) + BigInt(time)),
    { doc: 'The time of day on the date.' },
  ),
  ...commutative(
    ['date', 'interval'],
    'timestamp',
    (date: number, interval: Interval) => addInterval(checkTimestamp(midnight(date)), interval),
    { doc: LATER },
  ),
  scalar('subtract', ['date', 'interval'], 'timestamp', {
    evaluate: (date: number, interval: Interval) =>
      addInterval(checkTimestamp(midnight(date)), interval.negate()),
    doc: EARLIER,
    mayFail: true,
  }),
]

const TIMESTAMP: readonly ScalarSignature[] = (['timestamp', 'timestamptz'] as const).flatMap(kind => [
  ...commutative([kind, 'interval'], kind, addInterval, { doc: LATER }),
  scalar('subtract', [kind, 'interval'], kind, {
    evaluate: (time: bigint, interval: Interval) => addInterval(time, interval.negate()),
    doc: EARLIER,
    mayFail: true,
  }),
  scalar('subtract', [kind, kind], 'interval', {
    evaluate: timestampDifference,
    doc: 'The days and the time between two points.',
    mayFail: true,
  }),
])

/** A time of day goes round at midnight. */
const TIME: readonly ScalarSignature[] = [
  ...commutative(
    ['time', 'interval'],
    'time',
    (time: number, { micros }: Interval) => timeOfDay(BigInt(time) + micros),
    { doc: 'The time of day later by the hours, minutes and seconds of the interval.' },
  ),
  scalar('subtract', ['time', 'interval'], 'time', {
    evaluate: (time: number, { micros }: Interval) => timeOfDay(BigInt(time) - micros),
    doc: 'The time of day earlier by the hours, minutes and seconds of the interval.',
  }),
  scalar('subtract', ['time', 'time'], 'interval', {
    evaluate: (a: number, b: number) => new Interval(0, 0, BigInt(a - b)),
    doc: 'The time between two times of day.',
  }),
]

const INTERVAL: readonly ScalarSignature[] = [
  scalar('add', ['interval', 'interval'], 'interval', {
    evaluate: (a: Interval, b: Interval) => a.add(b),
    doc: 'The sum of months, days and time, each for itself.',
    mayFail: true,
  }),
  scalar('subtract', ['interval', 'interval'], 'interval', {
    evaluate: (a: Interval, b: Interval) => a.subtract(b),
    doc: 'The difference of months, days and time, each for itself.',
    mayFail: true,
  }),
  scalar('negate', ['interval'], 'interval', {
    evaluate: (a: Interval) => a.negate(),
    doc: 'The interval backwards.',
    mayFail: true,
  }),
  scalar('multiply', ['interval', 'double'], 'interval', {
    evaluate: (interval: Interval, factor: number) => interval.multiply(factor),
    doc: 'The interval so many times; a fraction of a month counts 30 days, one of a day 24 hours.',
    mayFail: true,
  }),
  scalar('multiply', ['double', 'interval'], 'interval', {
    evaluate: (factor: number, interval: Interval) => interval.multiply(factor),
    doc: 'The interval so many times; a fraction of a month counts 30 days, one of a day 24 hours.',
    mayFail: true,
  }),
  scalar('divide', ['interval', 'double'], 'interval', {
    evaluate: (interval: Interval, divisor: number) => interval.divide(divisor),
    doc: 'The part of the interval; a fraction of a month counts 30 days, one of a day 24 hours.',
    mayFail: true,
  }),
]

export const DATETIME_ARITHMETIC: readonly ScalarSignature[] = [...DATE, ...TIMESTAMP, ...TIME, ...INTERVAL]

/** `a + b` and `b + a`. */
function commutative<A, B>(
  [first, second]: readonly [ValueKind, ValueKind],
  result: ValueKind,
  evaluate: (a: A, b: B) => bigint | number,
  { doc }: { readonly doc: string },
): ScalarSignature[] {
  const mayFail = result !== 'time'
  return [
    scalar('add', [first, second], result, { evaluate, doc, mayFail }),
    scalar('add', [second, first], result, { evaluate: (b: B, a: A) => evaluate(a, b), doc, mayFail }),
  ]
}

function midnight(date: number): bigint {
  return BigInt(date) * MICROS_PER_DAY
}

function timeOfDay(micros: bigint): number {
  return splitTimestamp(micros).time
}
