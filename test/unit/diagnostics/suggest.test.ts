import { expect, test } from 'vitest'
import { suggest } from '../../../src/diagnostics/suggest.ts'

test.each([
  ['userid', ['userId', 'user'], 'userId'],
  ['usreId', ['userId'], 'userId'],
  ['FORM', ['FROM', 'FOR'], 'FROM'],
  ['tweetCuont', ['likeCount', 'tweetCount'], 'tweetCount'],
  ['ab', ['abc', 'a'], 'abc'],
  ['ab', ['cd'], null],
  ['abcdef', ['abxyef'], 'abxyef'],
  ['abcdef', ['axyzef'], null],
  ['x', [], null],
  ['größe', ['grösse', 'GRÖSE'], 'GRÖSE'],
])('%s among %j gives %j', (wanted, candidates, expected) => {
  expect(suggest(wanted, candidates)).toBe(expected)
})

test('the nearest wins, the first of equals', () => {
  expect(suggest('counts', ['counter', 'count', 'mounts'])).toBe('count')
})
