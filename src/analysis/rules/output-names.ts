/** Every column of a result has a name, and no other column has the same one: it is the field in the JSON. */
import { clashes, type Name } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Expr } from '../../expr/expr.ts'
import type { Expression } from '../../language/ast.ts'
import type { BoundItem } from '../select-items.ts'

/** Reports an expression without a name; in silence when it has another error already. */
export function requireName(expression: Expression, expr: Expr | null, diagnostics: Diagnostics): null {
  if (expr === null) return null
  diagnostics.error('MV2027', 'this column has no name', expression.span, { help: 'give it one: … AS name' })
  return null
}

type NamedItem = BoundItem & { readonly name: Name }

/** The items that have a name. */
export function namedItems(items: readonly BoundItem[]): NamedItem[] {
  return items.filter(isNamed)
}

/** The items that have a name which no earlier one has; the others are reported, one error for each place. */
export function uniqueItems(items: readonly BoundItem[], diagnostics: Diagnostics): NamedItem[] {
  const unique: NamedItem[] = []
  const repeated = new Map<BoundItem['span'], { first: NamedItem; second: NamedItem }[]>()
  for (const item of items) {
    if (!isNamed(item)) continue
    const first = unique.find(other => clashes(other.name, item.name))
    if (!first) unique.push(item)
    else repeated.set(item.span, [...(repeated.get(item.span) ?? []), { first, second: item }])
  }
  for (const pairs of repeated.values()) report(pairs, diagnostics)
  return unique
}

function isNamed(item: BoundItem): item is NamedItem {
  return item.name !== null
}

function report(pairs: readonly { first: NamedItem; second: NamedItem }[], diagnostics: Diagnostics): void {
  const { first, second } = pairs[0]!
  const names = pairs.map(pair => `\`${pair.second.name.text}\``)
  const message =
    pairs.length === 1
      ? `two columns of the result are called ${names[0]}${sources(first, second)}`
      : `several columns of the result have the same name: ${names.join(', ')}`
  const help = second.listed
    ? `give one of them another name: … AS ${second.name.text}2`
    : `list the columns and give one another name: ${second.text} AS ${second.name.text}2`
  const related = first.span === second.span ? [] : [{ message: 'the first one', span: first.span }]
  diagnostics.error('MV2026', message, second.span, { related, help })
}

function sources(first: NamedItem, second: NamedItem): string {
  return second.listed ? '' : `: \`${first.text}\` and \`${second.text}\``
}
