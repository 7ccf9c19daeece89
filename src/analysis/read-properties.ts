/** Reads WITH (…) by the table of properties that a statement takes. */
import { foldCase } from '../catalog/name.ts'
import type { PropertyRule } from '../catalog/properties.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Property } from '../language/ast.ts'

export interface PropertyValue {
  /** Of a choice: as it stands in the table, however it is written. */
  readonly text: string
  readonly span: Span
}

/** The values that are set, by property; those with an error are left out and reported. */
export function readProperties<K extends string>(
  properties: readonly Property[],
  rules: Readonly<Record<K, PropertyRule>>,
  foreign: Readonly<Record<string, string>>,
  diagnostics: Diagnostics,
): Partial<Record<K, PropertyValue>> {
  const values: Partial<Record<K, PropertyValue>> = {}
  const seen = new Map<string, Property>()
  for (const property of properties) {
    const name = foldCase(property.name.text)
    if (!isKnown(name, rules)) {
      reportUnknown(property, Object.keys(rules), foreign, diagnostics)
      continue
    }
    const first = seen.get(name)
    if (first) {
      const related = [{ message: 'the first time', span: first.span }]
      diagnostics.error('MV2009', `\`${name}\` is set twice`, property.name.span, { related })
      continue
    }
    seen.set(name, property)
    const text = readValue(name, rules[name], property, diagnostics)
    if (text !== null) values[name] = { text, span: property.value.span }
  }
  return values
}

function isKnown<K extends string>(name: string, rules: Readonly<Record<K, PropertyRule>>): name is K {
  return Object.hasOwn(rules, name)
}

function reportUnknown(
  { name, span }: Property,
  known: readonly string[],
  foreign: Readonly<Record<string, string>>,
  diagnostics: Diagnostics,
): void {
  const folded = foldCase(name.text)
  const advice = Object.hasOwn(foreign, folded) ? foreign[folded] : undefined
  if (advice?.includes(' yet')) {
    return diagnostics.error('MV2010', `\`${name.text}\` is not supported here yet`, span, { help: advice })
  }
  const similar = suggest(folded, known)
  const help =
    advice ??
    (similar
      ? `did you mean \`${similar}\`?`
      : known.length === 0
        ? 'leave it out'
        : `the properties are ${known.map(key => `\`${key}\``).join(', ')}`)
  diagnostics.error('MV2007', `there is no property \`${name.text}\` here`, name.span, { help })
}

function readValue(
  name: string,
  rule: PropertyRule,
  { value }: Property,
  diagnostics: Diagnostics,
): string | null {
  if (value.literal !== 'string') {
    const help = rule.allowed ? oneOf(rule.allowed) : `write ${name} = '…'`
    diagnostics.error('MV2008', `\`${name}\` takes a text in quotes`, value.span, { help })
    return null
  }
  if (rule.allowed === null) {
    if (value.text !== '') return value.text
    diagnostics.error('MV2008', `\`${name}\` is empty`, value.span)
    return null
  }
  const same = (other: string) => foldCase(other) === foldCase(value.text)
  const allowed = rule.allowed.find(same)
  if (allowed !== undefined) return allowed
  const help = oneOf(rule.allowed)
  if (rule.planned.some(same)) {
    diagnostics.error('MV2010', `\`${name} = '${value.text}'\` is not supported yet`, value.span, { help })
  } else {
    diagnostics.error('MV2008', `\`${name}\` cannot be \`${value.text}\``, value.span, { help })
  }
  return null
}

function oneOf(values: readonly string[]): string {
  const quoted = values.map(value => `'${value}'`)
  return quoted.length === 1
    ? `it can be ${quoted[0]}`
    : `it can be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
