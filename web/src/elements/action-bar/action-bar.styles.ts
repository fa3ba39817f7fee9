import { css } from 'lit'
import { base, controls, toned } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  toned,
  css`
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.25rem 1rem;
      padding: 0.4rem 0.875rem;
      border: 1px solid var(--rule-strong);
      border-block-start: 3px solid var(--tone);
      border-radius: var(--radius) var(--radius) 0 0;
      background: var(--card);
      box-shadow: 0 -4px 12px rgb(0 0 0 / 0.12);
    }

    .sum {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 0.75rem;
    }

    .status {
      display: inline-flex;
      align-items: center;
      gap: 0.35rem;
      color: var(--tone);
      font-weight: 750;
    }

    .totals {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.25rem 0.4rem;
    }

    .doing {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .doing:empty {
      display: none;
    }

    .menu {
      position: relative;
    }

    .menu > summary {
      display: inline-flex;
      align-items: center;
      min-height: 2rem;
      padding: 0.25rem 0.6rem;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      font-weight: 600;
      list-style: none;
      cursor: pointer;
    }

    .menu > summary::-webkit-details-marker {
      display: none;
    }

    .menu > summary::after {
      content: '▴' / '';
      margin-inline-start: 0.35rem;
      color: var(--soft);
    }

    .menu > ul {
      position: absolute;
      inset-block-end: calc(100% + 0.25rem);
      inset-inline-end: 0;
      z-index: 1;
      display: grid;
      min-width: 12rem;
      max-width: 80vw;
      padding: 0.25rem;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
    }

    .menu take-away {
      padding: 0.25rem 0.75rem;
      border-block-start: 1px solid var(--rule);
    }

    .menu li button {
      width: 100%;
      border-color: transparent;
      font-weight: 500;
    }

    /* A window as low as a zoomed one keeps the buttons, and lets the sums go. */
    @media (max-height: 24rem) {
      .totals {
        display: none;
      }

      .actions {
        display: contents;
      }

      .bar {
        justify-content: flex-start;
        font-size: 0.8125rem;
        gap: 0.15rem 0.4rem;
        padding-block: 0.2rem;
      }
    }

    /* Where the buttons need two rows a menu stands over the whole bar: beside its button it could leave the window. */
    @media (max-width: 40rem) {
      .bar {
        position: relative;
      }

      .menu {
        position: static;
      }

      .menu > ul {
        inset-inline: 0.5rem;
        max-width: none;
      }
    }

    @media (max-width: 30rem) {
      .bar {
        padding-inline: 0.5rem;
      }

      .actions button.quiet {
        padding-inline: 0.2rem;
      }
    }

    @media print {
      :host {
        display: none;
      }
    }
  `,
]
