/** Compiles text up to the logical plan and prints what comes out, for tests. */
import { Diagnostics, type Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { positionOf, type Span } from '../../../src/diagnostics/source.ts'
import { printExpr } from '../../../src/expr/print-expr.ts'
import { parse } from '../../../src/language/parse.ts'
import { analyse } from '../../../src/logical/lower-program.ts'
import { printLogical } from '../../../src/logical/print.ts'
import { inputsOf } from '../../../src/logical/rewrite.ts'
import type { LogicalNode, LogicalProgram } from '../../../src/logical/plan.ts'
import { printType } from '../../../src/types/type-name.ts'

/** The sources that most tests read. */
export const SOURCES = `
CREATE TABLE users (userId VARCHAR PRIMARY KEY, name VARCHAR, age INTEGER, active BOOLEAN);
CREATE TABLE tweets (tweetId VARCHAR PRIMARY KEY, userId VARCHAR, text VARCHAR, likes BIGINT, posted TIMESTAMP);
CREATE TABLE orders (customerId INTEGER, number INTEGER, amount DECIMAL(10,2), day DATE, weight DOUBLE,
  PRIMARY KEY (customerId, number)) WITH (key_format = 'JSON');
CREATE STREAM clicks (userId VARCHAR, url VARCHAR);
`

export interface Analysed {
  readonly program: LogicalProgram | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses and analyses the texts as the files of one run. */
export function analyseTexts(...texts: string[]): Analysed {
  const diagnostics = new Diagnostics()
  const scripts = texts.map((text, index) => parse({ name: `${index + 1}.view`, text }, diagnostics))
  if (diagnostics.failed) return { program: null, diagnostics: diagnostics.list }
  const program = analyse(
    scripts.filter(script => script !== null),
    diagnostics,
  )
  return { program, diagnostics: diagnostics.list }
}

/** What is wrong with the texts, one block a diagnostic: code, file:line:column «marked text», message, related, help. */
export function problems(...texts: string[]): string {
  const { program, diagnostics } = analyseTexts(...texts)
  if (program !== null) throw new Error('these texts have no errors')
  return diagnostics.map(printDiagnostic).join('\n')
}

/** The same for one view over {@link SOURCES}; places are those of the view's text. */
export function problemsOf(view: string): string {
  return problems(view, SOURCES)
}

function printDiagnostic({ code, message, span, related, help }: Diagnostic): string {
  const lines = [`${code} ${span ? place(span) : 'nowhere'} ${message}`]
  for (const other of related ?? []) lines.push(`  ${place(other.span)} ${other.message}`)
  if (help) lines.push(`  help: ${help}`)
  return lines.join('\n')
}

function place({ source, start, end }: Span): string {
  const { line, column } = positionOf(source, start)
  return `${source.name}:${line}:${column} «${source.text.slice(start, end)}»`
}

/** The logical plan of the last view of the text, over {@link SOURCES}. */
export function planOf(text: string): string {
  const { program, diagnostics } = analyseTexts(text, SOURCES)
  if (program === null) throw new Error(diagnostics.map(printDiagnostic).join('\n'))
  return printNode(program.views.at(-1)!.plan)
}

/** The output columns of a view, each as `name TYPE = expression`. */
export function outputOf(select: string): string[] {
  const { program, diagnostics } = analyseTexts(`CREATE TABLE v AS ${select};`, SOURCES)
  if (program === null) throw new Error(diagnostics.map(printDiagnostic).join('\n'))
  const { plan } = program.views.at(-1)!
  if (plan.kind !== 'project') throw new Error('a view ends in a projection')
  const names = plan.input.columns.map(({ name }) => name)
  return plan.columns.map(
    ({ name, type }, index) => `${name} ${printType(type)} = ${printExpr(plan.exprs[index]!, names)}`,
  )
}

/** A tree with one line a node: what it does, then its columns. */
export function printNode(node: LogicalNode, depth = 0): string {
  const columns = node.columns.map(({ name, type }) => `${name} ${printType(type)}`).join(', ')
  const line = `${'  '.repeat(depth)}${describe(node)} → ${columns}`
  return [line, ...inputsOf(node).map(input => printNode(input, depth + 1))].join('\n')
}

function describe(node: LogicalNode): string {
  const names = inputsOf(node).flatMap(({ columns }) => columns.map(({ name }) => name))
  const print = (expr: Parameters<typeof printExpr>[0] | null) => (expr ? printExpr(expr, names) : '*')
  switch (node.kind) {
    case 'scan':
      return `scan ${node.source.name}`
    case 'view':
      return `view ${node.view}`
    case 'filter':
      return `filter ${print(node.predicate)}`
    case 'project':
      return `project ${node.exprs.map(print).join(', ')}`
    case 'join':
      return `${node.join} join on ${print(node.on)}`
    case 'aggregate': {
      const calls = node.calls.map(
        ({ fn, args }) => `${fn}[${args.length === 0 ? print(null) : args.map(print).join(', ')}]`,
      )
      return `aggregate by (${node.groupBy.map(print).join(', ')}) ${calls.join(', ')}`
    }
    case 'values':
    case 'union':
    case 'set_operation':
    case 'top_n':
    case 'window':
    case 'unnest':
      return printLogical({ ...node }).split('\n')[0]!
  }
}
