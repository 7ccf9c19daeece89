/** Golden files: texts that the compiler is held to. One command writes them anew; a difference, a missing or a stale one fails. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import type { Source } from '../../src/diagnostics/source.ts'

const UPDATES = process.env.MATVIEW_UPDATE_GOLDEN === '1'
const COMMAND = 'if the new text is right, write it with `npm run golden:update`'

export interface GoldenCase {
  readonly name: string
  readonly files: readonly Source[]
}

/** A `.view` file, or all of a folder as one program. Their names in diagnostics are without the way to them. */
export function readCase(path: string): GoldenCase {
  const paths = statSync(path).isDirectory() ? viewFiles(path) : [path]
  return {
    name: basename(path, '.view'),
    files: paths.map(file => ({ name: basename(file), text: readFileSync(file, 'utf8') })),
  }
}

/** The `.view` files of a folder, in order of their names. */
export function viewFiles(folder: string): string[] {
  return entries(folder).filter(path => path.endsWith('.view'))
}

/** Every `.view` file and every folder below a folder, each a case. */
export function casesIn(folder: string): GoldenCase[] {
  return entries(folder)
    .filter(path => path.endsWith('.view') || statSync(path).isDirectory())
    .map(readCase)
}

function entries(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
}

/** Holds a text to its golden file; null says that there must be none. */
export function expectGolden(path: string, actual: string | null): void {
  if (UPDATES) {
    if (actual === null) rmSync(path, { force: true })
    else writeFileSync(path, actual)
    return
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : null
  expect(actual, `${basename(path)} differs: ${COMMAND}`).toBe(expected)
}

/** No golden file is left of a case that is gone. */
export function expectNoneStale(
  folder: string,
  cases: readonly GoldenCase[],
  endings: readonly string[],
): void {
  const known = new Set(cases.flatMap(({ name }) => endings.map(ending => join(folder, `${name}${ending}`))))
  const golden = entries(folder).filter(path => !path.endsWith('.view') && !statSync(path).isDirectory())
  const stale = golden.filter(path => !known.has(path))
  if (UPDATES) stale.forEach(path => rmSync(path))
  else expect(stale, 'golden files without a case: `npm run golden:update` removes them').toEqual([])
}
