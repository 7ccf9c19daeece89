/** Finds the column that a reference means, or says why there is none and what may have been meant. */
import { foldCase, refersTo, type Name } from '../catalog/name.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr, VariableExpr } from '../expr/expr.ts'
import type { ColumnRef, FieldAccess, Identifier } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import { isVolatile, refuseVolatile } from './rules/volatile-functions.ts'
import type { Outer } from './from-result.ts'
import { qualified, type Scope, type ScopeColumn, type ScopeRelation } from './scope.ts'

interface Candidate {
  readonly relation: ScopeRelation
  readonly column: ScopeColumn
}

/** The expression that a reference stands for; null when there is an error, which is reported. */
export function resolveColumn(reference: ColumnRef, binding: Binding): Expr | null {
  const { relation, name } = reference
  const variable = findVariable(relation ?? name, binding)
  if (variable !== null && relation === null) return variable
  if (relation && (variable || isStructColumn(relation, binding))) {
    const operand: ColumnRef = { kind: 'column_ref', relation: null, name: relation, span: relation.span }
    const access: FieldAccess = {
      kind: 'field_access',
      form: 'dot',
      operand,
      field: name,
      span: reference.span,
    }
    return binding.bind(access, binding)
  }
  if (!mayMean(reference, binding.scope)) {
    const outer = readOuter(reference, binding.context.outer)
    if (outer !== undefined) return outer
  }
  const relations = reference.relation
    ? resolveRelation(reference.relation, binding)
    : binding.scope.relations
  if (relations === null) return null
  const candidates = bestCandidates(reference.name, relations, reference.relation === null)
  if (candidates.length === 1) return take(candidates[0]!, reference, binding)
  if (candidates.length > 1) reportAmbiguous(reference, candidates, binding)
  else if (!relations.some(({ open }) => open)) reportUnknown(reference, relations, binding)
  return null
}

/** The parameter of a lambda around the expression; it hides what else has its name. */
function findVariable(name: Identifier, { variables }: Binding): VariableExpr | null {
  const index = variables.findLastIndex(variable => refersTo(name, variable.name.text))
  return index < 0 ? null : { kind: 'variable', type: variables[index]!.type, index }
}

/** Whether the name in front of a point is that of a struct and not of a relation. */
function isStructColumn(name: Identifier, { scope, context }: Binding): boolean {
  if (scope.relations.some(relation => relation.name && refersTo(name, relation.name.text))) return false
  const candidates = bestCandidates(name, scope.relations, true)
  if (candidates.length > 0) return candidates.some(({ column }) => column.expr?.type.kind === 'struct')
  return context.outer !== null && isStructColumn(name, context.outer.binding)
}

/** Whether the scope answers to the reference: it has the relation, or without one the column, or may have it. */
function mayMean({ relation: qualifier, name }: ColumnRef, { relations }: Scope): boolean {
  if (qualifier) return relations.some(relation => relation.name && refersTo(qualifier, relation.name.text))
  return relations.some(({ open }) => open) || bestCandidates(name, relations, true).length > 0
}

/** What the row around a subquery has for the reference; undefined when nothing there answers to it. */
function readOuter(reference: ColumnRef, outer: Outer | null): Expr | null | undefined {
  if (outer === null) return undefined
  const found = mayMean(reference, outer.binding.scope)
    ? resolveColumn(reference, outer.binding)
    : readOuter(reference, outer.binding.context.outer)
  return found && outer.parameters.add(found)
}

/** The relation that a qualifier means, as a list of one; null when there is an error, which is reported. */
export function resolveRelation(qualifier: Identifier, binding: Binding): ScopeRelation[] | null {
  const relation = binding.scope.relations.find(({ name }) => name && refersTo(qualifier, name.text))
  if (relation) return [relation]
  const hidden = binding.scope.relations.find(
    ({ relation }) => relation && refersTo(qualifier, relation.name),
  )
  if (hidden?.name) {
    const message = `\`${qualifier.text}\` is called \`${hidden.name.text}\` in this query`
    const help = `write \`${hidden.name.text}\`: an alias takes the place of the name`
    binding.diagnostics.error('MV2024', message, qualifier.span, { help })
    return null
  }
  const names = binding.scope.relations.flatMap(({ name }) => (name ? [name.text] : []))
  const similar = suggest(qualifier.text, names)
  const help = similar
    ? `did you mean \`${similar}\`?`
    : `relations in this query: ${names.map(name => `\`${name}\``).join(', ')}`
  binding.diagnostics.error(
    'MV2020',
    `\`${qualifier.text}\` is not in FROM`,
    qualifier.span,
    names.length ? { help } : {},
  )
  return null
}

