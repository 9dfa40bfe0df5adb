/** The published sources that specs, experiments and docstrings cite, by key. */
export const references = {
  dillavou2022: {
    citation:
      'S. Dillavou, M. Stern, A. J. Liu, D. J. Durian, Demonstration of Decentralized Physics-Driven Learning, Phys. Rev. Applied 18, 014040 (2022)',
    doi: '10.1103/PhysRevApplied.18.014040',
  },
  dillavou2024: {
    citation:
      'S. Dillavou, B. D. Beyer, M. Stern, A. J. Liu, M. Z. Miskin, D. J. Durian, Machine Learning Without a Processor: Emergent Learning in a Nonlinear Electronic Metamaterial, PNAS 121, e2319718121 (2024)',
    doi: '10.1073/pnas.2319718121',
  },
  dillavou2025: {
    citation:
      'S. Dillavou, M. Guzman, A. J. Liu, D. J. Durian, Understanding and Embracing Imperfection in Physical Learning Networks (2025), with its published data',
    doi: '10.5281/zenodo.15692010',
  },
  stern2022: {
    citation:
      'M. Stern, S. Dillavou, M. Z. Miskin, D. J. Durian, A. J. Liu, Physical learning beyond the quasistatic limit, Phys. Rev. Research 4, L022037 (2022)',
    doi: '10.1103/PhysRevResearch.4.L022037',
  },
  durian2025: {
    citation: 'D. J. Durian, Physical Learning in Resistor Networks, slides of a talk; the latest work that they present',
    doi: '10.48550/arXiv.2505.22887',
  },
} as const;

export type ReferenceKey = keyof typeof references;

/** A place in a source: which paper and where in it ("Fig. 3", "Eq. 4"). */
export interface Reference {
  source: ReferenceKey;
  place: string;
}

/** "Dillavou 2024, Fig. 3", or '' where there is no reference. */
export function sourceText(reference: Reference | undefined): string {
  if (reference === undefined) return '';
  const [, author, year] = /^([a-z]+)(\d+)$/.exec(reference.source) ?? ['', reference.source, ''];
  return `${author.charAt(0).toUpperCase()}${author.slice(1)} ${year}, ${reference.place}`;
}
