/**
 * docs/language.md: its examples compile, and its table of aggregates is that of the signatures.
 * `MATVIEW_UPDATE_GOLDEN=1` writes the tables into the page.
 */
import { describe, expect, test } from 'vitest'
import { AGGREGATES } from '../../../src/expr/aggregates.ts'
import { typeOfKind } from '../../../src/expr/functions/define.ts'
import { SOURCE_PROPERTIES, VIEW_PROPERTIES } from '../../../src/catalog/properties.ts'
import { keywordOf, isReserved } from '../../../src/language/tokens.ts'
import { printType } from '../../../src/types/type-name.ts'
import { compileExample, expectTable, fencesOf, printed, readPage } from './doc-page.ts'

const PAGE = 'language.md'
const page = readPage(PAGE)

describe('examples', () => {
  test.each(fencesOf(page, 'sql'))('line $line', ({ text }) => {
    const compilation = compileExample(page, text)
    expect(printed(compilation)).toBe('')
    expect(compilation.plan).not.toBeNull()
  })

  test('every block is a whole example, a fragment or the preamble', () => {
    expect(fencesOf(page, 'sql', 'sql fragment', 'sql preamble').length).toBe(page.match(/^```sql/gm)?.length)
  })
})

describe('tables', () => {
  test('aggregates', () => {
    const rows = AGGREGATES.map(({ name, parameter, result, doc }) => {
      const call = `\`${name.toUpperCase()}(${parameter === null ? '*' : 'x'})\``
      const type = parameter === null || parameter === 'any' ? null : typeOfKind(parameter)
      const takes = parameter === null ? '' : type === null ? 'any' : printType(type)
      return [call, takes, printType(result(type)), doc]
    })
    expectTable(PAGE, 'aggregates', ['aggregate', 'of', 'type', 'what it gives'], rows)
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
