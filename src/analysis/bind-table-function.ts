/** Binds functions in FROM: each row of their left side with each element of arrays that are made of it. */
import type { Name } from '../catalog/name.ts'
import { foldCase } from '../catalog/name.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Expr } from '../expr/expr.ts'
import { contains } from '../expr/walk.ts'
import type { Join, TableFunction } from '../language/ast.ts'
import type { Column } from '../topology/plan.ts'
import type { ArrayType } from '../types/sql-type.ts'
import { printType } from '../types/type-name.ts'
import { bindOperands } from './bind-comparison.ts'
import { bindingFor } from './bind-expression.ts'
import type { BoundUnnest } from './bound.ts'
import type { FromContext, FromResult } from './from-result.ts'
import { resolveCall, scalarForms } from './resolve-call.ts'
import { reportArguments, typesOf } from './rules/arguments.ts'
import { renamed } from './rules/query-columns.ts'
import { EMPTY_SCOPE, type Scope, type ScopeColumn, unknownScope } from './scope.ts'

const BIGINT = { kind: 'bigint' } as const

interface TableFunctionForm {
  /** The function of the table of signatures that makes the array; null for UNNEST, which is given arrays. */
  readonly array: string | null
  /** The name of the column; null: the alias, or the name of the function. */
  readonly column: string | null
}

const UNNEST: TableFunctionForm = { array: null, column: null }

const FORMS: ReadonlyMap<string, TableFunctionForm> = new Map<string, TableFunctionForm>([
  ['unnest', UNNEST],
  ['explode', UNNEST],
  ['generate_series', { array: 'generate_series', column: null }],
  ['string_to_table', { array: 'string_to_array', column: null }],
  ['regexp_split_to_table', { array: 'regexp_split_to_array', column: null }],
  ...['jsonb', 'json'].flatMap((json): [string, TableFunctionForm][] => [
    [`${json}_array_elements`, { array: 'jsonb_elements', column: 'value' }],
    [`${json}_array_elements_text`, { array: 'jsonb_elements_text', column: 'value' }],
    [`${json}_object_keys`, { array: 'jsonb_keys', column: null }],
    [`${json}_each`, { array: 'jsonb_entries', column: null }],
    [`${json}_each_text`, { array: 'jsonb_entries_text', column: null }],
  ]),
])

/** Whether there is a function of this name in FROM. */
export function isTableFunction(name: string): boolean {
  return FORMS.has(foldCase(name))
}

/** A function in FROM behind nothing else, or one that reads the rows of `left`. The scope is that of its own columns. */
export function bindTableFunction(
  item: TableFunction,
  join: Pick<Join, 'join'> | null,
  left: FromResult | null,
  context: FromContext,
): FromResult {
  const visible = item.alias ?? item.name
  const form = FORMS.get(foldCase(item.name.text))
  if (form === undefined) {
    reportUnknown(item, context)
    return { from: null, scope: unknownScope(visible) }
  }
  const arrays = bindArrays(item, form, left?.scope ?? EMPTY_SCOPE, context)
  if (arrays === null) return { from: null, scope: unknownScope(visible) }
  const columns = columnsOf(item, form, arrays)
  const given = renamed(columns, item.columns, visible, context.diagnostics)
  const scope: Scope = {
    relations: [
      {
        name: visible,
        relation: null,
        columns: columns.map((column, i) => ({ ...column, name: given?.[i]?.name ?? column.name })),
        open: false,
        ...(columns.length - (item.ordinality ? 1 : 0) === 1 && { isValue: true as const }),
      },
    ],
    width: arrays.length + (item.ordinality ? 1 : 0),
  }
  if (given === null || (left !== null && left.from === null)) return { from: null, scope }
  const from: BoundUnnest = {
    kind: 'unnest',
    input: left?.from ?? null,
    arrays,
    columns: elementColumns(arrays, scope, item.ordinality),
    ordinality: item.ordinality,
    outer: join?.join === 'left',
    on: null,
    span: item.span,
  }
  return { from, scope }
}

/** The columns of the rows: where the fields of a struct are visible, the struct has no name of its own. */
function elementColumns(arrays: readonly Expr[], { relations }: Scope, ordinality: boolean): Column[] {
  const visible = relations.flatMap(({ columns }) => columns)
  const nameAt = (index: number): string =>
    visible.find(({ expr }) => expr?.kind === 'column' && expr.index === index)?.name.text ?? 'element'
  const elements = arrays.map(({ type }, index) => ({
    name: nameAt(index),
    type: (type as ArrayType).element,
  }))
  return ordinality ? [...elements, { name: nameAt(arrays.length), type: BIGINT }] : elements
}

function reportUnknown({ name }: TableFunction, { diagnostics }: FromContext): void {
  const similar = suggest(foldCase(name.text), [...FORMS.keys()])
  diagnostics.error('MV2031', `there is no function \`${name.text}\` for FROM`, name.span, {
    help: similar
      ? `did you mean \`${similar.toUpperCase()}\`?`
      : 'UNNEST gives a row for each element of an array',
  })
}

/** The arrays, or null when there is an error, which is reported. */
function bindArrays(
  { name, args, span }: TableFunction,
  { array }: TableFunctionForm,
  scope: Scope,
  context: FromContext,
): Expr[] | null {
  const { diagnostics } = context
  const operands = bindOperands(args, bindingFor(scope, 'FROM', context))
  if (operands === null) return null
  const asking = operands.findIndex(({ expr }) => contains(expr, 'subquery'))
  if (asking >= 0) {
    diagnostics.error('MV2010', `a subquery in \`${name.text}\` is not supported`, args[asking]!.span, {
      help: 'join the query, and read its column',
    })
    return null
  }
  if (array !== null) {
    const call = resolveCall(array, operands, diagnostics)
    if (call === 'no overload') {
      const forms = scalarForms(array).map(text => text.replace(/^\w+/, name.text.toUpperCase()))
      reportArguments(name.text, typesOf(operands), forms, span, diagnostics)
    }
    return typeof call === 'string' ? null : [call]
  }
  const other = operands.findIndex(({ expr }) => expr.type.kind !== 'array')
  if (operands.length > 0 && other < 0) return operands.map(({ expr }) => expr)
  const types = operands.map(({ expr }) => printType(expr.type)).join(', ')
  diagnostics.error(
    'MV2032',
    `\`${name.text}\` does not take ${types || 'nothing'}`,
    args[other]?.span ?? span,
    {
      help: 'it takes arrays; of a map ENTRIES(map, TRUE) is one',
    },
  )
  return null
}

/** The columns of the elements, those of a struct being its fields, then the ordinal. */
function columnsOf(
  item: TableFunction,
  form: TableFunctionForm,
  arrays: readonly Expr[],
): (ScopeColumn & RelationColumn)[] {
  const name: Name = form.column === null ? (item.alias ?? item.name) : { text: form.column, quoted: false }
  const columns = arrays.flatMap((array, index): (ScopeColumn & RelationColumn)[] => {
    const { element } = array.type as ArrayType
    const column: Expr = { kind: 'column', type: element, index }
    if (element.kind !== 'struct') return [{ name, type: element, expr: column }]
    return element.fields.map((field, at) => ({
      name: { text: field.name, quoted: false },
      type: field.type,
      expr: { kind: 'field', type: field.type, arg: column, index: at },
    }))
  })
  if (!item.ordinality) return columns
  const ordinal: Expr = { kind: 'column', type: BIGINT, index: arrays.length }
  return [...columns, { name: { text: 'ordinality', quoted: false }, type: BIGINT, expr: ordinal }]
}
