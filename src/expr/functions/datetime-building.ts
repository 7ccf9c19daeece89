/** Dates, times and intervals made of numbers and of each other. */
import { DataError } from '../../types/data-error.ts'
import {
  checkTimestamp,
  daysFromCivil,
  daysInMonth,
  MICROS_PER_DAY,
  roundHalfEven,
} from '../../types/datetime.ts'
import { truncateInZone } from '../../types/date-trunc.ts'
import { Interval, intervalOutOfRange, timestampAge } from '../../types/interval.ts'
import { fromLocal, timeZone, toLocal } from '../../types/time-zone.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, type ValueKind } from './define.ts'

const DAYS_PER_MONTH = 30
const MICROS_PER_SECOND = 1_000_000
const SECONDS_TO_2000 = 946_684_800

const INTEGERS = (count: number): ValueKind[] => new Array<ValueKind>(count).fill('integer')

const MAKE: readonly ScalarSignature[] = [
  scalar('make_date', INTEGERS(3), 'date', {
    evaluate: makeDate,
    doc: 'The date of a year, month and day.',
    mayFail: true,
    example: ['MAKE_DATE(2013, 2, 7)', '2013-02-07'],
  }),
  scalar('make_time', ['integer', 'integer', 'double'], 'time', {
    evaluate: makeTime,
    doc: 'The time of day of an hour, minute and second.',
    mayFail: true,
    example: ['MAKE_TIME(8, 15, 23.5)', '08:15:23.5'],
  }),
  ...(['timestamp', 'timestamptz'] as const).map(kind =>
    scalar(`make_${kind}`, [...INTEGERS(5), 'double'], kind, {
      evaluate: (year: number, month: number, day: number, hour: number, minute: number, second: number) =>
        checkTimestamp(
          BigInt(makeDate(year, month, day)) * MICROS_PER_DAY + BigInt(makeTime(hour, minute, second)),
        ),
      doc: 'The time of a year, month, day, hour, minute and second, in UTC.',
      mayFail: true,
      example: [
        `MAKE_${kind.toUpperCase()}(2013, 2, 7, 8, 15, 23.5)`,
        `2013-02-07 08:15:23.5${kind === 'timestamptz' ? '+00' : ''}`,
      ],
    }),
  ),
  ...[1, 2, 3, 4, 5, 6].map(count =>
    scalar('make_interval', INTEGERS(count), 'interval', {
      evaluate: makeInterval,
      doc: 'The interval of years, months, weeks, days, hours, minutes and seconds, as many as are given.',
      mayFail: true,
      ...(count === 6 && { example: ['MAKE_INTERVAL(0, 1, 0, 10)', '1 mon 10 days'] as const }),
    }),
  ),
  scalar('make_interval', [...INTEGERS(6), 'double'], 'interval', {
    evaluate: makeInterval,
    doc: 'The interval of years, months, weeks, days, hours, minutes and seconds, as many as are given.',
    mayFail: true,
  }),
  scalar('to_timestamp', ['double'], 'timestamptz', {
    evaluate: (seconds: number) => {
      // PostgreSQL rounds the microseconds after its own epoch.
      const micros = roundHalfEven((seconds - SECONDS_TO_2000) * MICROS_PER_SECOND)
      if (!Number.isFinite(micros)) throw new DataError('MV5102', 'timestamp out of range')
      return checkTimestamp(BigInt(micros) + BigInt(SECONDS_TO_2000) * BigInt(MICROS_PER_SECOND))
    },
    doc: 'The point in time so many seconds after 1970-01-01 00:00:00 UTC.',
    mayFail: true,
    example: ['TO_TIMESTAMP(1284352323.5)', '2010-09-13 04:32:03.5+00'],
  }),
]

const AGE: readonly ScalarSignature[] = (['timestamp', 'timestamptz'] as const).map(kind =>
  scalar('age', [kind, kind], 'interval', {
    evaluate: timestampAge,
    doc: 'The years, months and days by the calendar, and the time, from the second point to the first.',
    example: ["AGE(TIMESTAMP '2001-04-10', TIMESTAMP '1957-06-13')", '43 years 9 mons 27 days'],
  }),
)

