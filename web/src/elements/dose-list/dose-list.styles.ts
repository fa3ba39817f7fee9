import { css } from 'lit'
import { base, toned } from '../../styles/shared.ts'

export const styles = [
  base,
  toned,
  css`
    h2 {
      margin-block-end: 0.4rem;
    }

    .many {
      font-weight: 500;
    }

    ol {
      display: grid;
      gap: 0.3rem;
    }

    button {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 0 0.5rem;
      width: 100%;
      padding: 0.4rem 0.6rem;
      border: 1px solid transparent;
      border-inline-start: 3px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      color: inherit;
      font: inherit;
      font-variant-numeric: tabular-nums;
      text-align: start;
      cursor: pointer;
    }

    button:hover {
      background: var(--brand-wash);
    }

    button[aria-current] {
      border-color: var(--rule);
      border-inline-start-color: var(--action);
      background: var(--card);
    }

    .day {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .drug {
      grid-column: 1 / -1;
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      font-weight: 650;
      overflow-wrap: anywhere;
    }

    .dose {
      font-size: 0.8125rem;
      text-align: end;
      white-space: nowrap;
    }

    .chip {
      grid-column: 1 / -1;
      justify-self: start;
      margin-block-start: 0.2rem;
    }

    /* In a narrow pane the list lies on its side, so that the verdict stays in sight. */
    @media (max-width: 56rem) {
      ol {
        grid-auto-flow: column;
        grid-auto-columns: minmax(12.5rem, 16rem);
        overflow-x: auto;
        padding-block-end: 0.3rem;
      }

      button {
        height: 100%;
        align-content: start;
        border-color: var(--rule);
      }
    }

    @media (forced-colors: active) {
      button[aria-current] {
        border-color: Highlight;
        border-inline-start-width: 6px;
      }
    }

    @media print {
      nav {
        display: none;
      }
    }
  `,
]
