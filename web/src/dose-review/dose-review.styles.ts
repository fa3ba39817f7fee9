import { css } from 'lit'
import { base, controls } from '../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    /* The bar is at the bottom of the window however short the page is: what is pressed never moves away. */
    :host {
      display: flex;
      flex-direction: column;
      min-height: 100vh;
      background: var(--paper);
    }

    :host([covered]) > :not(idle-lock),
    :host([covered]) header,
    :host([covered]) main {
      display: none;
    }

    .skip {
      position: absolute;
      inset-inline-start: 0.5rem;
      z-index: 2;
      padding: 0.3rem 0.6rem;
      background: var(--card);
      transform: translateY(-200%);
    }

    .skip:focus {
      transform: none;
    }

    /* Whose chart, and how old: one line. Its rule bears the graduations of a syringe, every fifth one long. */
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 1rem;
      min-height: 2.25rem;
      padding: 0.15rem var(--gutter) 0.35rem;
      background:
        repeating-linear-gradient(to right, var(--tick) 0 1px, transparent 1px 2.5rem) left bottom / 100% 0.35rem no-repeat,
        repeating-linear-gradient(to right, var(--tick) 0 1px, transparent 1px 0.5rem) left bottom / 100% 0.2rem no-repeat,
        var(--brand-wash);
      border-block-end: 1px solid var(--rule);
    }

    .brand {
      color: var(--link);
      font-weight: 750;
      letter-spacing: -0.01em;
    }

    patient-banner {
      flex: 1 1 12rem;
    }

    data-strip {
      margin-inline-start: auto;
    }

    .strip {
      padding: 0.4rem var(--gutter);
      background: var(--needs-wash);
      border-block-end: 1px solid color-mix(in srgb, var(--needs) 40%, transparent);
    }

    main {
      flex: 1;
      display: flex;
      flex-direction: column;
      padding: 0.75rem 0.75rem 0;
    }

    main > * {
      width: 100%;
    }

    /* In view wherever the person reads: it lies on what is read, and rests below it at the end. */
    action-bar {
      position: sticky;
      inset-block-end: 0;
      z-index: 2;
      max-width: var(--widest);
      min-height: 3rem;
      margin: auto auto 0;
    }

    .desk,
    .answer,
    .work,
    .reasons,
    .columns {
      display: grid;
      gap: var(--gap);
      align-content: start;
      grid-template-columns: minmax(0, 1fr);
    }

    .rows {
      display: grid;
      gap: 0.25rem;
      align-content: start;
      grid-template-columns: minmax(0, 1fr);
    }

    /* What may have nothing to say takes no place then, and no gap. */
    change-note,
    reconcile-panel,
    resource-panel {
      display: contents;
    }

    .work {
      gap: 0.25rem;
    }

    .work > to-do,
    .work > charge-lines {
      margin-block-end: calc(var(--gap) - 0.25rem);
    }

    .desk {
      max-width: var(--widest);
      margin: 0 auto;
    }

    .desk[aria-busy='true'] {
      opacity: 0.6;
    }

    .pictures {
      display: grid;
      gap: 0.5rem;
      grid-template-columns: minmax(0, 1fr);
      padding: 0 0.875rem 0.5rem;
    }

    footer {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0.25rem 1rem;
      max-width: var(--widest);
      margin: 0.4rem auto;
      color: var(--soft);
      font-size: 0.8125rem;
    }

    @media screen {
      .print-only {
        display: none;
      }
    }

    @media (min-width: 56rem) {
      main {
        padding: 0.75rem 1rem 0;
      }

      .desk {
        grid-template-columns: 14rem minmax(0, 1fr);
      }

      dose-list {
        position: sticky;
        top: 0.75rem;
        align-self: start;
      }
    }

    /* The second column is for reading. */
    @media (min-width: 68.75rem) {
      .columns {
        grid-template-columns: minmax(0, 11fr) minmax(0, 9fr);
      }
    }

    /* Closed rows are in twos where there is one narrow column; an open one takes a line of its own. */
    @media screen and (min-width: 26rem) and (max-width: 55.99rem) {
      .rows {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.25rem;
      }

      .rows > fold-row[opened],
      .rows:not(:has(> fold-row[opened])) > fold-row:last-child:nth-child(odd) {
        grid-column: 1 / -1;
      }
    }

    /* A small pane has no room for its own name. */
    @media screen and (max-width: 40rem) {
      .brand {
        display: none;
      }

      .line {
        gap: 0 0.5rem;
      }

      main {
        padding: 0.5rem 0.5rem 0;
      }

      .desk,
      .answer,
      .columns {
        gap: 0.4rem;
      }

      .work > to-do,
      .work > charge-lines {
        margin-block-end: 0.15rem;
      }

      .rows {
        gap: 0.15rem 0.25rem;
      }
    }

    @media (prefers-reduced-motion: no-preference) {
      .desk {
        transition: opacity 0.15s;
      }
    }

    @media print {
      :host([printing-record]) > :not(full-record),
      :host([printing-record]) header,
      :host([printing-record]) main {
        display: none;
      }

      :host,
      main {
        display: block;
        min-height: 0;
      }

      .line {
        padding: 0 0 0.2rem;
        border-block-end: 2px solid #000;
        background: none;
      }

      .skip,
      codebook-switch,
      dose-list,
      draft-note {
        display: none;
      }

      main,
      .strip {
        padding: 0.2rem 0;
      }

      .answer > *,
      .work > *,
      .reasons > * {
        margin-block-start: 0.3rem;
      }

      /* Side by side, so that a ready dose stays one page. */
      .pictures {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        padding: 0;
      }

      .pictures > dose-timeline {
        grid-column: 1 / -1;
      }

      footer {
        padding-block-start: 0.3rem;
        border-block-start: 1px solid #999;
      }

      .desk,
      .answer,
      .columns,
      .work,
      .reasons,
      .rows {
        display: block;
      }
    }
  `,
]
