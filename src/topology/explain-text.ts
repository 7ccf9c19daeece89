/** A plan explained to a person on a terminal: the views first, then every step that a change passes. */
import { printType } from '../types/type-name.ts'
import { explain, type OperatorExplanation, type ViewExplanation } from './explain.ts'
import type { Plan } from './plan.ts'

const WIDTH = 100

export function explainText(plan: Plan): string {
  const { views, operators, fingerprint } = explain(plan)
  const blocks = [
    ...views.map(viewBlock),
    'What a change passes, from topic to view. The cost is that of one changed row.\n',
    ...operators.map(operator => operatorBlock(operator, views)),
    `plan ${fingerprint}\n`,
  ]
  return blocks.join('\n')
}

function viewBlock({ name, endpoint, example, key, columns, operator }: ViewExplanation): string {
  const lines = [
    `view ${name}`,
    endpoint === null
      ? '  no endpoint'
      : `  GET ${endpoint}${endpoint === example ? '' : `   for example ${example}`}`,
    key === null ? '  no key: rows may repeat' : `  ${rowsOf(key)}, from step ${operator}`,
    ...wrapped(columns.map(({ name: column, type }) => `${column} ${printType(type)}`).join(', '), '  '),
  ]
  return `${lines.join('\n')}\n`
}

function rowsOf(key: readonly string[]): string {
  return key.length === 0 ? 'a single row' : `one row for each ${key.join(', ')}`
}

function operatorBlock(operator: OperatorExplanation, views: readonly ViewExplanation[]): string {
  const { number, title, details, state, cost } = operator
  const head = `${String(number).padStart(3)}  ${title}`
  const served = views.filter(view => view.operator === number).map(({ name }) => `= view ${name}`)
  const lines = [
    `${head}${' '.repeat(Math.max(2, WIDTH - 12 - head.length))}${cost.class}`,
    ...[...details, state === null ? cost.reason : `keeps ${state}; ${cost.reason}`, ...served].flatMap(
      line => wrapped(line, '     '),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** Broken behind commas where that is enough, else between words; each line indented, the later ones by two more. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = indent
  for (const part of items(text).flatMap(item => (item.length > WIDTH / 2 ? item.split(' ') : [item]))) {
    const isEmpty = line.trim() === ''
    if (!isEmpty && line.length + 1 + part.length > WIDTH) {
      lines.push(line)
      line = `${indent}  ${part}`
    } else {
      line += isEmpty ? part : ` ${part}`
    }
  }
  return [...lines, line]
}

/** The parts between spaces behind commas that stand in no parentheses. */
function items(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    else if (text[at] === ' ' && text[at - 1] === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}
