/** A plan as a Mermaid flow chart, from sources on the left to endpoints on the right. */
import { explain, type OperatorExplanation } from './explain.ts'
import type { Plan } from './plan.ts'

export function explainMermaid(plan: Plan): string {
  const { views, operators } = explain(plan)
  const lines = [
    ...operators.map(operator => `n${operator.number}${shaped(operator)}`),
    ...views.map(
      ({ name, endpoint }, index) =>
        `v${index + 1}([${label(endpoint === null ? [name] : [name, `GET ${endpoint}`])}])`,
    ),
    ...operators.flatMap(({ number, inputs }) =>
      [...new Set(inputs)].map(input => `n${input} --> n${number}`),
    ),
    ...views.map(({ operator }, index) => `n${operator} --> v${index + 1}`),
  ]
  return `flowchart LR\n${lines.map(line => `  ${line}\n`).join('')}`
}

/** What keeps state is a cylinder, what does not a box. */
function shaped({ title, kind, details, state, cost }: OperatorExplanation): string {
  const shown = kind === 'project' || kind === 'source' ? [] : details
  const text = label([title, ...shown, cost.class])
  return state === null ? `[${text}]` : `[(${text})]`
}

const MAX_LINE = 60

function label(lines: readonly string[]): string {
  const cut = lines.map(line => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line))
  return `"${cut.map(escaped).join('<br/>')}"`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
