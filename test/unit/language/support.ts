/** Helpers for tests of the language: parse or fail, texts of nodes, trees without spans. */
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { renderText } from '../../../src/diagnostics/render-text.ts'
import type { Span } from '../../../src/diagnostics/source.ts'
import type { CreateView, Expression, Query, Script, Select } from '../../../src/language/ast.ts'
import { parse } from '../../../src/language/parse.ts'

/** The tree of a text that must be right. */
export function parseOk(text: string): Script {
  const diagnostics = new Diagnostics()
  const script = parse({ name: 'test.view', text }, diagnostics)
  if (!script || diagnostics.list.length > 0) throw new Error(renderText(diagnostics, { color: false }))
  return script
}

/** What is printed for a text that must be wrong, without the count at the end. */
export function errorsOf(text: string): string {
  const diagnostics = new Diagnostics()
  const script = parse({ name: 'test.view', text }, diagnostics)
  if (script) throw new Error(`parsed without errors: ${text}`)
  const rendered = renderText(diagnostics, { color: false })
  return rendered.slice(0, rendered.trimEnd().lastIndexOf('\n')).trimEnd()
}

/** The codes and texts that errors point at, such as `MV1001 userId`. */
export function placesOf(text: string): string[] {
  const diagnostics = new Diagnostics()
  parse({ name: 'test.view', text }, diagnostics)
  return diagnostics.list.map(({ code, span }) => `${code} ${span ? textOf(span) : ''}`)
}

export function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end)
}

export function queryOf(query: string): Query {
  return (parseOk(`CREATE TABLE v AS ${query}`).statements[0] as CreateView).query
}

export function selectOf(query: string): Select {
  const { body } = queryOf(query)
  if (body.kind !== 'select') throw new Error('not a SELECT')
  return body
}

export function expressionOf(text: string): Expression {
  const [item] = selectOf(`SELECT ${text} AS x`).items
  if (item?.kind !== 'select_expression') throw new Error('not an expression')
  return item.expression
}

/** A copy without spans, for comparing trees by meaning. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans)
  if (typeof node !== 'object' || node === null) return node
  const kept = Object.entries(node).filter(([key]) => key !== 'span' && key !== 'operatorSpan')
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutSpans(value)]))
}

/** Fully parenthesised text of an expression, to see how operators were grouped. */
export function grouped(expression: Expression): string {
  switch (expression.kind) {
    case 'unary':
      return `(${expression.operator} ${grouped(expression.operand)})`
    case 'binary':
    case 'logical':
      return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`
    case 'is_null':
      return `(${grouped(expression.operand)} is ${expression.negated ? 'not ' : ''}null)`
    case 'is_distinct':
      return `(${grouped(expression.left)} ${expression.negated ? 'same' : 'distinct'} ${grouped(expression.right)})`
    case 'between':
      return `(${grouped(expression.operand)} between ${grouped(expression.low)} .. ${grouped(expression.high)})`
    case 'in':
      return `(${grouped(expression.operand)} in [${expression.items.map(grouped).join(' ')}])`
    case 'like':
      return `(${grouped(expression.operand)} like ${grouped(expression.pattern)})`
    case 'in_subquery':
      return `(${grouped(expression.operand)} in ${textOf(expression.query.span)})`
    case 'similar':
      return `(${grouped(expression.operand)} similar ${grouped(expression.pattern)})`
    case 'quantified':
      return `(${grouped(expression.left)} ${expression.operator} ${expression.quantifier})`
    case 'quantified_array':
      return `(${grouped(expression.left)} ${expression.operator} ${expression.quantifier} ${grouped(expression.array)})`
    case 'at_time_zone':
      return `(${grouped(expression.operand)} at ${grouped(expression.zone)})`
    case 'cast':
      return `(${grouped(expression.operand)} :: ${expression.type.name})`
    case 'subscript':
      return `(${grouped(expression.operand)} [${grouped(expression.index)}])`
    case 'field_access':
      return `(${grouped(expression.operand)} . ${expression.field.text})`
    case 'lambda':
      return `(${expression.parameters.map(({ text }) => text).join(' ')} => ${grouped(expression.body)})`
    default:
      return textOf(expression.span)
  }
}
