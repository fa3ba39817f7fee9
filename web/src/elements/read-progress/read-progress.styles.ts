import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    .card {
      max-width: 40rem;
      margin: 0 auto;
    }

    h1 {
      font-size: 1rem;
      line-height: 1.3;
    }

    /* Two lines, however long each is: the list below must not move while it is read. */
    .doing {
      display: grid;
      margin-block-end: 0.5rem;
      color: var(--soft);
      font-size: 0.8125rem;
      line-height: 1.4;
    }

    .doing span {
      min-height: 1.4em;
    }

    /* Where the verdict, the lines and the reasons will stand. */
    .outline {
      display: grid;
      gap: var(--gap);
      max-width: 40rem;
      margin: var(--gap) auto 0;
    }

    .outline i {
      height: 3rem;
      border-radius: var(--radius);
      background: var(--sunk);
    }

    .outline i:first-child {
      height: 6rem;
    }

    progress {
      width: 100%;
      height: 0.5rem;
      margin-block: 0.25rem 0.6rem;
      appearance: none;
      border: 0;
      border-radius: 999px;
      background: var(--sunk);
    }

    progress::-webkit-progress-bar {
      border-radius: 999px;
      background: var(--sunk);
    }

    progress::-webkit-progress-value {
      border-radius: 999px;
      background: var(--ready);
      transition: inline-size 0.2s;
    }

    progress::-moz-progress-bar {
      border-radius: 999px;
      background: var(--ready);
    }

    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 0.75rem;
      padding-block: 0.2rem;
      border-block-start: 1px solid var(--rule);
    }

    .type {
      font-weight: 600;
    }

    .why {
      grid-row: 2;
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .count {
      font-weight: 600;
    }

    .waiting .count,
    .reading .count {
      color: var(--soft);
      font-weight: 400;
    }

    .refused .count,
    .partial .count,
    .failed .count,
    .not-offered .count {
      color: var(--needs);
    }

    @media (min-width: 34rem) {
      li {
        grid-template-columns: 14rem minmax(0, 1fr) auto;
      }

      .type {
        grid-column: 1;
      }

      .why {
        grid-row: 1;
        grid-column: 2;
      }

      .count {
        grid-column: 3;
      }
    }

    @media (prefers-reduced-motion: no-preference) {
      .outline {
        animation: breathe 1.6s ease-in-out infinite alternate;
      }
    }

    @keyframes breathe {
      to {
        opacity: 0.45;
      }
    }

    @media (prefers-reduced-motion: reduce) {
      progress::-webkit-progress-value {
        transition: none;
      }
    }

    @media (forced-colors: active) {
      progress {
        border: 1px solid CanvasText;
      }

      progress::-webkit-progress-value {
        forced-color-adjust: none;
        background: Highlight;
      }

      .outline i {
        border: 1px solid GrayText;
      }
    }

    @media print {
      .outline {
        display: none;
      }
    }
  `,
]
