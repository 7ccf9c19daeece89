/** TO_CHAR, TO_DATE and TO_TIMESTAMP against PostgreSQL: every field of a template, with its modifiers, on odd values. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTimestamp } from '../../src/types/date-template-reading.ts'
import { writeInterval, writeTimestamp } from '../../src/types/date-template-writing.ts'
import { DataError } from '../../src/types/data-error.ts'
import { formatTimestamp, MICROS_PER_DAY, parseDateTime } from '../../src/types/datetime.ts'
import { parseInterval } from '../../src/types/interval-text.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

let postgres: Postgres | null = null
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

const FIELDS = (
  'HH HH12 HH24 MI SS MS US FF1 FF2 FF3 FF4 FF5 FF6 SSSS SSSSS AM PM am pm A.M. p.m. Y,YYY YYYY YYY YY Y IYYY IYY IY I ' +
  'AD bc A.D. MONTH Month month MON Mon mon MM DAY Day day DY Dy dy DDD IDDD DD D ID W WW IW CC J Q RM rm TZ tz TZH TZM OF'
).split(' ')
const TEMPLATES = [
  ...FIELDS.flatMap(field => [field, `FM${field}`, `${field}TH`, `${field}th`]),
  ...FIELDS.map(field => field.toLowerCase()),
  'YYYY-MM-DD"T"HH24:MI:SS.US',
  '"quarter" Q "of" YYYY',
  'FMDay, DDth FMMonth YYYY',
  'yyyymmddhh24miss',
  'Dy DD/MM/YY \\"x\\"',
  'FXYYYY MM',
  'am hh-mi',
]
const TIMES = [
  '2013-02-07 10:05:09.012345',
  '2000-12-31 00:00:00',
  '1999-01-01 12:59:59.999999',
  '2021-01-03 23:00:00.5',
  '0099-06-15 13:00:01',
  '2016-02-29 11:11:11.000001',
  '2112-11-22 22:22:22',
]

test.for(['timestamp', 'timestamptz'] as const)('TO_CHAR of %s', async (type, context) => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  const cases = TIMES.flatMap(time => TEMPLATES.map(template => [time, template] as const))
  const rows = await postgres.query(
    `SELECT to_char(t::${type}, f) FROM (SELECT unnest($1::text[]) AS t, unnest($2::text[]) AS f) x`,
    [arrayOf(cases.map(([time]) => time)), arrayOf(cases.map(([, template]) => template))],
  )
  const zone = type === 'timestamp' ? '' : 'UTC'
  const mine = cases.map(
    ([time, template]) => `${time} ${template}: ${writeTimestamp(micros(time), template, zone)}`,
  )
  expect(mine).toEqual(cases.map(([time, template], i) => `${time} ${template}: ${rows[i]![0]}`))
})

test('TO_CHAR of INTERVAL', async context => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  const spans = [
    '1 year 2 mons 3 days 04:05:06.789',
    '26:05:00',
    '400 days',
    '-3 days -04:05:06',
    '00:00:00',
    '5 mons',
  ]
  const words = 'HH HH12 HH24 MI SS MS US SSSS AM pm YYYY YYY YY Y MM DD Q CC RM'.split(' ')
  const templates = [...words, ...words.map(word => `FM${word}`), 'HH24:MI:SS', 'DD "days" HH24 "h"']
  const cases = spans.flatMap(span => templates.map(template => [span, template] as const))
  const rows = await postgres.query(
    `SELECT to_char(t::interval, f) FROM (SELECT unnest($1::text[]) AS t, unnest($2::text[]) AS f) x`,
    [arrayOf(cases.map(([span]) => span)), arrayOf(cases.map(([, template]) => template))],
  )
  const mine = cases.map(
    ([span, template]) => `${span} ${template}: ${writeInterval(parseInterval(span)!, template)}`,
  )
  expect(mine).toEqual(cases.map(([span, template], i) => `${span} ${template}: ${rows[i]![0]}`))
})

const READ: readonly (readonly [text: string, template: string])[] = [
  ['2013-02-07', 'YYYY-MM-DD'],
  ['20130207', 'YYYYMMDD'],
  ['07/02/2013', 'DD/MM/YYYY'],
  ['7/2/2013', 'DD/MM/YYYY'],
  ['07.02.13', 'DD.MM.YY'],
  ['07.02.85', 'DD.MM.YY'],
  ['05 Dec 2000', 'DD Mon YYYY'],
  ['05 december 2000', 'DD Month YYYY'],
  ['Thursday, 7 Feb 2013', 'Day, DD Mon YYYY'],
  ['2013 February 7', 'YYYY Month DD'],
  ['2013-02-07 10:05:09', 'YYYY-MM-DD HH24:MI:SS'],
  ['2013-02-07T10:05:09.012345', 'YYYY-MM-DD"T"HH24:MI:SS.US'],
  ['2013-02-07 10:05:09.5', 'YYYY-MM-DD HH24:MI:SS.MS'],
  ['2013-02-07 10:05:09.12', 'YYYY-MM-DD HH24:MI:SS.MS'],
  ['2013-02-07 10:05 PM', 'YYYY-MM-DD HH12:MI AM'],
  ['2013-02-07 12:05 am', 'YYYY-MM-DD HH:MI am'],
  ['2013-02-07 10:05:09+02', 'YYYY-MM-DD HH24:MI:SSTZH'],
  ['2013-02-07 10:05:09-05:30', 'YYYY-MM-DD HH24:MI:SSTZH:TZM'],
  ['2013-038', 'YYYY-DDD'],
  ['2456331', 'J'],
  ['2013', 'YYYY'],
  ['2013-02', 'YYYY-MM'],
  ['2000/JUN', 'YYYY MON'],
  ['2000    JUN', 'YYYY MON'],
  ['2000JUN', 'YYYY MON'],
  ['2013-02-07 36300', 'YYYY-MM-DD SSSS'],
  ['7th Feb 2013', 'DDth Mon YYYY'],
  ['13-2-7', 'YY-MM-DD'],
  ['IV 2013', 'RM YYYY'],
  ['2013-02-07 trailing', 'YYYY-MM-DD'],
  ['2013-13-07', 'YYYY-MM-DD'],
  ['2013-02-30', 'YYYY-MM-DD'],
  ['x', 'YYYY-MM-DD'],
  ['2013-02-07 13:05', 'YYYY-MM-DD HH12:MI'],
  ['2013-02-07 25:05', 'YYYY-MM-DD HH24:MI'],
  ['2013-Foo-07', 'YYYY-Mon-DD'],
]

test('TO_TIMESTAMP', async context => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  for (const [text, template] of READ) {
    const theirs = await postgres
      .query('SELECT to_timestamp($1, $2) AT TIME ZONE $3', [text, template, 'UTC'])
      .then(([row]) => row![0])
      .catch(() => 'error')
    expect(`${text} ${template}: ${attempt(text, template)}`).toBe(`${text} ${template}: ${theirs}`)
  }
})

function attempt(text: string, template: string): string {
  try {
    return formatTimestamp(readTimestamp(text, template), ' ')
  } catch (error) {
    if (error instanceof DataError) return 'error'
    throw error
  }
}

function micros(text: string): bigint {
  const parsed = parseDateTime(text)
  if (parsed === null || parsed === 'out of range') throw new Error(`not a timestamp: ${text}`)
  return BigInt(parsed.days) * MICROS_PER_DAY + BigInt(parsed.time)
}

/** A PostgreSQL array of texts. */
function arrayOf(texts: readonly string[]): string {
  return `{${texts.map(text => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}
