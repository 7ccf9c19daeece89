/**
 * Overload resolution: which function or operator is meant by a name and argument types, by PostgreSQL's rules
 * ("Operator Type Resolution" and "Function Type Resolution" of its manual).
 */
import type { SqlType } from '../types/sql-type.ts'
import { must } from '../util/assert.ts'
import { AGGREGATES } from './aggregates.ts'
import {
  type Argument,
  categoryOf,
  commonType,
  implicitCast,
  isPreferred,
  isTextual,
  isUnknown,
  sameType,
} from './coercion.ts'
import { typeOfKind } from './functions/define.ts'
import { fitsParameter, parameterTypes } from './parameters.ts'
import type { AggregateSignature, Overload, ScalarSignature } from './signature.ts'
import { scalarsNamed } from './signatures.ts'

export interface Resolved<S extends Overload> {
  readonly signature: S
  /** What each argument must be cast to; null where it fits as it is. */
  readonly casts: readonly (SqlType | null)[]
  readonly type: SqlType
}

export type ResolvedScalar = Resolved<ScalarSignature>
export type ResolvedAggregate = Resolved<AggregateSignature>

/** The overload of a function or operator (by lower-case name) for these arguments; null when none or no single one fits. */
export function resolveScalar(name: string, args: readonly Argument[]): ResolvedScalar | null {
  if (name === 'append') return resolveAppend(args)
  if (UNIFYING.has(name)) return resolveUnified(name, args)
  return resolveOverload(name, args)
}

function resolveOverload(name: string, args: readonly Argument[]): ResolvedScalar | null {
  const candidates = scalarsNamed(name).flatMap(signature => candidateFor(signature, args))
  const candidate = matchOtherSide(candidates, args) ?? bestCandidate(candidates, args)
  return candidate === null ? null : resolved(candidate, args)
}

/** The overload of an aggregate (by lower-case name); no arguments for `count(*)`. */
export function resolveAggregate(name: string, args: readonly Argument[]): ResolvedAggregate | null {
  const candidates = AGGREGATES.filter(signature => signature.name === name)
  const candidate = bestCandidate(
    candidates.flatMap(signature => candidateFor(signature, args)),
    args,
  )
  return candidate === null ? null : resolved(candidate, args)
}

/** `||` joins arrays, JSON and bytes with their like, and a text with a value of any type, which is written as text. */
function resolveAppend(args: readonly Argument[]): ResolvedScalar | null {
  const [first, second] = args
  if (first === undefined || second === undefined) return null
  if (args.some(({ type }) => type.kind === 'array')) return resolveOverload('append', args)
  const isJson = (arg: Argument) => arg.type.kind === 'json'
  if (args.some(isJson) && args.every(arg => isJson(arg) || isUnknown(arg)))
    return resolveOverload('append', args)
  const isBytes = (arg: Argument) => arg.type.kind === 'bytes' || isUnknown(arg)
  const areBytes = isBytes(first) && isBytes(second) && !(isUnknown(first) && isUnknown(second))
  const isText = args.some(arg => isTextual(arg.type.kind) || isUnknown(arg))
  const wanted = areBytes ? 'bytes' : 'varchar'
  const signature = scalarsNamed('append').find(({ parameters }) => parameters[0] === wanted)
  if (signature === undefined || !(areBytes || isText)) return null
  const types = must(parameterTypes(signature, args), `${signature.id} takes other arguments`)
  return resolved({ signature, types }, args)
}

/** Functions that bring their arguments to one type, as CASE does. */
const UNIFYING: ReadonlySet<string> = new Set(['greatest', 'least'])

function resolveUnified(name: string, args: readonly Argument[]): ResolvedScalar | null {
  const type = args.length === 0 ? null : commonType(args)
  const signature = type && scalarsNamed(name).find(({ parameters }) => fitsParameter(parameters[0]!, type))
  if (!signature) return null
  const casts = args.map(arg => (!arg.untyped && sameType(arg.type, type) ? null : type))
  return { signature, casts, type }
}

/** An overload, and the types of its parameters for the arguments at hand; null takes any type. */
interface Candidate<S extends Overload> {
  readonly signature: S
  readonly types: readonly (SqlType | null)[]
}

