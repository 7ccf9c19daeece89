/** Binds what makes arrays, maps and structs and what takes them apart. */
import { refersTo } from '../catalog/name.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Expr } from '../expr/expr.ts'
import type {
  ArrayExpression,
  Expression,
  FieldAccess,
  Identifier,
  MapExpression,
  QuantifiedArray,
  RowExpression,
  StructExpression,
  Subscript,
} from '../language/ast.ts'
import type { Field, SqlType, StructType } from '../types/sql-type.ts'
import { printType } from '../types/type-name.ts'
import { bindOperands } from './bind-comparison.ts'
import type { Binding } from './binding.ts'
import { operandOf, type Operand } from './operand.ts'
import { bindOperator, OPERATORS } from './operators.ts'
import { unifyTypes } from './unify-types.ts'

const TEXT: SqlType = { kind: 'varchar', length: null }

export function bindArray({ items, span }: ArrayExpression, binding: Binding): Expr | null {
  if (items.length === 0) {
    binding.diagnostics.error('MV2091', 'the type of the elements of an empty ARRAY is not known', span, {
      help: 'cast it: ARRAY[]::INTEGER[]',
    })
    return null
  }
  const operands = bindOperands(items, binding)
  const args = operands && unifyTypes('ARRAY', operands, span, binding.diagnostics)
  return args && { kind: 'construct', type: { kind: 'array', element: args[0]!.type }, args }
}

export function bindMap({ entries, span }: MapExpression, binding: Binding): Expr | null {
  if (entries.length === 0) {
    binding.diagnostics.error('MV2091', 'the type of the values of an empty MAP is not known', span, {
      help: 'cast it: CAST(MAP() AS MAP<VARCHAR, INTEGER>)',
    })
    return null
  }
  const keys = bindOperands(
    entries.map(({ key }) => key),
    binding,
  )
  const values = bindOperands(
    entries.map(({ value }) => value),
    binding,
  )
  const texts = keys?.map((key, i) => asKey(key, entries[i]!.key, binding)) ?? [null]
  const unified = values && unifyTypes('MAP', values, span, binding.diagnostics)
  if (!unified || !texts.every(text => text !== null)) return null
  const args = texts.flatMap((text, i) => [text, unified[i]!])
  return { kind: 'construct', type: { kind: 'map', value: unified[0]!.type }, args }
}

function asKey({ expr }: Operand, written: Expression, { diagnostics }: Binding): Expr | null {
  if (expr.type.kind === 'varchar') return expr
  if (expr.type.kind === 'null' || expr.type.kind === 'char') return { kind: 'cast', type: TEXT, arg: expr }
  diagnostics.error('MV2030', `a key of a MAP is VARCHAR, not ${printType(expr.type)}`, written.span, {
    help: 'cast it: CAST(… AS VARCHAR)',
  })
  return null
}

export function bindStruct({ fields }: StructExpression, binding: Binding): Expr | null {
  const operands = bindOperands(
    fields.map(({ value }) => value),
    binding,
  )
  const names = fields.map(({ name }) => name)
  return operands && areDifferent(names, binding) ? structOf(names, operands) : null
}

function areDifferent(names: readonly Identifier[], { diagnostics }: Binding): boolean {
  const again = names.find((name, i) =>
    names.slice(0, i).some(other => other.text.toLowerCase() === name.text.toLowerCase()),
  )
  if (again === undefined) return true
  diagnostics.error('MV2003', `the STRUCT has two fields \`${again.text}\``, again.span, {
    help: 'fields are found without regard to case: give each a name of its own',
  })
  return false
}

/** `ROW(a, b)` is a struct with the names that PostgreSQL gives the fields: f1, f2, … */
export function bindRow({ items }: RowExpression, binding: Binding): Expr | null {
  const operands = bindOperands(items, binding)
  return (
    operands &&
    structOf(
      items.map((_, i) => ({ text: `f${i + 1}` })),
      operands,
    )
  )
}

function structOf(names: readonly { readonly text: string }[], operands: readonly Operand[]): Expr {
  const args = operands.map(({ expr }): Expr =>
    expr.type.kind === 'null' ? { kind: 'literal', type: TEXT, text: null } : expr,
  )
  const fields = args.map(({ type }, i): Field => ({ name: names[i]!.text, type }))
  return { kind: 'construct', type: { kind: 'struct', fields }, args }
}

export function bindSubscript({ operand, index, span }: Subscript, binding: Binding): Expr | null {
  const operands = bindOperands([operand, index], binding)
  if (operands === null) return null
  const [whole, at] = operands.map(({ expr }) => expr) as [Expr, Expr]
  if (whole.type.kind === 'array' && at.kind === 'literal' && /^(-|0$)/.test(at.text ?? '')) {
    binding.diagnostics.warn(
      'MV2092',
      `the elements of an array are counted from 1: \`[${at.text}]\` is always NULL`,
      index.span,
      {
        help: 'write `a[CARDINALITY(a)]` for the last element of `a`',
      },
    )
  }
  return bindOperator('subscript', '[ ]', operands, span, binding.diagnostics)
}

/** `s->field`, `(s).field`; of JSON `->` is an operator, and what stands behind it a column. */
export function bindFieldAccess(expression: FieldAccess, binding: Binding): Expr | null {
  const { form, operand, field, span } = expression
  const arg = binding.bind(operand, binding)
  if (arg === null) return null
  if (arg.type.kind === 'struct') return fieldOf(arg, arg.type, field, binding)
  if (arg.type.kind === 'json' && form === 'arrow') {
    const key: Expression = { kind: 'column_ref', relation: null, name: field, span: field.span }
    const bound = binding.bind(key, binding)
    const operands = bound && [operandOf(operand, arg), operandOf(key, bound)]
    return operands && bindOperator('get', '->', operands, span, binding.diagnostics)
  }
  const text = `'${field.text.replaceAll("'", "''")}'`
  const instead: Partial<Record<SqlType['kind'], string>> = {
    map: `write \`m[${text}]\` for the value of a key`,
    json: `write \`->${text}\` for a member of JSON`,
    array: 'write `a[1]` for an element',
  }
  const help = instead[arg.type.kind]
  binding.diagnostics.error(
    'MV2090',
    `${printType(arg.type)} has no fields`,
    field.span,
    help ? { help } : {},
  )
  return null
}

/** The field of a struct; null when it has none of the name, which is reported. */
export function fieldOf(
  arg: Expr,
  type: StructType,
  field: Identifier,
  { diagnostics }: Binding,
): Expr | null {
  const { fields } = type
  const exact = fields.findIndex(({ name }) => name === field.text)
  const index = exact >= 0 ? exact : fields.findIndex(({ name }) => refersTo(field, name))
  if (index >= 0) return { kind: 'field', type: fields[index]!.type, arg, index }
  const names = fields.map(({ name }) => name)
  const similar = suggest(field.text, names)
  const help = similar
    ? `did you mean \`${similar}\`?`
    : `its fields: ${names.map(name => `\`${name}\``).join(', ')}`
  diagnostics.error('MV2090', `the STRUCT has no field \`${field.text}\``, field.span, { help })
  return null
}

export function bindQuantifiedArray(expression: QuantifiedArray, binding: Binding): Expr | null {
  const { left, operator, quantifier, array, operatorSpan } = expression
  const operands = bindOperands([left, array], binding)
  const sign = `${operator} ${quantifier.toUpperCase()}`
  return (
    operands &&
    bindOperator(`${OPERATORS[operator]}_${quantifier}`, sign, operands, operatorSpan, binding.diagnostics)
  )
}
