/**
 * docs/language.md: its examples compile, and its table of aggregates is that of the signatures.
 * `MATVIEW_UPDATE_GOLDEN=1` writes the tables into the page.
 */
import { describe, expect, test } from 'vitest'
import { AGGREGATES } from '../../../src/expr/aggregates.ts'
import type { AggregateSignature } from '../../../src/expr/signature.ts'
import { SOURCE_PROPERTIES, VIEW_PROPERTIES } from '../../../src/catalog/properties.ts'
import { keywordOf, isReserved } from '../../../src/language/tokens.ts'
import { compileExample, expectTable, fencesOf, printed, readPage } from './doc-page.ts'
import { typesOf } from './signature-words.ts'

const PAGE = 'language.md'
const page = readPage(PAGE)

describe('examples', () => {
  test.each(fencesOf(page, 'sql'))('line $line', ({ text }) => {
    const compilation = compileExample(page, text)
    // What is dear may be shown: the text says so.
    const diagnostics = compilation.diagnostics.filter(({ code }) => code !== 'MV3006')
    expect(printed({ ...compilation, diagnostics })).toBe('')
    expect(compilation.plan).not.toBeNull()
  })

  test('every block is a whole example, a fragment or the preamble', () => {
    expect(fencesOf(page, 'sql', 'sql fragment', 'sql preamble').length).toBe(page.match(/^```sql/gm)?.length)
  })
})

describe('tables', () => {
  test('aggregates', () => {
    const docs = [...new Set(AGGREGATES.map(({ name, doc }) => `${name} ${doc}`))]
    const rows = docs.map(told => {
      const overloads = AGGREGATES.filter(({ name, doc }) => `${name} ${doc}` === told)
      return [`\`${formOf(overloads[0]!)}\``, shortened(overloads.map(typesOf)), overloads[0]!.doc]
    })
    expectTable(PAGE, 'aggregates', ['aggregate', 'types', 'what it gives'], rows)
  })

  test('each property stands in the page', () => {
    for (const name of [...Object.keys(SOURCE_PROPERTIES), ...Object.keys(VIEW_PROPERTIES)])
      expect(page).toMatch(new RegExp(`\\b${name}\\b`))
  })

  test('the reserved words are those of the lexer', () => {
    const listed = /^Reserved: `([A-Z\s]+)`/m.exec(page)?.[1]?.split(/\s+/) ?? []
    expect(listed.length).toBeGreaterThan(40)
    for (const word of listed) expect(isReserved(keywordOf(word)!), word).toBe(true)
  })
})

function formOf({ name, parameters, constants, withinGroup, order }: AggregateSignature): string {
  const call = name.toUpperCase()
  if (withinGroup) return `${call}(${constants > 0 ? 'f' : ''}) WITHIN GROUP (ORDER BY x)`
  if (parameters.length === 0) return `${call}(*)`
  if (parameters.length === 1) return `${call}(x)`
  if (constants > 0) return `${call}(x, n)`
  if (name === 'string_agg') return `${call}(x, separator)`
  return `${call}(${order === null ? 'y, x' : 'key, x'})`
}

/** Many overloads of one shape are told as `any type`. */
function shortened(types: readonly string[]): string {
  return types.length > 8 ? 'every type → the same' : types.join('; ')
}
