/** The route of a view: the default from its name and key, or the given one, whose parameters must be the key. */
import { endpointShape, parseEndpointPath } from '../catalog/endpoint-path.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { isMinimalKey } from '../logical/keys.ts'
import type { LogicalView } from '../logical/plan.ts'
import { missingKeyReason } from './missing-key.ts'
import { listedNames } from '../util/listed.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

/** Key columns in the order of the route's segments. */
export interface Endpoint {
  readonly path: string
  readonly key: readonly number[]
}

/** The view's endpoint; null when it has none, which is a warning, or an error if one was asked for. */
export function viewEndpoint(
  builder: TopologyBuilder,
  view: LogicalView,
  relation: Relation,
  diagnostics: Diagnostics,
): Endpoint | null {
  const key = relation.node.key
  if (key === null) {
    reportMissingKey(builder, view, relation, diagnostics)
    return null
  }
  if (view.endpoint === null) return defaultEndpoint(view, key)
  return givenEndpoint(view, view.endpoint, relation, diagnostics)
}

function reportMissingKey(
  builder: TopologyBuilder,
  view: LogicalView,
  relation: Relation,
  diagnostics: Diagnostics,
): void {
  const { reason, help } = missingKeyReason(builder, relation.node)
  if (view.endpoint !== null) {
    const message = `\`${view.name}\` cannot be served at \`${view.endpoint.text}\`: its rows have no key, because ${reason}`
    diagnostics.error('MV3003', message, view.endpoint.span, { help })
  } else if (!view.appendOnly) {
    const message = `\`${view.name}\` has no key and so no endpoint, because ${reason}`
    diagnostics.warn('MV3003', message, view.nameSpan, { help })
  }
}

function defaultEndpoint(view: LogicalView, key: readonly number[]): Endpoint {
  const names = key.map(position => view.plan.columns[position]!.name)
  const segments = [
    view.name.replaceAll(/[^A-Za-z0-9_~-]/g, '_'),
    ...names.map((name, index) => `:${parameterName(name, names, index)}`),
  ]
  return { path: `/${segments.join('/')}`, key }
}

/** A column's name as a router takes it; its place decides which column it is, so the name need only be unique. */
function parameterName(name: string, names: readonly string[], index: number): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}_]/gu, '_').replace(/^(?=\p{N})/u, '_') || '_'
  const taken = names.slice(0, index).some(other => other.toLowerCase() === name.toLowerCase())
  return taken || (safe !== name && names.includes(safe)) ? `${safe}_${index + 1}` : safe
}

function givenEndpoint(
  view: LogicalView,
  { text, span }: NonNullable<LogicalView['endpoint']>,
  relation: Relation,
  diagnostics: Diagnostics,
): Endpoint | null {
  const parsed = parseEndpointPath(text)
  // A route that cannot be read is reported by analysis.
  if ('problem' in parsed) return null
  const parameters = parsed.segments.filter(({ kind }) => kind === 'column').map(segment => segment.text)
  const columns = view.plan.columns.map(({ name }) => name)
  const positions = parameters.map(parameter => columns.findIndex(name => sameName(name, parameter)))
  if (positions.every(position => position >= 0) && isMinimalKey(relation.keys, positions)) {
    return { path: text, key: positions }
  }
  const keyNames = relation.node.key!.map(position => columns[position]!)
  const unknown = parameters.find((_, index) => positions[index]! < 0)
  const message = endpointProblem(view.name, text, keyNames, unknown, columns)
  diagnostics.error('MV3004', message, span, { help: `write \`${suggestion(parsed.segments, keyNames)}\`` })
  return null
}

function endpointProblem(
  view: string,
  path: string,
  key: readonly string[],
  unknown: string | undefined,
  columns: readonly string[],
): string {
  const identified =
    key.length === 0 ? 'is a single row without a key' : `is identified by ${listedNames(key)}`
  if (unknown === undefined) return `\`${path}\` does not fit \`${view}\`, which ${identified}`
  const names = columns.length <= 8 ? `, only ${listedNames(columns)}` : ''
  return `\`${view}\` has no column \`${unknown}\` for \`${path}\`${names}; it ${identified}`
}

/** The fixed start of the route with the key behind it. */
function suggestion(segments: readonly { kind: string; text: string }[], key: readonly string[]): string {
  const fixed = segments.filter(({ kind }) => kind === 'text').map(({ text }) => text)
  return `/${[...fixed, ...key.map(name => `:${name}`)].join('/')}`
}

function sameName(first: string, second: string): boolean {
  return first.toLowerCase() === second.toLowerCase()
}

/** Finds views whose routes match the same requests. */
export class EndpointShapes {
  readonly #taken = new Map<string, { readonly view: string; readonly path: string; readonly span: Span }>()

  check(view: LogicalView, path: string, diagnostics: Diagnostics): void {
    const parsed = parseEndpointPath(path)
    const shape = 'problem' in parsed ? path : endpointShape(parsed)
    const span = view.endpoint?.span ?? view.nameSpan
    const other = this.#taken.get(shape)
    if (other === undefined) {
      this.#taken.set(shape, { view: view.name, path, span })
      return
    }
    diagnostics.error(
      'MV3005',
      `\`${path}\` of \`${view.name}\` matches the same requests as \`${other.path}\` of \`${other.view}\``,
      span,
      {
        related: [{ message: `\`${other.view}\` is served here`, span: other.span }],
        help: `give \`${view.name}\` another route, such as \`WITH (endpoint = '/${view.name}${path.slice(path.indexOf('/:'))}')\``,
      },
    )
  }
}
