/** What the random expressions of the oracle do not reach: functions that PostgreSQL does not have, and messages. */
import { describe, expect, it } from 'vitest'
import { scalarById } from '../../../src/expr/signatures.ts'
import { regularExpression } from '../../../src/expr/regular-expression.ts'
import { datePattern } from '../../../src/types/java-pattern.ts'
import { formatValue, parseValue } from '../../../src/types/text-form.ts'
import { timeZone } from '../../../src/types/time-zone.ts'
import type { Value } from '../../../src/types/value.ts'

function run(id: string, ...args: Value[]): Value {
  const evaluate = scalarById(id)!.evaluate as (...args: Value[]) => Value
  return evaluate(...args)
}

const timestamp = (text: string) => parseValue({ kind: 'timestamp' }, text) as bigint
const shown = (micros: bigint) => formatValue({ kind: 'timestamp' }, micros)

describe("patterns of Java's DateTimeFormatter", () => {
  const at = timestamp('2013-02-07 15:05:09.123456')

  it.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', '2013-02-07 15:05:09.123'],
    ['d.M.yy', '7.2.13'],
    ["EEE, d MMM yyyy h 'o''clock' a", "Thu, 7 Feb 2013 3 o'clock PM"],
    ['EEEE MMMM D Q', 'Thursday February 38 1'],
    ['HHmmssSSSSSS', '150509123456'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2013-02-07T15:05:09Z'],
    ['HH:mm Z xx x', '15:05 +0000 +0000 +00'],
    ['k K', '15 3'],
    ['HH:mm VV', '15:05 UTC'],
  ])('%s writes %s', (pattern, text) => {
    expect(datePattern(pattern).format(at)).toBe(text)
  })

  it('shows the clocks of a zone', () => {
    expect(datePattern('yyyy-MM-dd HH:mm XXX').format(at, 'America/New_York')).toBe('2013-02-07 10:05 -05:00')
    expect(datePattern('HH:mm xx').format(at, 'Asia/Kolkata')).toBe('20:35 +0530')
  })

  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2013-02-07 15:05:09', '2013-02-07 15:05:09'],
    ['d MMM yyyy', '7 feb 2013', '2013-02-07 00:00:00'],
    ['h:mm a', '12:05 am', '1970-01-01 00:05:00'],
    ["yyyy-MM-dd'T'HH:mmX", '2013-02-07T15:05+0200', '2013-02-07 13:05:00'],
    ['yyyy-MM-dd[ HH:mm]', '2013-02-07', '2013-02-07 00:00:00'],
    ['yyyyDDD', '2013038', '2013-02-07 00:00:00'],
    ['yyyy-MM-dd HH:mm VV', '2013-07-01 12:00 Europe/Berlin', '2013-07-01 10:00:00'],
  ])('%s reads %s', (pattern, text, expected) => {
    expect(shown(datePattern(pattern).parse(text))).toBe(expected)
  })

  it('says what is wrong', () => {
    expect(() => datePattern('yyyy-MM-dd').parse('2013-2-7')).toThrow(
      '`2013-2-7` does not have the form `yyyy-MM-dd`',
    )
    expect(() => datePattern('yyyy-MM-dd').parse('2013-02-30')).toThrow('does not have the form')
    expect(() => datePattern('yyyy-jj')).toThrow(
      'the letter `j` of the pattern `yyyy-jj` has no meaning: put text in quotes',
    )
    expect(() => datePattern("yyyy 'x")).toThrow('has a quote without its end')
    expect(() => datePattern('yyyy [MM').parse('2013')).toThrow('are not in pairs')
  })
})

describe('time zones', () => {
  it('are found in any case, or named in the message', () => {
    expect(timeZone('europe/berlin').offsetAt(timestamp('2013-07-01 00:00:00'))).toBe(7_200_000_000n)
    expect(() => timeZone('Nowhere/Else')).toThrow(
      '`Nowhere/Else` is not a time zone, such as `Europe/Berlin`',
    )
    expect(() => timeZone('+02:00')).toThrow('is not a time zone')
  })
})

describe('regular expressions', () => {
  it.each<[string, string, string, boolean]>([
    ['[[:alpha:]]+x', '', 'abx', true],
    ['[[:alpha:]]', '', 'é', false],
    ['^a.c$', '', 'a\nc', true],
    ['^a.c$', 'n', 'a\nc', false],
    ['^b$', 'n', 'a\nb', true],
    ['a{,2}', '', 'a{,2}', true],
    ['\\mfoo\\M', '', 'a foo b', true],
    ['\\mfoo\\M', '', 'afoo', false],
    ['(?i)ABC', '', 'abc', true],
    ['a.c', 'q', 'abc', false],
    ['^.$', '', '😀', true],
    ['[]x]', '', ']', true],
  ])('%s with `%s` on %j: %s', (pattern, flags, text, expected) => {
    expect(regularExpression(pattern, flags).once.test(text)).toBe(expected)
  })

  it('are refused when they are none', () => {
    expect(() => regularExpression('(a')).toThrow('`(a` is not a regular expression')
    expect(() => regularExpression('a', 'y')).toThrow('`y` is no flag of a regular expression')
  })
})

