/** Results as tables for people, and as lines of JSON. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Percentiles } from './percentiles.ts'
import type { CatchUpResult, Checked, FreshResult, ReadsResult, RestartResult } from './session.ts'

export type Result =
  | ({ readonly scenario: 'catch-up' } & CatchUpResult)
  | ({ readonly scenario: 'reads' } & ReadsResult)
  | ({ readonly scenario: 'freshness' } & FreshResult)
  | ({ readonly scenario: 'restart' } & RestartResult)

export interface ContenderResult {
  readonly contender: string
  readonly result: Result
}

type Row = readonly (string | number)[]

/** Appends one line. */
export function writeLine(file: string, line: object): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}

/** Markdown tables of all results: what catching up cost, and latencies in milliseconds. */
export function renderTables(results: readonly ContenderResult[]): string {
  const costs = results.flatMap(({ contender, result }) => costRow(contender, result))
  const latencies = results.flatMap(({ contender, result }) => latencyRows(contender, result))
  const costHead = ['catch-up', 'records/s', 'seconds', 'CPU s', 'peak RSS MB', 'state MB', 'wrong rows']
  const latencyHead = [
    'ms',
    'what',
    'count',
    'p50',
    'p95',
    'p99',
    'max',
    'cores',
    'peak RSS MB',
    'wrong rows',
  ]
  return [renderTable(costHead, costs), renderTable(latencyHead, latencies)].filter(Boolean).join('\n')
}

function costRow(contender: string, result: Result): Row[] {
  if (result.scenario !== 'catch-up') return []
  const { recordsPerSecond, seconds, cpuS, peakRssMb, stateMb } = result
  return [[contender, recordsPerSecond, seconds.toFixed(1), cpuS, peakRssMb, stateMb, wrongRows(result)]]
}

function latencyRows(contender: string, result: Result): Row[] {
  const row = (what: string, { count, p50, p95, p99, max }: Percentiles, more: Row): Row => {
    return [contender, what, count, p50, p95, p99, max, ...more, wrongRows(result)]
  }
  switch (result.scenario) {
    case 'catch-up':
      return []
    case 'reads': {
      const failed = Object.entries(result.statuses).filter(
        ([status]) => status !== '200' && status !== '404',
      )
      const failures = failed.map(([status, count]) => `, ${count} × ${status}`).join('')
      return [
        row(`read${failures}`, result.latency, [result.cores, result.peakRssMb]),
        row('of that: sent late', result.lateness, ['', '']),
        row('a server that does nothing', result.bare, ['', '']),
      ]
    }
    case 'freshness': {
      const cost = [result.cores, result.peakRssMb]
      const never = result.never > 0 ? `, ${result.never} never` : ''
      return [
        row(`visible, count${never}`, result.count, cost),
        row('visible, row', result.row, cost),
        row('apart from it: produce', result.produce, ['', '']),
      ]
    }
    case 'restart':
      return [row('killed, serves again', result.serving, ['', ''])]
  }
}

function wrongRows({ compared }: Checked): string {
  return `${compared.wrong} of ${compared.rows}`
}

function renderTable(head: Row, rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const cells = [head, ...rows].map(row => row.map(String))
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(row => row[column]!.length)))
  const lines = cells.map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`)
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [lines[0]!, rule, ...lines.slice(1), ''].join('\n')
}
