import { expect, test } from 'vitest'
import { canonicalJson, compactJson } from '../../../src/topology/canonical-json.ts'

test('members are sorted at every depth, lists keep their order', () => {
  const value = { b: [2, 1, { d: null, c: true }], a: 'x"y' }
  expect(compactJson(value)).toBe('{"a":"x\\"y","b":[2,1,{"c":true,"d":null}]}')
  expect(compactJson({ a: 'x"y', b: [2, 1, { c: true, d: null }] })).toBe(compactJson(value))
})

test('what fits stands on a line, the rest is indented by two, and a newline ends the text', () => {
  expect(canonicalJson({ b: [1, 2], a: {} })).toBe('{ "a": {}, "b": [1, 2] }\n')
  const long = 'x'.repeat(60)
  expect(canonicalJson({ list: [long, long], short: [1] })).toBe(
    `{\n  "list": [\n    "${long}",\n    "${long}"\n  ],\n  "short": [1]\n}\n`,
  )
})

test('the text is the value again', () => {
  const value = {
    a: [{ __proto__x: 1, b: ['é', '\u0000', -0.5e-7] }],
    c: Array.from({ length: 50 }, (_, index) => index),
  }
  expect(JSON.parse(canonicalJson(value))).toEqual(value)
})