it('bytes as escapes and back', () => {
  expect(run('encode(bytes,varchar)', '\0a\\\xff', 'escape')).toBe('\\000a\\\\\\377')
  expect(run('decode(varchar,varchar)', '\\000a\\\\\\377', 'escape')).toBe('\0a\\\xff')
})

describe('URLs', () => {
  const extract = (part: string, url: string) => run(`url_extract_${part}(varchar)`, url)

  it('give NULL for what they do not have', () => {
    expect(extract('host', '/relative?x=1')).toBeNull()
    expect(extract('port', 'http://test.com/')).toBeNull()
    expect(extract('query', 'http://test.com/')).toBeNull()
    expect(extract('fragment', 'http://test.com/')).toBeNull()
    expect(extract('host', 'http://[::1]:80/x')).toBe('[::1]')
    expect(run('url_extract_parameter(varchar,varchar)', 'http://t/?a=1&b&a=2', 'a')).toBe('1')
    expect(run('url_extract_parameter(varchar,varchar)', 'http://t/?a=1&b&a=2', 'b')).toBe('')
    expect(run('url_extract_parameter(varchar,varchar)', 'http://t/?a=1', 'c')).toBeNull()
  })

  it('are decoded or refused', () => {
    expect(run('url_encode_param(varchar)', 'a b&ü/~*')).toBe('a+b%26%C3%BC%2F%7E*')
    expect(run('url_decode_param(varchar)', 'a+b%26%C3%BC%2F%7E*')).toBe('a b&ü/~*')
    expect(() => run('url_decode_param(varchar)', '50%')).toThrow('a percent sign that begins no escape')
  })
})

describe('others', () => {
  it.each<[string, Value[], Value]>([
    ['instr(varchar,varchar,integer)', ['a😀b😀', '😀', 3], 4],
    ['instr(varchar,varchar,integer)', ['corporate floor', 'or', -3], 5],
    ['instr(varchar,varchar,integer,integer)', ['aaa', 'a', 1, 4], 0],
    ['mask_keep_right(varchar,integer)', ['ab', 5], 'ab'],
    ['mask(varchar)', ['Äb1😀'], 'Xxn-'],
    ['dateadd(varchar,integer,date)', ['MONTHS', 1, 30], 58],
    ['timesub(varchar,integer,time)', ['HOURS', 1, 0], 82_800_000_000],
    ['convert_tz(timestamp,varchar,varchar)', [0n, 'UTC', 'Asia/Tokyo'], 32_400_000_000n],
    ['crc32(bytes)', ['\xff'], 4278190080n],
    ['regexp_extract(varchar,varchar)', ['x', 'abc'], null],
  ])('%s %#', (id, args, expected) => {
    expect(run(id, ...args)).toBe(expected)
  })

  it.each<[string, Value[], string]>([
    [
      'geo_distance(double,double,double,double)',
      [91, 0, 0, 0],
      '91 is no latitude: it is between -90 and 90',
    ],
    ['geo_distance(double,double,double,double,varchar)', [0, 0, 0, 0, 'ly'], '`ly` is no unit of distance'],
    ['dateadd(varchar,integer,date)', ['HOURS', 1, 0], 'a date is moved by days, months or years'],
    ['timestampadd(varchar,integer,timestamp)', ['AGES', 1, 0n], '`AGES` is not a unit of time'],
    ['repeat(varchar,integer)', ['abc', 2_000_000_000], 'a text would have more than'],
    ['chr(integer)', [0xd800], 'there is no character with the code point 55296'],
    ['encode(bytes,varchar)', ['', 'base32'], '`base32` is no form of bytes'],
    ['from_bytes(bytes,varchar)', ['\xff', 'utf8'], 'the bytes are no text in UTF-8'],
    ['mask_left(varchar,integer)', ['a', -1], 'MASK_LEFT takes a number that is not negative'],
  ])('%s refuses %#', (id, args, message) => {
    expect(() => run(id, ...args)).toThrow(
      expect.objectContaining({ name: 'DataError', message: expect.stringContaining(message) as string }),
    )
  })
})
