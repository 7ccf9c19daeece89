/** Reads the calls of a window node of a plan file, with their frames. */
import { aggregateById } from '../expr/aggregates.ts'
import type { Frame, FrameBound } from '../expr/expr.ts'
import { windowFunction } from '../expr/window-functions.ts'
import {
  fail,
  member,
  readCount,
  readList,
  readOneOf,
  readPosition,
  readText,
  type Place,
} from './json-reader.ts'
import type { WindowCall } from './plan.ts'
import { readConstant, readType } from './read-expr.ts'

/** @param width how many columns the input has */
export function readWindowCall(place: Place, width: number): WindowCall {
  const fn = readText(member(place, 'fn'))
  if (windowFunction(fn) === undefined && aggregateById(fn) === undefined)
    fail(member(place, 'fn'), 'a window function that this version of matview has')
  return {
    fn,
    args: readList(member(place, 'args'), arg =>
      typeof arg.value === 'number' ? readPosition(arg, width) : readConstant(arg),
    ),
    frame: readFrame(member(place, 'frame')),
    type: readType(member(place, 'type')),
  }
}

function readFrame(place: Place): Frame {
  return {
    unit: readOneOf(member(place, 'unit'), ['rows', 'range', 'groups']),
    start: readBound(member(place, 'start')),
    end: readBound(member(place, 'end')),
    exclude: readOneOf(member(place, 'exclude'), ['no_others', 'current_row', 'group', 'ties']),
  }
}

function readBound(place: Place): FrameBound {
  const kinds = [
    'unbounded_preceding',
    'preceding',
    'current_row',
    'following',
    'unbounded_following',
  ] as const
  const kind = readOneOf(member(place, 'kind'), kinds)
  if (kind !== 'preceding' && kind !== 'following') return { kind }
  const offset = member(place, 'offset')
  if (typeof offset.value === 'object') return { kind, offset: readConstant(offset) }
  return { kind, offset: readCount(offset, 0) ?? fail(offset, 'a number') }
}
