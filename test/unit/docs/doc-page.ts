/** A page of documentation as tests see it: its fenced blocks, by section. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { compile, type Compilation } from '../../../src/compiler/compile.ts'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { renderText } from '../../../src/diagnostics/render-text.ts'

/** One fenced block: what stands behind the backticks, and the text between them. */
export interface Fence {
  readonly info: string
  readonly text: string
  /** Line of the opening backticks, from 1. */
  readonly line: number
}

/** A heading of any level and the blocks under it. */
export interface Section {
  readonly heading: string
  readonly fences: readonly Fence[]
}

/** Whether to write what a page should say instead of complaining. */
export const UPDATE = process.env['MATVIEW_UPDATE_GOLDEN'] === '1'

export function pathOfPage(name: string): string {
  return join(import.meta.dirname, '..', '..', '..', 'docs', name)
}

export function readPage(name: string): string {
  return readFileSync(pathOfPage(name), 'utf8')
}

/** Replaces the lines between two line numbers (from 1, both outside) of a page. */
export function replaceLines(name: string, after: number, before: number, text: string): void {
  const lines = readPage(name).split('\n')
  lines.splice(after, before - after - 1, ...text.replace(/\n$/, '').split('\n'))
  writeFileSync(pathOfPage(name), lines.join('\n'))
}

/** The sections of a page in order; what stands before the first heading is left out. */
export function sectionsOf(page: string): Section[] {
  const sections: { heading: string; fences: Fence[] }[] = []
  let open: { info: string; line: number; lines: string[] } | null = null
  for (const [index, line] of page.split('\n').entries()) {
    if (open !== null) {
      if (line === '```') {
        const text = open.lines.map(each => `${each}\n`).join('')
        sections.at(-1)?.fences.push({ info: open.info, text, line: open.line })
        open = null
      } else open.lines.push(line)
    } else if (line.startsWith('```')) open = { info: line.slice(3), line: index + 1, lines: [] }
    else if (/^#+ /.test(line)) sections.push({ heading: line.replace(/^#+ /, ''), fences: [] })
  }
  return sections
}

/** All blocks of a page whose info string is one of these. */
export function fencesOf(page: string, ...infos: readonly string[]): Fence[] {
  return sectionsOf(page).flatMap(({ fences }) => fences.filter(({ info }) => infos.includes(info)))
}

/** Compiles an example of a page together with the declarations that its `preamble` block makes. */
export function compileExample(page: string, text: string): Compilation {
  const preamble = fencesOf(page, 'sql preamble').map(fence => fence.text)
  return compile([
    { name: 'example.view', text },
    { name: 'sources.view', text: preamble.join('\n') },
  ])
}

/** Diagnostics as `matview check` prints them, without the count. */
export function printed({ diagnostics }: Compilation): string {
  const all = new Diagnostics()
  diagnostics.forEach(diagnostic => all.add(diagnostic))
  return renderText(all, { color: false }).replace(/\n\d+ (error|warning).*\n$/, '')
}

/**
 * Checks (or writes) the table behind `<!-- name: … -->` and before `<!-- end -->` of a page, without regard to how its
 * columns are aligned.
 */
export function expectTable(
  page: string,
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const lines = readPage(page).split('\n')
  const start = lines.findIndex(line => line.startsWith(`<!-- ${name}:`))
  const end = lines.indexOf('<!-- end -->', start)
  const wanted = [head, ...rows].map(cells => cells.map(cell => cell.replaceAll('|', '\\|')))
  if (UPDATE) {
    const rule = head.map(() => '---')
    const table = [wanted[0]!, rule, ...wanted.slice(1)].map(cells => `| ${cells.join(' | ')} |`)
    replaceLines(page, start + 1, end + 1, `\n${table.join('\n')}\n\n`)
    return
  }
  const found = lines.slice(start + 1, end).filter(line => line.startsWith('|') && !/^\| *-/.test(line))
  expect(found.map(cellsOf)).toEqual(wanted)
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim())
}
