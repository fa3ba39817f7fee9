import { css } from 'lit'
import { base, toned } from '../../styles/shared.ts'

export const styles = [
  base,
  toned,
  css`
    nav {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.4rem;
    }

    .many {
      font-weight: 500;
    }

    fieldset {
      display: flex;
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      overflow: clip;
    }

    label {
      position: relative;
      flex: 1 1 auto;
      min-height: 1.75rem;
      font-size: 0.78rem;
      cursor: pointer;
    }

    label + label {
      border-inline-start: 1px solid var(--rule);
    }

    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }

    label > span {
      display: grid;
      place-content: center;
      grid-auto-flow: column;
      gap: 0.25rem;
      height: 100%;
      padding-inline: 0.3rem;
      white-space: nowrap;
    }

    input:checked + span {
      background: var(--brand-wash);
      color: var(--ink);
      font-weight: 700;
      box-shadow: inset 0 -2px var(--action);
    }

    input:focus-visible + span {
      outline: 3px solid var(--focus);
      outline-offset: -3px;
    }

    .count {
      color: var(--soft);
      font-weight: 500;
    }

    ol {
      display: grid;
      gap: 0.15rem;
      padding: 3px;
      margin: -3px;
    }

    .row {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 0 0.5rem;
      width: 100%;
      padding: 0.35rem 0.6rem;
      border: 1px solid transparent;
      border-inline-start: 3px solid transparent;
      border-radius: var(--radius);
      background: transparent;
      color: inherit;
      font: inherit;
      font-variant-numeric: tabular-nums;
      text-align: start;
      cursor: pointer;
      content-visibility: auto;
      contain-intrinsic-size: auto 4.6rem;
    }

    .row:hover {
      background: var(--brand-wash);
    }

    .row[aria-current] {
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
      line-height: 1.3;
      overflow-wrap: anywhere;
    }

    .dose {
      font-size: 0.8125rem;
      text-align: end;
      white-space: nowrap;
    }

    .chips {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.2rem 0.4rem;
      margin-block-start: 0.15rem;
    }

    .charge {
      padding-inline: 0.4rem;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      color: var(--soft);
      font-size: 0.78rem;
    }

    .charge.charged {
      color: var(--ink);
      font-weight: 650;
    }

    .mismatch,
    .beside {
      grid-column: 1 / -1;
      font-size: 0.78rem;
    }

    .mismatch {
      font-weight: 650;
      color: var(--tone);
    }

    .beside {
      color: var(--soft);
    }

    .more {
      min-height: 2rem;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      color: var(--link);
      font: inherit;
      font-size: 0.8125rem;
      font-weight: 600;
      cursor: pointer;
    }

    /* Beside the answer the list has a window of its own, so that the verdict never scrolls away. */
    @media (min-width: 56rem) {
      nav {
        max-height: calc(100vh - 1.5rem);
        grid-template-rows: auto auto minmax(0, 1fr);
      }

      ol {
        min-height: 0;
        overflow-y: auto;
        align-content: start;
        scrollbar-width: thin;
      }
    }

    /* In a narrow pane the list lies on its side, a row high, so that the verdict stays in sight; of one dose it says nothing. */
    @media (max-width: 56rem) {
      .only {
        display: none;
      }

      nav {
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
      }

      h2 {
        position: absolute;
        clip-path: inset(50%);
      }

      /* Which doses is a question only where there are older ones. */
      .recent fieldset {
        display: none;
      }

      fieldset {
        justify-self: start;
      }

      ol {
        grid-column: 1 / -1;
        grid-auto-flow: column;
        grid-auto-columns: max-content;
        overflow-x: auto;
        scrollbar-width: thin;
      }

      .row {
        display: flex;
        height: 100%;
        padding: 0.1rem 0.5rem;
        border-color: var(--rule);
        contain-intrinsic-size: auto 2rem;
      }

      .chips {
        order: -1;
        flex-wrap: nowrap;
        margin: 0;
      }

      .drug {
        max-width: 12rem;
        -webkit-line-clamp: 1;
        font-size: 0.8125rem;
      }

      .day,
      .chip {
        white-space: nowrap;
      }

      .chip {
        padding: 0.2rem;
      }

      .chip .word,
      .charge,
      .mismatch,
      .beside {
        position: absolute;
        clip-path: inset(50%);
      }

      .here,
      .dose {
        display: none;
      }
    }

    @media (forced-colors: active) {
      .row[aria-current] {
        border-color: Highlight;
        border-inline-start-width: 6px;
      }

      .count {
        color: inherit;
      }

      input:checked + span {
        background: Highlight;
        color: HighlightText;
        forced-color-adjust: none;
      }
    }

    @media print {
      nav {
        display: none;
      }
    }
  `,
]
