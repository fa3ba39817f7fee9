import { css } from 'lit'
import { base, card, controls } from '../styles/shared.ts'

export const styles = [
  base,
  controls,
  card,
  css`
    aside {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.75rem;
    }

    .top {
      display: flex;
      gap: 0.75rem;
      align-items: center;
    }

    .patient {
      font-size: 1.125rem;
      color: var(--ink);
    }

    .verdict {
      border-inline-start: 6px solid var(--none);
    }

    .verdict h3 {
      font-size: 1.125rem;
    }

    .verdict.ready {
      border-inline-start-color: var(--ready);
    }

    .verdict.not-ready {
      border-inline-start-color: var(--not-ready);
    }

    .verdict.needs-information {
      border-inline-start-color: var(--needs);
    }

    form {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem 0.75rem;
      align-items: end;
      margin-block-start: 0.5rem;
    }

    label {
      display: grid;
      gap: 0.15rem;
      flex: 1 1 9rem;
      font-size: 0.8125rem;
      color: var(--soft);
    }

    .wide {
      flex-basis: 100%;
    }

    input,
    select,
    textarea {
      font: inherit;
      color: var(--ink);
      background: var(--card);
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      padding: 0.35rem 0.5rem;
      width: 100%;
      min-height: 2.25rem;
    }

    .issues,
    .history {
      display: grid;
      gap: 0.5rem;
    }

    .remedy {
      color: var(--soft);
    }
  `,
]