const JUSTIFY: readonly ScalarSignature[] = [
  scalar('justify_days', ['interval'], 'interval', {
    evaluate: justifyDays,
    doc: 'The interval with each 30 days as a month.',
    mayFail: true,
    example: ["JUSTIFY_DAYS(INTERVAL '35 days')", '1 mon 5 days'],
  }),
  scalar('justify_hours', ['interval'], 'interval', {
    evaluate: justifyHours,
    doc: 'The interval with each 24 hours as a day.',
    mayFail: true,
    example: ["JUSTIFY_HOURS(INTERVAL '27:00:00')", '1 day 03:00:00'],
  }),
  scalar('justify_interval', ['interval'], 'interval', {
    evaluate: justifyInterval,
    doc: 'The interval with each 24 hours as a day and each 30 days as a month, all of one sign.',
    mayFail: true,
    example: ["JUSTIFY_INTERVAL(INTERVAL '1 mon -1 hour')", '29 days 23:00:00'],
  }),
]

const BIN: readonly ScalarSignature[] = (['timestamp', 'timestamptz'] as const).map(kind =>
  scalar('date_bin', ['interval', kind, kind], kind, {
    evaluate: dateBin,
    doc: 'The start of the span of this length, counted from the last argument, that the time falls in.',
    mayFail: true,
    example: [
      "DATE_BIN(INTERVAL '15 minutes', TIMESTAMP '2020-02-11 15:44:17', TIMESTAMP '2001-01-01')",
      '2020-02-11 15:30:00',
    ],
  }),
)

const ZONES: readonly ScalarSignature[] = [
  scalar('timezone', ['varchar', 'timestamp'], 'timestamptz', {
    evaluate: (name: string, local: bigint) => fromLocal(timeZone(name), local),
    doc: 'The point in time at which clocks of the zone show this; also written `x AT TIME ZONE zone`.',
    mayFail: true,
    example: ["TIMESTAMP '2013-07-01 12:00:00' AT TIME ZONE 'Europe/Berlin'", '2013-07-01 10:00:00+00'],
  }),
  scalar('timezone', ['varchar', 'timestamptz'], 'timestamp', {
    evaluate: (name: string, micros: bigint) => toLocal(timeZone(name), micros),
    doc: 'What clocks of the zone show at a point in time; also written `x AT TIME ZONE zone`.',
    mayFail: true,
    example: ["TIMESTAMPTZ '2013-07-01 10:00:00Z' AT TIME ZONE 'Europe/Berlin'", '2013-07-01 12:00:00'],
  }),
  scalar('timezone', ['interval', 'timestamp'], 'timestamptz', {
    evaluate: (offset: Interval, local: bigint) => checkTimestamp(local - offsetMicros(offset)),
    doc: 'The point in time at which clocks this far ahead of UTC show this.',
    mayFail: true,
    example: ["TIMEZONE(INTERVAL '2 hours', TIMESTAMP '2013-07-01 12:00:00')", '2013-07-01 10:00:00+00'],
  }),
  scalar('timezone', ['interval', 'timestamptz'], 'timestamp', {
    evaluate: (offset: Interval, micros: bigint) => checkTimestamp(micros + offsetMicros(offset)),
    doc: 'What clocks this far ahead of UTC show at a point in time.',
    mayFail: true,
    example: ["TIMEZONE(INTERVAL '2 hours', TIMESTAMPTZ '2013-07-01 10:00:00Z')", '2013-07-01 12:00:00'],
  }),
  scalar('date_trunc', ['varchar', 'timestamptz', 'varchar'], 'timestamptz', {
    evaluate: (unit: string, micros: bigint, name: string) => truncateInZone(unit, micros, timeZone(name)),
    doc: 'The start of the unit that the time falls in, by the clocks of a zone.',
    mayFail: true,
    example: [
      "DATE_TRUNC('day', TIMESTAMPTZ '2013-02-07 23:30:00Z', 'Europe/Berlin')",
      '2013-02-07 23:00:00+00',
    ],
  }),
]

export const DATETIME_BUILDING: readonly ScalarSignature[] = [...MAKE, ...AGE, ...JUSTIFY, ...BIN, ...ZONES]

