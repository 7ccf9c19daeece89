/** Reads the aggregate calls of a plan file, and the order that values and rows stand in. */
import { aggregateById, takesTypes } from '../expr/aggregates.ts'
import {
  fail,
  member,
  optionalMember,
  readBoolean,
  readList,
  readPosition,
  readText,
  type Place,
} from './json-reader.ts'
import type { AggregateCall, Column, SortColumn } from './plan.ts'
import { readConstant, readType } from './read-expr.ts'

/** @param columns of the input row */
export function readCalls(place: Place, columns: readonly Column[]): AggregateCall[] {
  return readList(place, item => readAggregateCall(item, columns))
}

function readAggregateCall(place: Place, columns: readonly Column[]): AggregateCall {
  const fn = readText(member(place, 'fn'))
  const signature =
    aggregateById(fn) ?? fail(member(place, 'fn'), 'an aggregate that this version of matview has')
  const args = readList(member(place, 'args'), position => readPosition(position, columns.length))
  const optional = <T>(name: string, read: (found: Place) => T): T | null => {
    const found = optionalMember(place, name)
    return found && read(found)
  }
  const distinct = optional('distinct', readBoolean) === true && args.length > 0
  const orderBy = optional('orderBy', found => readOrder(found, columns.length))
  const filter = optional('filter', found => readFlag(found, columns))
  const constants = optional('constants', found => readList(found, readConstant))
  const types = [...args.map(position => columns[position]!), ...(constants ?? [])].map(({ type }) => type)
  if (!takesTypes(signature, types)) fail(member(place, 'args'), `what \`${fn}\` takes`)
  if ((orderBy === null) !== (signature.order === null))
    fail(member(place, 'orderBy'), `what \`${fn}\` takes`)
  return {
    fn,
    args,
    ...(distinct && { distinct }),
    ...(orderBy && { orderBy }),
    ...(filter !== null && { filter }),
    ...(constants && { constants }),
    type: readType(member(place, 'type')),
  }
}

export function readOrder(place: Place, width: number): SortColumn[] {
  return readList(place, item => ({
    column: readPosition(member(item, 'column'), width),
    descending: readBoolean(member(item, 'descending')),
    nullsFirst: readBoolean(member(item, 'nullsFirst')),
  }))
}

function readFlag(place: Place, columns: readonly Column[]): number {
  const position = readPosition(place, columns.length)
  return columns[position]!.type.kind === 'boolean' ? position : fail(place, 'a condition')
}
