/**
 * docs/errors.md has a section for each code and for nothing else; every code is used; every example gives its code, and
 * the message that stands below it. `MATVIEW_UPDATE_GOLDEN=1` writes the messages into the page.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../src/diagnostics/catalogue.ts'
import { renderDiagnostic } from '../../../src/diagnostics/render-text.ts'
import { EngineFailure } from '../../../src/runtime/engine-failure.ts'
import { openEngine } from '../../../src/runtime/engine.ts'
import type { LogRecord } from '../../../src/runtime/ports.ts'
import { parseRecord } from '../../../src/service/record-json.ts'
import { MemoryStore } from '../../../src/store/memory-store.ts'
import { must } from '../../../src/util/assert.ts'
import {
  UPDATE,
  compileExample,
  printed,
  readPage,
  replaceLines,
  sectionsOf,
  type Fence,
  type Section,
} from './doc-page.ts'

const PAGE = 'errors.md'
const CODE = /^MV\d{4}\b/
const page = readPage(PAGE)
const sections = sectionsOf(page).filter(({ heading }) => CODE.test(heading))
const titles = Object.entries(CATALOGUE).map(([code, title]) => `${code} ${title}`)

test('the page has a section for each code, in order, and for no other', () => {
  expect(sections.map(({ heading }) => heading)).toEqual(titles)
})

test('every section shows what is printed', () => {
  const silent = sections.filter(({ fences }) => fences.length === 0).map(({ heading }) => heading)
  expect(silent).toEqual([])
})

test('every code is used somewhere', () => {
  const source = join(import.meta.dirname, '..', '..', '..', 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && !file.endsWith('catalogue.ts'),
  )
  const text = files.map(file => readFileSync(join(source, file), 'utf8')).join('\n')
  expect(Object.keys(CATALOGUE).filter(code => !text.includes(`'${code}'`))).toEqual([])
})

test('console examples name the code of their section', () => {
  for (const { heading, fences } of sections) {
    for (const { info, text } of fences) {
      if (info === 'console') expect(text, heading).toContain(`[${codeOf(heading)}]: `)
    }
  }
})

/** From the last section on, so that what is written into the page leaves the lines above in place. */
const examples = sections.filter(({ fences }) => fences.some(({ info }) => info === 'sql')).reverse()

test.each(examples)('$heading', async section => {
  const view = fenceOf(section, 'sql')
  const data = section.fences.find(({ info }) => info === 'sh')
  const message = data
    ? await failureOf(view, data, codeOf(section.heading))
    : rejection(view, codeOf(section.heading))
  const shown = fenceOf(section, 'text')
  if (UPDATE) replaceLines(PAGE, shown.line, shown.line + shown.text.split('\n').length, message)
  else expect(shown.text).toBe(message)
})

function codeOf(heading: string): string {
  return must(CODE.exec(heading)?.[0], `no code in ${heading}`)
}

function fenceOf({ fences, heading }: Section, wanted: string): Fence {
  return must(
    fences.find(({ info }) => info === wanted),
    `${heading} has no block of ${wanted}`,
  )
}

/** What is printed about a view that is wrong, or of which there is a warning. */
function rejection({ text }: Fence, code: string): string {
  const compilation = compileExample(page, text)
  expect([...new Set(compilation.diagnostics.map(diagnostic => diagnostic.code))]).toEqual([code])
  const isWarning = compilation.diagnostics.every(({ severity }) => severity === 'warning')
  expect(compilation.plan === null).toBe(!isWarning)
  return printed(compilation)
}

/** What is printed when the records, which are given as `echo '…' | matview produce TOPIC`, are bad data. */
async function failureOf({ text }: Fence, data: Fence, code: string): Promise<string> {
  const compilation = compileExample(page, text)
  const plan = must(compilation.plan, printed(compilation))
  const engine = await openEngine(plan, new MemoryStore())
  const produced = [...data.text.matchAll(/^echo '(.*)' \| matview produce (\S+)$/gm)]
  const failure = await (async () => {
    for (const [offset, [, line, topic]] of produced.entries()) {
      const { key, value } = parseRecord(line!)
      const record: LogRecord = { key, value, headers: [], timestamp: 0, offset }
      await engine.step([{ topic: topic!, partition: 0, records: [record], nextOffset: offset + 1 }])
    }
    return null
  })().catch((error: unknown) => error)
  if (!(failure instanceof EngineFailure)) throw new Error(`no bad data: ${String(failure)}`)
  expect(failure.code).toBe(code)
  return renderDiagnostic(
    { code: failure.code, severity: 'error', message: failure.message },
    { color: false },
  )
}