function makeDate(year: number, month: number, day: number): number {
  if (year < 1) throw new DataError('MV5102', 'date out of range')
  if (year < 1) throw new DataError('MV5102', 'date out of range')
  const exists = year <= 5_874_897 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  if (!exists) throw new DataError('MV5102', `there is no date ${year}-${month}-${day}`)
  return daysFromCivil(year, month, day)
}

function makeTime(hour: number, minute: number, second: number): number {
  const micros = roundHalfEven(second * MICROS_PER_SECOND)
  const time = (hour * 3600 + minute * 60) * MICROS_PER_SECOND + micros
  const exists =
    hour >= 0 &&
    minute >= 0 &&
    minute < 60 &&
    micros >= 0 &&
    micros <= 60 * MICROS_PER_SECOND &&
    time <= Number(MICROS_PER_DAY)
  if (!exists) throw new DataError('MV5102', `there is no time ${hour}:${minute}:${second}`)
  return time
}

function makeInterval(
  years: number,
  months = 0,
  weeks = 0,
  days = 0,
  hours = 0,
  minutes = 0,
  seconds = 0,
): Interval {
  const fraction = roundHalfEven(seconds * MICROS_PER_SECOND)
  if (!Number.isFinite(fraction)) throw intervalOutOfRange()
  const time = BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n
  return Interval.of(years * 12 + months, weeks * 7 + days, time + BigInt(fraction))
}

function justifyHours({ months, days, micros }: Interval): Interval {
  let wholeDays = days + Number(micros / MICROS_PER_DAY)
  let rest = micros % MICROS_PER_DAY
  if (wholeDays > 0 && rest < 0n) {
    rest += MICROS_PER_DAY
    wholeDays--
  } else if (wholeDays < 0 && rest > 0n) {
    rest -= MICROS_PER_DAY
    wholeDays++
  }
  return Interval.of(months, wholeDays, rest)
}

function justifyDays({ months, days, micros }: Interval): Interval {
  let wholeMonths = months + Math.trunc(days / DAYS_PER_MONTH)
  let rest = days % DAYS_PER_MONTH
  if (wholeMonths > 0 && rest < 0) {
    rest += DAYS_PER_MONTH
    wholeMonths--
  } else if (wholeMonths < 0 && rest > 0) {
    rest -= DAYS_PER_MONTH
    wholeMonths++
  }
  return Interval.of(wholeMonths, rest, micros)
}

function justifyInterval(interval: Interval): Interval {
  const { months, days, micros } = interval
  let wholeDays = days + Number(micros / MICROS_PER_DAY)
  let rest = micros % MICROS_PER_DAY
  let wholeMonths = months + Math.trunc(wholeDays / DAYS_PER_MONTH)
  wholeDays %= DAYS_PER_MONTH
  if (wholeMonths > 0 && (wholeDays < 0 || (wholeDays === 0 && rest < 0n))) {
    wholeDays += DAYS_PER_MONTH
    wholeMonths--
  } else if (wholeMonths < 0 && (wholeDays > 0 || (wholeDays === 0 && rest > 0n))) {
    wholeDays -= DAYS_PER_MONTH
    wholeMonths++
  }
  if (wholeDays > 0 && rest < 0n) {
    rest += MICROS_PER_DAY
    wholeDays--
  } else if (wholeDays < 0 && rest > 0n) {
    rest -= MICROS_PER_DAY
    wholeDays++
  }
  return Interval.of(wholeMonths, wholeDays, rest)
}

function dateBin({ months, days, micros }: Interval, time: bigint, origin: bigint): bigint {
  if (months !== 0) throw new DataError('MV5105', 'DATE_BIN takes no interval with months or years')
  const stride = BigInt(days) * MICROS_PER_DAY + micros
  if (stride <= 0n) throw new DataError('MV5105', 'DATE_BIN needs an interval above zero')
  const difference = time - origin
  if (BigInt.asIntN(64, difference) !== difference) throw intervalOutOfRange()
  const rest = difference % stride
  return checkTimestamp(time - rest - (rest < 0n ? stride : 0n))
}

/** How far clocks are ahead of UTC, in whole seconds. */
function offsetMicros({ months, days, micros }: Interval): bigint {
  if (months !== 0 || days !== 0) {
    throw new DataError('MV5105', 'the interval of a time zone has neither months nor days')
  }
  return micros - (micros % BigInt(MICROS_PER_SECOND))
}
