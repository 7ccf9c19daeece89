/** ksqlDB's functions between dates, texts in the patterns of Java's DateTimeFormatter, and numbers of Unix time. */
import { DataError } from '../../types/data-error.ts'
import { checkDate, checkTimestamp, MICROS_PER_DAY, splitTimestamp } from '../../types/datetime.ts'
import { addInterval, Interval } from '../../types/interval.ts'
import { datePattern } from '../../types/java-pattern.ts'
import { fromLocal, timeZone, toLocal } from '../../types/time-zone.ts'
import { unitName, unknownUnit } from '../../types/time-units.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, type ValueKind } from './define.ts'

/** An overload without a zone and one with it behind the other arguments. */
function zoned(
  name: string,
  parameters: readonly ValueKind[],
  result: ValueKind,
  evaluate: (...args: never[]) => string | bigint,
  doc: (where: string) => string,
  example: readonly [string, string],
): ScalarSignature[] {
  const ofZone = doc('by the clocks of the zone in the last argument')
  return [
    scalar(name, parameters, result, { evaluate, doc: doc('in UTC'), mayFail: true, example }),
    scalar(name, [...parameters, 'varchar'], result, { evaluate, doc: ofZone, mayFail: true }),
  ]
}

const FORMAT: readonly ScalarSignature[] = [
  ...(['timestamp', 'timestamptz'] as const).flatMap(kind =>
    zoned(
      'format_timestamp',
      [kind, 'varchar'],
      'varchar',
      (micros: bigint, pattern: string, zone?: string) => datePattern(pattern).format(micros, zone),
      where => `The time ${where}, in a pattern of Java's DateTimeFormatter.`,
      ["FORMAT_TIMESTAMP(TIMESTAMP '2013-02-07 10:05:00', 'd MMM yyyy, HH:mm')", '7 Feb 2013, 10:05'],
    ),
  ),
  scalar('format_date', ['date', 'varchar'], 'varchar', {
    evaluate: (date: number, pattern: string) =>
      datePattern(pattern).format(checkTimestamp(BigInt(date) * MICROS_PER_DAY)),
    doc: "The date in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["FORMAT_DATE(DATE '2013-02-07', 'EEEE, d MMMM')", 'Thursday, 7 February'],
  }),
  scalar('format_time', ['time', 'varchar'], 'varchar', {
    evaluate: (time: number, pattern: string) => datePattern(pattern).format(BigInt(time)),
    doc: "The time of day in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["FORMAT_TIME(TIME '15:05:00', 'h:mm a')", '3:05 PM'],
  }),
  ...zoned(
    'timestamptostring',
    ['bigint', 'varchar'],
    'varchar',
    (millis: bigint, pattern: string, zone?: string) =>
      datePattern(pattern).format(checkTimestamp(millis * 1000n), zone),
    where => `The time so many milliseconds after 1970 ${where}, in a pattern of Java's DateTimeFormatter.`,
    ["TIMESTAMPTOSTRING(1360231500000, 'yyyy-MM-dd HH:mm:ss')", '2013-02-07 10:05:00'],
  ),
  scalar('datetostring', ['integer', 'varchar'], 'varchar', {
    evaluate: (days: number, pattern: string) =>
      datePattern(pattern).format(checkTimestamp(BigInt(days) * MICROS_PER_DAY)),
    doc: "The date so many days after 1970-01-01 in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["DATETOSTRING(15743, 'yyyy-MM-dd')", '2013-02-07'],
  }),
]

const PARSE: readonly ScalarSignature[] = [
  ...zoned(
    'parse_timestamp',
    ['varchar', 'varchar'],
    'timestamp',
    (text: string, pattern: string, zone?: string) => datePattern(pattern).parse(text, zone),
    where => `The time in UTC that a text, in a pattern of Java's DateTimeFormatter, names ${where}.`,
    ["PARSE_TIMESTAMP('7 Feb 2013, 10:05', 'd MMM yyyy, HH:mm')", '2013-02-07 10:05:00'],
  ),
  scalar('parse_date', ['varchar', 'varchar'], 'date', {
    evaluate: (text: string, pattern: string) => splitTimestamp(datePattern(pattern).parse(text)).days,
    doc: "The date that a text names in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["PARSE_DATE('07/02/13', 'dd/MM/yy')", '2013-02-07'],
  }),
  scalar('parse_time', ['varchar', 'varchar'], 'time', {
    evaluate: (text: string, pattern: string) => splitTimestamp(datePattern(pattern).parse(text)).time,
    doc: "The time of day that a text names in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["PARSE_TIME('3:05 PM', 'h:mm a')", '15:05:00'],
  }),
  ...zoned(
    'stringtotimestamp',
    ['varchar', 'varchar'],
    'bigint',
    (text: string, pattern: string, zone?: string) => millisOf(datePattern(pattern).parse(text, zone)),
    where =>
      `The milliseconds after 1970 of the time that a text, in a pattern of Java's DateTimeFormatter, names ${where}.`,
    ["STRINGTOTIMESTAMP('2013-02-07 10:05', 'yyyy-MM-dd HH:mm')", '1360231500000'],
  ),
  scalar('stringtodate', ['varchar', 'varchar'], 'integer', {
    evaluate: (text: string, pattern: string) => splitTimestamp(datePattern(pattern).parse(text)).days,
    doc: "The days after 1970-01-01 of the date that a text names in a pattern of Java's DateTimeFormatter.",
    mayFail: true,
    example: ["STRINGTODATE('2013-02-07', 'yyyy-MM-dd')", '15743'],
  }),
]