/** Columns of the name; within a relation, one in exactly the written case wins over others. Then values of the name. */
function bestCandidates(name: Name, relations: readonly ScopeRelation[], unqualified: boolean): Candidate[] {
  const candidates = relations.flatMap(relation => {
    const matching = relation.columns.filter(
      column => refersTo(name, column.name.text) && !(unqualified && column.merged),
    )
    const exact = matching.filter(column => column.name.text === name.text)
    return (exact.length > 0 ? exact : matching).map(column => ({ relation, column }))
  })
  if (candidates.length > 0 || !unqualified) return candidates
  return relations
    .filter(relation => relation.isValue && relation.name && refersTo(name, relation.name.text))
    .map(relation => ({ relation, column: relation.columns[0]! }))
}

function take({ relation, column }: Candidate, { span }: ColumnRef, { origins }: Binding): Expr | null {
  if (column.expr === null) return null
  const expr: Expr = { ...column.expr }
  origins.set(expr, { text: qualified(relation, column), column: column.name, span })
  return expr
}

function reportAmbiguous(
  { name, span }: ColumnRef,
  candidates: readonly Candidate[],
  binding: Binding,
): void {
  const names = candidates.map(({ relation, column }) => `\`${qualified(relation, column)}\``)
  binding.diagnostics.error('MV2022', `\`${name.text}\` could be ${listOr(names)}`, span, {
    help: 'put the name of the relation in front of it',
  })
}

function listOr(items: readonly string[]): string {
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
}

function reportUnknown(reference: ColumnRef, relations: readonly ScopeRelation[], binding: Binding): void {
  const { name, relation, span } = reference
  if (!relation && !name.quoted && isVolatile(name.text))
    return refuseVolatile(name.text, span, binding.diagnostics)
  const hiding = relations.find(({ relation }) =>
    relation?.columns.some(column => refersTo(name, column.name.text)),
  )
  if (hiding?.name) return reportHidden(name, hiding.name, span, binding)
  const message = relation
    ? `\`${relations[0]?.name?.text ?? relation.text}\` has no column \`${name.text}\``
    : `there is no column \`${name.text}\``
  const help = adviceFor(reference, relations, binding)
  binding.diagnostics.error('MV2021', message, span, help === null ? {} : { help })
}

/** In the ON of an aggregate join, the source shows only the columns that it is grouped by. */
function reportHidden(column: Name, source: Name, span: Span, { diagnostics }: Binding): void {
  diagnostics.error('MV2061', `\`${source.text}.${column.text}\` cannot be used in this ON`, span, {
    help: `only the BY columns of \`${source.text}\` can; a condition on its rows belongs into the parentheses, behind WHERE`,
  })
}

function adviceFor(
  { name, relation }: ColumnRef,
  relations: readonly ScopeRelation[],
  binding: Binding,
): string | null {
  const elsewhere = binding.scope.relations.find(
    other => !relations.includes(other) && other.columns.some(column => refersTo(name, column.name.text)),
  )
  if (elsewhere?.name) return `\`${elsewhere.name.text}\` has a column \`${name.text}\``
  const names = relations.flatMap(({ columns }) => columns.map(column => column.name.text))
  if (name.quoted) {
    const otherCase = names.find(text => foldCase(text) === foldCase(name.text))
    if (otherCase) return `a quoted name is exact: write \`"${otherCase}"\``
  }
  const variables = relation ? [] : binding.variables.map(variable => variable.name.text)
  const similar = suggest(name.text, [...variables, ...names])
  if (similar) return `did you mean \`${similar}\`?`
  if (name.quoted && !relation)
    return `double quotes are for names; text takes single quotes: '${name.text.replaceAll("'", "''")}'`
  if (relations.length !== 1 || names.length === 0 || names.length > 12) return null
  return `its columns: ${names.map(text => `\`${text}\``).join(', ')}`
}
