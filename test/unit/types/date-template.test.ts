import { expect, test } from 'vitest'
import { templateItems } from '../../../src/types/date-template.ts'
import { readTimestamp } from '../../../src/types/date-template-reading.ts'
import { writeInterval, writeTimestamp } from '../../../src/types/date-template-writing.ts'
import { Interval } from '../../../src/types/interval.ts'

const SEVENTH = 1_360_231_509_012_345n

test('a template is fields and text', () => {
  const field = (word: string, fill = false, ordinal: 'TH' | 'th' | null = null) => ({
    kind: 'field',
    word,
    fill,
    ordinal,
  })
  const text = (text: string, quoted = false) => ({ kind: 'text', text, quoted })
  expect(templateItems('FMDDth "of" Month')).toEqual([
    field('DD', true, 'th'),
    text(' '),
    text('of', true),
    text(' '),
    field('Month'),
  ])
  expect(templateItems('YYYYMM\\"é')).toEqual([field('YYYY'), field('MM'), text('"'), text('é')])
  expect(templateItems('"open')).toEqual([text('open', true)])
})

test('written', () => {
  expect(writeTimestamp(SEVENTH, 'Day, DDth Month YYYY HH:MI:SS.MS am TZ', 'UTC')).toBe(
    'Thursday , 07th February  2013 10:05:09.012 am UTC',
  )
  expect(writeInterval(Interval.of(14, 3, 3_661_000_000n), 'YYYY MM DD HH24:MI:SS')).toBe(
    '0001 02 03 01:01:01',
  )
  expect(() => writeInterval(Interval.of(0, 0, 0n), 'Day')).toThrow('an INTERVAL has no `Day`')
})

test('read, and refused', () => {
  expect(readTimestamp('7 Feb 2013, 10:05:09.012345', 'DD Mon YYYY, HH24:MI:SS.US')).toBe(SEVENTH)
  expect(() => readTimestamp('7 Foo 2013', 'DD Mon YYYY')).toThrow('does not have the form `DD Mon YYYY`')
  expect(() => readTimestamp('2013-02-30', 'YYYY-MM-DD')).toThrow('does not have the form')
  expect(() => readTimestamp('2013 08', 'IYYY IW')).toThrow('cannot be read, only written')
})
