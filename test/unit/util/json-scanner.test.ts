import { describe, expect, test } from 'vitest'
import { JsonSyntaxError, MAX_JSON_DEPTH, scanObject, scanValue } from '../../../src/util/json-scanner.ts'
import { random, seeds } from '../../support/random.ts'

function members(text: string): [string, string, string][] {
  const found: [string, string, string][] = []
  scanObject(text, (name, kind, start, end) => found.push([name, kind, text.slice(start, end)]))
  return found
}

function accepts(text: string): boolean {
  try {
    scanObject(text, () => {})
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(JsonSyntaxError)
    return false
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('scanObject', () => {
  test('gives members by position, numbers with all their digits', () => {
    const text =
      ' { "a" : 123456789012345678901234567890.10 , "b\\u0041":"x\\"y", "c":[1,{"d":2}],"__proto__":null, "": true }\n'
    expect(members(text)).toEqual([
      ['a', 'number', '123456789012345678901234567890.10'],
      ['bA', 'string', '"x\\"y"'],
      ['c', 'array', '[1,{"d":2}]'],
      ['__proto__', 'null', 'null'],
      ['', 'true', 'true'],
    ])
  })

  test('says what another value is, having checked it', () => {
    expect(['12', '"x"', '[1, 2]', 'null', '{}'].map(text => scanObject(text, () => {}))).toEqual([
      'number',
      'string',
      'array',
      'null',
      'object',
    ])
  })

  test('accepts exactly what JSON.parse accepts', () => {
    const fixed = [
      '',
      ' ',
      '{',
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{,}',
      '{"a":1 "b":2}',
      '{"a":01}',
      '{"a":-}',
      '{"a":1.}',
      '{"a":.5}',
    ]
    fixed.push(
      '{"a":1e}',
      '{"a":1e+5}',
      '{"a":+1}',
      '{"a":NaN}',
      "{'a':1}",
      '{"a":"\t"}',
      '{"a":"\\x"}',
      '{"a":"\\u12g4"}',
      '{"a":tru}',
    )
    fixed.push(
      '{"a":1}}',
      '[1,]',
      '[1 2]',
      '{"a":"\ud800"}',
      '"',
      '"\\',
      '{"a":"\\u00',
      'nulll',
      '\ufeff{}',
      '{"a":1}\u00a0',
    )
    for (const text of fixed) expect([text, accepts(text)]).toEqual([text, isJson(text)])
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'null',
      ' ',
      '\\',
      'u0041',
      '\n',
    ]
    for (const seed of seeds(1)) {
      const r = random(seed)
      for (let n = 0; n < 20_000; n++) {
        const text = Array.from({ length: 1 + r.below(9) }, () => r.pick(pieces)).join('')
        expect([seed, text, accepts(text)]).toEqual([seed, text, isJson(text)])
      }
    }
  })

  test('tells where it stops being JSON', () => {
    expect(() => scanObject('{"a": 1, b: 2}', () => {})).toThrow(
      'expected a member name in double quotes, found `b`',
    )
    expect(() => scanValue('[1, 2')).toThrow('expected `,` or `]`, found the end')
    expect(() => scanValue('"abc')).toThrow('the text ends inside a string')
  })

  test('refuses values nested too deep instead of overflowing the stack', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(accepts(nested(MAX_JSON_DEPTH))).toBe(true)
    expect(accepts(nested(MAX_JSON_DEPTH + 1))).toBe(false)
    expect(accepts('['.repeat(1_000_000))).toBe(false)
  })
})
