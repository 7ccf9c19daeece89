import { describe, expect, it } from 'vitest'
import { addInterval, Interval, timestampAge, timestampDifference } from '../../../src/types/interval.ts'
import { formatInterval, formatIsoInterval, parseInterval } from '../../../src/types/interval-text.ts'
import { formatValue, parseValue } from '../../../src/types/text-form.ts'

const timestamp = (text: string) => parseValue({ kind: 'timestamp' }, text) as bigint
const shown = (micros: bigint) => formatValue({ kind: 'timestamp' }, micros)

describe('text', () => {
  it.each([
    ['1 year 2 mons -3 days 04:05:06.7', '1 year 2 mons -3 days +04:05:06.7', 'P1Y2M-3DT4H5M6.7S'],
    ['36 hours', '36:00:00', 'PT36H'],
    ['1.5 days', '1 day 12:00:00', 'P1DT12H'],
    ['0.5 months', '15 days', 'P15D'],
    ['-0.5 sec', '-00:00:00.5', 'PT-0.5S'],
    ['1-2', '1 year 2 mons', 'P1Y2M'],
    ['3 4:05', '3 days 04:05:00', 'P3DT4H5M'],
    ['2 days ago', '-2 days', 'P-2D'],
    ['P1Y2M3W4DT5H6M7.8S', '1 year 2 mons 25 days 05:06:07.8', 'P1Y2M25DT5H6M7.8S'],
    ['0', '00:00:00', 'PT0S'],
    ['-100:00:00', '-100:00:00', 'PT-100H'],
  ])('%s', (text, postgres, iso) => {
    const interval = parseInterval(text)!
    expect(formatInterval(interval)).toBe(postgres)
    expect(formatIsoInterval(interval)).toBe(iso)
    for (const form of [postgres, iso]) expect(parseInterval(form)).toEqual(interval)
    expect(Interval.decode(interval.toString())).toEqual(interval)
  })

  it.each([
    '',
    'x',
    'day',
    '1 fortnight',
    '1 day 2 days',
    '1 hour 04:05:06',
    '1970-01-01',
    'P',
    'P1H',
    '1 2 days',
  ])('refuses %j', text => {
    expect(parseInterval(text)).toBeNull()
  })

  it.each(['2147483648 months', '10:60:00', '9223372036854775808 us'])('%s is out of range', text => {
    expect(() => parseInterval(text)).toThrow('INTERVAL out of range')
  })
})

describe('arithmetic', () => {
  it('compares a month as 30 days and a day as 24 hours', () => {
    expect(parseInterval('1 mon')!.compare(parseInterval('30 days')!)).toBe(0)
    expect(parseInterval('24:00:00')!.compare(parseInterval('1 day 00:00:01')!)).toBe(-1)
    expect(formatInterval(Interval.ofLength(parseInterval('65 days 25:00:00')!.length()))).toBe(
      '2 mons 6 days 01:00:00',
    )
  })

  it.each([
    ['1 mon', 1.5, '1 mon 15 days'],
    ['1 day', 0.5, '12:00:00'],
    ['1 year 1 day 01:00:00', -2, '-2 years -2 days -02:00:00'],
    ['1 mon', 0.1, '3 days'],
  ])('%s times %d', (text, factor, expected) => {
    expect(formatInterval(parseInterval(text)!.multiply(factor))).toBe(expected)
  })

  it('divides', () => {
    expect(formatInterval(parseInterval('1 mon')!.divide(4))).toBe('7 days 12:00:00')
    expect(() => parseInterval('1 mon')!.divide(0)).toThrow('division by zero')
    expect(() => parseInterval('1 mon')!.multiply(Infinity)).toThrow('INTERVAL out of range')
  })

  it('moves by the calendar, to the end of a shorter month', () => {
    const from = timestamp('2024-01-31 12:00:00')
    expect(shown(addInterval(from, parseInterval('1 mon')!))).toBe('2024-02-29 12:00:00')
    expect(shown(addInterval(from, parseInterval('1 mon 1 day -13:00:00')!))).toBe('2024-02-29 23:00:00')
    expect(() => addInterval(from, parseInterval('300000 years')!)).toThrow('timestamp out of range')
  })

  it('tells the time between two points', () => {
    const [from, to] = [timestamp('1957-06-13'), timestamp('2001-04-10 06:00:00')]
    expect(formatInterval(timestampDifference(to, from))).toBe('16007 days 06:00:00')
    expect(formatInterval(timestampAge(to, from))).toBe('43 years 9 mons 27 days 06:00:00')
    expect(formatInterval(timestampAge(from, to))).toBe('-43 years -9 mons -27 days -06:00:00')
  })
})
