/**
 * Plans, explain texts and messages of many small programs, and of everything that is shipped.
 *
 * cases/     accepted programs: `<name>.view`, or a folder of files, with `<name>.plan.json`, `<name>.explain.txt` and,
 *            where there are warnings, `<name>.warnings.txt`
 * rejected/  programs with mistakes, with the messages in `<name>.txt`
 * shipped/   the same as for cases, of the views in views/ and of each folder of examples/
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, type Compilation } from '../../src/compiler/compile.ts'
import { Diagnostics } from '../../src/diagnostics/diagnostic.ts'
import { renderText } from '../../src/diagnostics/render-text.ts'
import { explainText } from '../../src/topology/explain-text.ts'
import { readPlan, writePlan } from '../../src/topology/read-plan.ts'
import { must } from '../../src/util/assert.ts'
import {
  casesIn,
  expectGolden,
  expectNoneStale,
  readCase,
  viewFiles,
  type GoldenCase,
} from './golden-files.ts'

const here = import.meta.dirname
const root = join(here, '..', '..')
const ACCEPTED = ['.plan.json', '.explain.txt', '.warnings.txt']

const shipped = [
  ...viewFiles(join(root, 'views')).map(readCase),
  ...readdirSync(join(root, 'examples'))
    .map(name => join(root, 'examples', name))
    .filter(folder => viewFiles(folder).length > 0)
    .map(readCase),
]

describe.each([
  ['cases', casesIn(join(here, 'cases'))],
  ['shipped', shipped],
])('%s', (folder, cases) => {
  test.each(cases)('$name', golden => expectAccepted(join(here, folder), golden))

  test('no golden file is stale', () => expectNoneStale(join(here, folder), cases, ACCEPTED))
})

describe('rejected', () => {
  const folder = join(here, 'rejected')
  const cases = casesIn(folder)

  test.each(cases)('$name', ({ name, files }) => {
    const compilation = compile(files)
    expect(compilation.plan).toBeNull()
    expectGolden(join(folder, `${name}.txt`), messages(compilation))
  })

  test('no golden file is stale', () => expectNoneStale(folder, cases, ['.txt']))
})

test('shipped views have no warnings', () => {
  for (const { files } of shipped) expect(compile(files).diagnostics).toEqual([])
})

function expectAccepted(folder: string, { name, files }: GoldenCase): void {
  const compilation = compile(files)
  const plan = must(compilation.plan, `no plan of ${name}:\n${messages(compilation)}`)
  const text = writePlan(plan)
  expectGolden(join(folder, `${name}.plan.json`), text)
  expectGolden(join(folder, `${name}.explain.txt`), explainText(plan))
  const warned = compilation.diagnostics.length > 0
  expectGolden(join(folder, `${name}.warnings.txt`), warned ? messages(compilation) : null)
  expect(readPlan({ name: 'plan.json', text }, new Diagnostics())).toEqual(plan)
}

function messages({ diagnostics }: Compilation): string {
  const collected = new Diagnostics()
  diagnostics.forEach(diagnostic => collected.add(diagnostic))
  return renderText(collected, { color: false })
}