function resolved<S extends Overload>(
  { signature, types }: Candidate<S>,
  args: readonly Argument[],
): Resolved<S> {
  const casts = args.map((arg, i) => {
    const type = types[i]!
    if (type === null) return isUnknown(arg) ? typeOfKind('varchar') : null
    return fitsAsItIs(arg.type, type) ? null : type
  })
  const argTypes = args.map(({ type }, i) => casts[i] ?? type)
  return { signature, casts, type: signature.result(argTypes) }
}

/** The limits of a parameter do not count, but those within a nested type are part of what it is. */
function fitsAsItIs(type: SqlType, parameter: SqlType): boolean {
  return type.kind === parameter.kind && (!isNested(type) || sameType(type, parameter))
}

function isNested({ kind }: SqlType): boolean {
  return kind === 'array' || kind === 'map' || kind === 'struct'
}

/** None or one. */
function candidateFor<S extends Overload>(signature: S, args: readonly Argument[]): Candidate<S>[] {
  const types = parameterTypes(signature, args)
  const accepts = types?.every((type, i) => {
    const arg = args[i]!
    return type === null || isUnknown(arg) || implicitCast(arg.type, type)
  })
  return types && accepts ? [{ signature, types }] : []
}

/** With one unknown of two arguments: the overload that takes the type of the other on both sides, if there is one. */
function matchOtherSide<S extends Overload>(
  candidates: readonly Candidate<S>[],
  args: readonly Argument[],
): Candidate<S> | null {
  const known = args.filter(arg => !isUnknown(arg))
  if (args.length !== 2 || known.length !== 1) return null
  const { kind } = known[0]!.type
  return candidates.find(({ types }) => types.every(type => type?.kind === kind)) ?? null
}

/** PostgreSQL's `func_select_candidate`: most exact matches, then most preferred types, then the unknowns' category. */
function bestCandidate<S extends Overload>(
  candidates: readonly Candidate<S>[],
  args: readonly Argument[],
): Candidate<S> | null {
  const exact = mostOf(candidates, ({ types }) => countOf(args, (arg, i) => isExact(arg, types[i]!)))
  const preferred = mostOf(exact, ({ types }) =>
    countOf(args, (arg, i) => {
      const type = types[i]!
      return !isUnknown(arg) && (isExact(arg, type) || (type !== null && isPreferred(type.kind)))
    }),
  )
  const fitting = args.reduce<readonly Candidate<S>[]>(
    (rest, arg, i) => (isUnknown(arg) && rest.length > 1 ? fitUnknown(rest, i) : rest),
    preferred,
  )
  return fitting.length === 1 ? fitting[0]! : likeTheKnown(fitting, args)
}

/** The last resort: all known arguments are of one type, and one overload alone takes it for the unknown ones too. */
function likeTheKnown<S extends Overload>(
  candidates: readonly Candidate<S>[],
  args: readonly Argument[],
): Candidate<S> | null {
  const known = args.filter(arg => !isUnknown(arg))
  const first = known[0]
  if (first === undefined || known.length === args.length) return null
  if (!known.every(({ type }) => type.kind === first.type.kind)) return null
  const alike = args.map(() => first)
  const fitting = candidates.filter(({ signature }) => candidateFor(signature, alike).length > 0)
  return fitting.length === 1 ? fitting[0]! : null
}

function isExact(arg: Argument, parameter: SqlType | null): boolean {
  return !isUnknown(arg) && arg.type.kind === parameter?.kind
}

/** Text if any candidate takes it; else the one category that all have, and its preferred type if a candidate has it. */
function fitUnknown<S extends Overload>(
  candidates: readonly Candidate<S>[],
  position: number,
): readonly Candidate<S>[] {
  const kindOf = ({ types }: Candidate<S>) => types[position]?.kind ?? 'null'
  const textual = candidates.filter(candidate => kindOf(candidate) === 'varchar')
  if (textual.length > 0) return textual
  const categories = new Set(candidates.map(candidate => categoryOf(kindOf(candidate))))
  if (categories.size > 1) return candidates
  const preferred = candidates.filter(candidate => isPreferred(kindOf(candidate)))
  return preferred.length > 0 ? preferred : candidates
}

function countOf(args: readonly Argument[], test: (arg: Argument, position: number) => boolean): number {
  return args.reduce((count, arg, i) => count + (test(arg, i) ? 1 : 0), 0)
}

function mostOf<T>(items: readonly T[], score: (item: T) => number): readonly T[] {
  const best = Math.max(...items.map(score))
  return items.filter(item => score(item) === best)
}