const UNIX: readonly ScalarSignature[] = [
  scalar('from_unixtime', ['bigint'], 'timestamp', {
    evaluate: (millis: bigint) => checkTimestamp(millis * 1000n),
    doc: 'The time so many milliseconds after 1970, in UTC.',
    mayFail: true,
    example: ['FROM_UNIXTIME(1360231500000)', '2013-02-07 10:05:00'],
  }),
  scalar('from_days', ['integer'], 'date', {
    evaluate: checkDate,
    doc: 'The date so many days after 1970-01-01.',
    mayFail: true,
    example: ['FROM_DAYS(15743)', '2013-02-07'],
  }),
  ...(['timestamp', 'timestamptz'] as const).map(kind =>
    scalar('unix_timestamp', [kind], 'bigint', {
      evaluate: millisOf,
      doc: 'The milliseconds after 1970 of a time.',
      example: ["UNIX_TIMESTAMP(TIMESTAMP '2013-02-07 10:05:00')", '1360231500000'],
    }),
  ),
  scalar('unix_date', ['date'], 'integer', {
    evaluate: (date: number) => date,
    doc: 'The days after 1970-01-01 of a date.',
    example: ["UNIX_DATE(DATE '2013-02-07')", '15743'],
  }),
  scalar('convert_tz', ['timestamp', 'varchar', 'varchar'], 'timestamp', {
    evaluate: (local: bigint, from: string, to: string) =>
      toLocal(timeZone(to), fromLocal(timeZone(from), local)),
    doc: 'What clocks of the second zone show when those of the first show this.',
    mayFail: true,
    example: ["CONVERT_TZ(TIMESTAMP '2013-02-07 10:05:00', 'UTC', 'Asia/Tokyo')", '2013-02-07 19:05:00'],
  }),
]

const ADD: readonly ScalarSignature[] = [
  moves('timestampadd', 'timestamp', 1, (time: bigint, span) => addInterval(time, span), [
    "TIMESTAMPADD('HOURS', 2, TIMESTAMP '2013-02-07 10:05:00')",
    '2013-02-07 12:05:00',
  ]),
  moves('timestampsub', 'timestamp', -1, (time: bigint, span) => addInterval(time, span), [
    "TIMESTAMPSUB('HOURS', 2, TIMESTAMP '2013-02-07 10:05:00')",
    '2013-02-07 08:05:00',
  ]),
  moves('dateadd', 'date', 1, addToDate, ["DATEADD('DAYS', 2, DATE '2013-02-27')", '2013-03-01']),
  moves('datesub', 'date', -1, addToDate, ["DATESUB('MONTHS', 1, DATE '2013-03-31')", '2013-02-28']),
  moves('timeadd', 'time', 1, addToTime, ["TIMEADD('MINUTES', 90, TIME '23:00:00')", '00:30:00']),
  moves('timesub', 'time', -1, addToTime, ["TIMESUB('MINUTES', 90, TIME '01:00:00')", '23:30:00']),
]

export const DATETIME_TEXT: readonly ScalarSignature[] = [...FORMAT, ...PARSE, ...UNIX, ...ADD]

/** The whole milliseconds that have passed. */
function millisOf(micros: bigint): bigint {
  const rest = micros % 1000n
  return (micros - (rest < 0n ? rest + 1000n : rest)) / 1000n
}

function moves<T extends bigint | number>(
  name: string,
  kind: ValueKind,
  sign: 1 | -1,
  move: (value: T, span: Interval) => T,
  example: readonly [string, string],
): ScalarSignature {
  const evaluate = (unit: string, count: number, value: T) => move(value, spanOf(unit, sign * count))
  const doc = `The value ${sign > 0 ? 'later' : 'earlier'} by so many of a unit, such as \`'DAYS'\`.`
  return scalar(name, ['varchar', 'integer', kind], kind, { evaluate, doc, mayFail: true, example })
}

function spanOf(unit: string, count: number): Interval {
  const micros: Readonly<Record<string, bigint>> = {
    microsecond: 1n,
    millisecond: 1_000n,
    second: 1_000_000n,
    minute: 60_000_000n,
    hour: 3_600_000_000n,
  }
  const months: Readonly<Record<string, number>> = {
    month: 1,
    quarter: 3,
    year: 12,
    decade: 120,
    century: 1200,
  }
  const name = unitName(unit)
  if (Object.hasOwn(micros, name)) return Interval.of(0, 0, BigInt(count) * micros[name]!)
  if (Object.hasOwn(months, name)) return Interval.of(count * months[name]!, 0, 0n)
  if (name === 'day' || name === 'week') return Interval.of(0, count * (name === 'week' ? 7 : 1), 0n)
  throw unknownUnit(unit)
}

function addToDate(date: number, span: Interval): number {
  if (span.micros % MICROS_PER_DAY !== 0n)
    throw new DataError('MV5105', 'a date is moved by days, months or years')
  return splitTimestamp(addInterval(checkTimestamp(BigInt(date) * MICROS_PER_DAY), span)).days
}

function addToTime(time: number, { months, days, micros }: Interval): number {
  if (months !== 0 || days !== 0)
    throw new DataError('MV5105', 'a time of day is moved by hours, minutes or seconds')
  return splitTimestamp(BigInt(time) + micros).time
}
