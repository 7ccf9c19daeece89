/**
 * docs/language.md: its examples compile, and its tables of functions and aggregates are those of the signatures.
 * `MATVIEW_UPDATE_GOLDEN=1` writes the tables into the page.
 */
import { describe, expect, test } from 'vitest'
import { AGGREGATES } from '../../../src/expr/aggregates.ts'
import { typeOfKind } from '../../../src/expr/functions/define.ts'
import type { ScalarSignature } from '../../../src/expr/signature.ts'
import { SCALAR_FUNCTION_NAMES, scalarsNamed } from '../../../src/expr/signatures.ts'
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
  test('functions', () => {
    const rows = SCALAR_FUNCTION_NAMES.flatMap(name => functionRows(name, scalarsNamed(name)))
    expectTable(PAGE, 'functions', ['function', 'types', 'what it gives'], rows)
  })

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

/** One row for all overloads that are told in the same words. */
function functionRows(name: string, signatures: readonly ScalarSignature[]): string[][] {
  const docs = [...new Set(signatures.map(({ doc }) => doc))]
  return docs.map(doc => {
    const told = signatures.filter(signature => signature.doc === doc)
    const types = told.map(signature => {
      const args = signature.parameters.map(kind => typeOfKind(kind === 'any' ? 'varchar' : kind))
      return `${args.map(printType).join(', ')} → ${printType(signature.result(args))}`
    })
    return [`\`${name.toUpperCase()}\``, [...new Set(types)].join('; '), doc]
  })
}
