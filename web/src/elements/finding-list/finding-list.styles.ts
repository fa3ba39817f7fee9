import { css } from 'lit'
import { base, card, toned } from '../../styles/shared.ts'
import { placeStyles } from '../fact-table/place-button.ts'

export const styles = [
  base,
  card,
  toned,
  placeStyles,
  css`
    .top h2 {
      display: var(--card-title, block);
    }

    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.1rem 1rem;
      margin-block-end: 0.4rem;
    }

    label {
      display: inline-flex;
      align-items: center;
      gap: 0.4rem;
      min-height: 1.5rem;
      font-size: 0.8125rem;
      cursor: pointer;
    }

    input {
      width: 1rem;
      height: 1rem;
      margin: 0;
      accent-color: var(--action);
    }

    /* What is in order steps back, on paper too: the full record has all of it. */
    .only .group:not(.open) > ul,
    .only .group > ul > li:not(.open) {
      display: none;
    }

    .only .group:not(.open) > h3 {
      border: 0;
      color: var(--soft);
      font-weight: 500;
    }

    .only .group:not(.open) + .group:not(.open) {
      margin-block-start: 0;
    }

    .group + .group {
      margin-block-start: 0.6rem;
    }

    h3 {
      display: flex;
      justify-content: space-between;
      gap: 0.5rem;
      padding-block-end: 0.2rem;
      border-block-end: 1px solid var(--rule);
      font-size: 0.9375rem;
    }

    .counts {
      color: var(--soft);
      font-size: 0.8125rem;
      font-weight: 400;
    }

    .group > ul > li {
      position: relative;
      padding-block: 0.35rem;
    }

    .group > ul > li:focus {
      background: var(--brand-wash);
    }

    .answer p {
      /* Room for the link beside it, in the longest of the languages. */
      padding-inline-end: 4rem;
      /* A sentence may name a record, and no record’s name has a place to break. */
      overflow-wrap: anywhere;
    }

    .group > ul > li + li {
      border-block-start: 1px dashed var(--rule);
    }

    .answer {
      display: grid;
      grid-template-columns: 1.25rem minmax(0, 1fr);
      gap: 0.4rem;
    }

    .mark {
      color: var(--tone);
      padding-block-start: 0.1rem;
    }

    .does-not-apply p {
      color: var(--soft);
    }

    .fails p:first-child,
    .cannot-tell p:first-child {
      font-weight: 600;
    }

    .remedy {
      color: var(--tone);
    }

    .labels {
      display: flex;
      flex-wrap: wrap;
      gap: 0.3rem;
      margin-block-start: 0.2rem;
    }

    .labels .chip {
      --tone: var(--soft);
      --wash: var(--sunk);
    }

    .footnote {
      color: var(--soft);
      font-weight: 500;
    }

    summary {
      position: absolute;
      inset-block-start: 0.3rem;
      inset-inline-end: 0;
      display: inline-flex;
      align-items: center;
      min-height: 1.5rem;
      color: var(--link);
      font-size: 0.8125rem;
      text-decoration: underline;
      text-underline-offset: 0.15em;
      cursor: pointer;
    }

    details[open] {
      margin-block-end: 0.3rem;
    }

    h4 {
      margin-block: 0.35rem 0.1rem;
      color: var(--soft);
      font-size: 0.78rem;
    }

    .evidence li,
    .sources li,
    .asks {
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }

    .fact {
      color: var(--soft);
    }

    .at {
      display: block;
      padding-inline-start: 0.75rem;
    }

    /* On paper each question keeps its answer: sources, and where each fact was read, are in the full record. */
    @media print {
      summary,
      h4,
      .evidence,
      .sources,
      .asks,
      .answer .chip,
      .only .group:not(.open),
      .group > ul > li.does-not-apply {
        display: none;
      }

      .group {
        font-size: 0.75rem;
      }

      .group > ul > li {
        padding-block: 0.1rem;
        break-inside: avoid;
      }

      .answer p {
        padding-inline-end: 0;
      }

      details[open],
      details {
        margin: 0;
      }

      details::details-content {
        content-visibility: visible;
        block-size: auto;
      }
    }
  `,
]
