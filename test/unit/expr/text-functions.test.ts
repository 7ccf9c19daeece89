import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scalarById } from '../../../src/expr/signatures.ts'
import type { Value } from '../../../src/types/value.ts'

const seed = process.env['MATVIEW_SEED'] ? Number(process.env['MATVIEW_SEED']) : Date.now() % 2 ** 31

function run(id: string, ...args: Value[]): Value {
  const evaluate = scalarById(id)!.evaluate as (...args: Value[]) => Value
  return evaluate(...args)
}

const like = (text: string, pattern: string) => run('like(varchar,varchar)', text, pattern)

/** The meaning of LIKE, written as recursion: slow and plain. */
function likeByDefinition(text: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === '%')
    return text.some((_, i) => likeByDefinition(text.slice(i), rest)) || likeByDefinition([], rest)
  if (first === '\\') return text[0] === rest[0] && likeByDefinition(text.slice(1), rest.slice(1))
  return text.length > 0 && (first === '_' || first === text[0]) && likeByDefinition(text.slice(1), rest)
}

describe('LIKE', () => {
  it.each([
    ['abc', 'a%', true],
    ['abc', '%b%', true],
    ['abc', 'a_c', true],
    ['abc', 'abcd', false],
    ['😀', '_', true],
    ['😀x', '_', false],
    ['aba', '%ab%ba%', false],
    ['50%', '50\\%', true],
    ['505', '50\\%', false],
    ['', '%', true],
    ['', '_', false],
    ['a\nb', 'a%b', true],
  ])('%j LIKE %j', (text, pattern, expected) => {
    expect(like(text, pattern)).toBe(expected)
  })

  it('means what its definition says', () => {
    const point = fc.constantFrom('a', 'b', '😀')
    const element = fc.constantFrom('a', 'b', '😀', '_', '%', '%', '\\_', '\\%', '\\\\')
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), fc.array(element, { maxLength: 6 }), (text, pattern) => {
        const expected = likeByDefinition(text, pattern.join('') === '' ? [] : [...pattern.join('')])
        expect(like(text.join(''), pattern.join(''))).toBe(expected)
      }),
      { seed, numRuns: 3000 },
    )
  })

  it('is not slow for a pattern of many wildcards', () => {
    expect(like('a'.repeat(20_000), `${'%a'.repeat(50)}%b`)).toBe(false)
  })

  it('refuses a dangling escape', () => {
    expect(() => like('a', 'a\\')).toThrow('pattern of LIKE must not end with its escape character')
  })
})

describe('text functions count code points', () => {
  it.each<[string, Value[], Value]>([
    ['length(varchar)', ['a😀é'], 3],
    ['substring(varchar,integer)', ['a😀bc', 2], '😀bc'],
    ['substring(varchar,integer,integer)', ['a😀bc', 2, 2], '😀b'],
    ['substring(varchar,integer,integer)', ['abc', -1, 3], 'a'],
    ['substring(varchar,integer,integer)', ['abc', 2, 2147483647], 'bc'],
    ['left(varchar,integer)', ['a😀bc', 2], 'a😀'],
    ['left(varchar,integer)', ['a😀bc', -1], 'a😀b'],
    ['right(varchar,integer)', ['a😀bc', 3], '😀bc'],
    ['right(varchar,integer)', ['a😀bc', -2], 'bc'],
    ['strpos(varchar,varchar)', ['a😀bc', 'b'], 3],
    ['strpos(varchar,varchar)', ['abc', ''], 1],
    ['strpos(varchar,varchar)', ['abc', 'x'], 0],
    ['trim(varchar)', ['  a b '], 'a b'],
    ['ltrim(varchar,varchar)', ['😀😀a😀', '😀'], 'a😀'],
    ['replace(varchar,varchar,varchar)', ['aaa', 'a', '$&'], '$&$&$&'],
    ['replace(varchar,varchar,varchar)', ['abc', '', 'x'], 'abc'],
  ])('%s of %j', (id, args, expected) => {
    expect(run(id, ...args)).toBe(expected)
  })

  it('refuse a negative length', () => {
    expect(() => run('substring(varchar,integer,integer)', 'abc', 1, -1)).toThrow(
      'substring of negative length',
    )
  })
})
