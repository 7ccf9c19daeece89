/**
 * docs/functions.md: its tables are those of the signatures, and every example evaluates to what stands beside it.
 * `MATVIEW_UPDATE_GOLDEN=1` writes the tables into the page.
 */
import { describe, expect, test } from 'vitest'
import { bindExpression, bindingFor } from '../../../src/analysis/bind-expression.ts'
import { EMPTY_SCOPE } from '../../../src/analysis/scope.ts'
import { Catalog } from '../../../src/catalog/catalog.ts'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { compile } from '../../../src/expr/evaluate.ts'
import { OPERATOR_NAMES } from '../../../src/expr/operator-names.ts'
import { OPERATOR_SIGNS, quantifiedSign } from '../../../src/expr/print-expr.ts'
import type { Example, ScalarSignature } from '../../../src/expr/signature.ts'
import { FUNCTION_GROUPS, SCALARS } from '../../../src/expr/signatures.ts'
import { parse } from '../../../src/language/parse.ts'
import { formatValue } from '../../../src/types/text-form.ts'
import { must } from '../../../src/util/assert.ts'
import { expectTable, readPage } from './doc-page.ts'
import { typesOf } from './signature-words.ts'

const PAGE = 'functions.md'

test.each(FUNCTION_GROUPS)('$title', ({ title, signatures }) => {
  const names = [...new Set(signatures.map(({ name }) => name))]
  const rows = names.flatMap(name => rowsOf(signatures.filter(signature => signature.name === name)))
  expectTable(PAGE, title.toLowerCase(), ['function', 'types', 'what it gives', 'example'], rows)
})

test('every group has a section', () => {
  const sections = [...readPage(PAGE).matchAll(/^## (.+)$/gm)].map(([, title]) => title)
  expect(sections).toEqual(FUNCTION_GROUPS.map(({ title }) => title))
})

describe('examples', () => {
  const examples = new Map(SCALARS.flatMap(({ example }) => (example === null ? [] : [example])))

  test.each([...examples])('%s', (call, result) => {
    expect(valueOf(call)).toBe(result)
  })
})

/** One row for all overloads that are told in the same words. */
function rowsOf(signatures: readonly ScalarSignature[]): string[][] {
  const docs = [...new Set(signatures.map(({ doc }) => doc))]
  return docs.map(doc => {
    const told = signatures.filter(signature => signature.doc === doc)
    const example = told.find(signature => signature.example !== null)?.example ?? null
    const types = told.map(typesOf).filter((text, i, all) => all.indexOf(text) === i)
    return [callOf(told[0]!), shortened(types).join('; '), doc, example === null ? '' : shown(example)]
  })
}

/** Many overloads of one shape are told as `any type`. */
function shortened(types: readonly string[]): readonly string[] {
  return types.length > 8 ? ['most types'] : types
}

function callOf({ name, parameters }: ScalarSignature): string {
  if (name === 'negate') return '`-x`'
  if (!OPERATOR_NAMES.has(name)) return `\`${name.toUpperCase()}\``
  if (name === 'subscript') return '`x[y]`'
  const quantified = quantifiedSign(name)
  if (quantified !== null) return `\`x ${quantified} (y)\``
  const sign = must(OPERATOR_SIGNS.get(name), `no sign of ${name}`).symbol
  return parameters.length === 3 ? `\`x ${sign} y ESCAPE z\`` : `\`x ${sign} y\``
}

function shown([call, result]: Example): string {
  return result === 'NULL' ? `\`${call}\` is NULL` : `\`${call}\` is \`${result}\``
}

/** The text of the value of an expression without columns. */
function valueOf(text: string): string {
  const diagnostics = new Diagnostics()
  const script = parse({ name: 'example', text: `CREATE TABLE t AS SELECT ${text} AS x` }, diagnostics)
  const statement = script?.statements[0]
  if (statement?.kind !== 'create_view' || statement.query.body.kind !== 'select')
    throw fail(text, diagnostics)
  const item = statement.query.body.items[0]!
  if (item.kind !== 'select_expression') throw fail(text, diagnostics)
  const binding = bindingFor(EMPTY_SCOPE, 'SELECT', {
    catalog: new Catalog(),
    diagnostics,
    commonTables: [],
    subqueries: [],
    isView: true,
    outer: null,
  })
  const expr = bindExpression(item.expression, binding)
  if (expr === null) throw fail(text, diagnostics)
  const value = compile(expr)([])
  return value === null ? 'NULL' : formatValue(expr.type, value)
}

function fail(text: string, diagnostics: Diagnostics): Error {
  return new Error(`${text}: ${diagnostics.list.map(({ message }) => message).join('; ')}`)
}
